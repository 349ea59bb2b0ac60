//! Whether values that operations always give to endpoint rules are of types that rules know.

use super::STATIC_PARAMS;
use crate::diagnostic::Severity;
use crate::model::Node;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(STATIC_PARAMS) {
        for (name, definition) in applied.value.as_object().into_iter().flatten() {
            let is_known = match definition.get("value") {
                None | Some(Node::String(_) | Node::Bool(_)) => true,
                Some(Node::Array(elements)) => elements.iter().all(Node::is_string),
                Some(_) => false,
            };
            if !is_known {
                let message = format!(
                    "the value of parameter `{name}` is of a type that endpoint rules do not have"
                );
                let event = report.of_trait(Severity::Error, subject, STATIC_PARAMS, message);
                report.push(event.help("use a string, a boolean or a list of strings"));
            }
        }
    }
}
