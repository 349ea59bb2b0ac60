//! Whether waiters can end, and whether what they wait for is there.

use super::WAITABLE;
use super::acceptor::Acceptor;
use crate::diagnostic::Severity;
use crate::model::{Node, integer};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// The delays of a waiter that states none, in seconds. Source: Smithy's specification, "Waiter".
const MIN_DELAY: i64 = 2;
const MAX_DELAY: i64 = 120;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(WAITABLE) {
        for (name, waiter) in applied.value.as_object().into_iter().flatten() {
            let delay = |key: &str| waiter.get(key).and_then(integer);
            let min = delay("minDelay").unwrap_or(MIN_DELAY);
            let max = delay("maxDelay").unwrap_or(MAX_DELAY);
            if min > max {
                let message = format!(
                    "the `minDelay` of waiter `{name}` is {min}, more than its `maxDelay` of {max}"
                );
                report.trait_error(subject, WAITABLE, message);
            }
            let acceptors = waiter.get("acceptors").and_then(Node::as_array);
            let acceptors = || acceptors.into_iter().flatten();
            for (number, value) in acceptors().enumerate() {
                let acceptor = Acceptor {
                    context,
                    operation: subject.shape,
                    waiter: name,
                    number,
                };
                acceptor.check(report, value);
            }
            let mut states = acceptors().map(|it| it.get("state"));
            if !states.any(|state| state.is_some_and(|state| state == "success")) {
                let message = format!("waiter `{name}` never succeeds");
                let event = report.of_trait(Severity::Error, subject, WAITABLE, message);
                report.push(event.help("add an acceptor with the state `success`"));
            }
        }
    }
}
