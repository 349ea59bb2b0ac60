//! Whether patterns are for the whole of a text.

use crate::diagnostic::Severity;
use crate::model::Node;
use crate::model::traits::{Known, Pattern};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(Pattern::ID) {
        let Node::String(pattern) = &applied.value else {
            continue;
        };
        let missing = match (pattern.starts_with('^'), pattern.ends_with('$')) {
            (true, true) => continue,
            (true, false) => "`$` at its end",
            (false, true) => "`^` at its start",
            (false, false) => "`^` at its start and `$` at its end",
        };
        let message = format!("the pattern `{pattern}` matches any text with such a part in it");
        let event = report.of_trait(Severity::Warning, subject, Pattern::ID, message);
        report.push(event.help(format!("write {missing} if all of a text must match")));
    }
}
