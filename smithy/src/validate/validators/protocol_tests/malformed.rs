//! Whether tests of malformed requests have as many values of each parameter.

use super::MALFORMED;
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::Node;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(MALFORMED) {
        for (number, test) in applied.value.as_array().into_iter().flatten().enumerate() {
            let parameters = test.get("testParameters").and_then(Node::as_object);
            let lists = parameters.into_iter().flat_map(|it| it.values());
            let sizes: HashSet<usize> = lists.filter_map(Node::as_array).map(Vec::len).collect();
            if sizes.len() > 1 {
                let message =
                    format!("the lists in `testParameters` of test {number} differ in length");
                let event = report.of_trait(Severity::Error, subject, MALFORMED, message);
                report.push(event.help("give each parameter a value for each case"));
            }
        }
    }
}
