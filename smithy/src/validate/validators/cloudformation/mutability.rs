//! Whether members that identify a resource can be read.

use super::ADDITIONAL_IDENTIFIER;
use crate::diagnostic::Severity;
use crate::validate::context::Context;
use crate::validate::report::Report;

const ID: &str = "aws.cloudformation#cfnMutability";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(ID) {
        let value = applied.value.as_str().unwrap_or_default();
        if subject.traits().has(ADDITIONAL_IDENTIFIER) && matches!(value, "write" | "create") {
            let message = format!(
                "it is an identifier, but by `cfnMutability`, `{value}`, it cannot be read"
            );
            let event = report.of_trait(Severity::Error, subject, ID, message);
            report.push(event.help("drop `cfnAdditionalIdentifier`, or make it readable"));
        }
    }
}
