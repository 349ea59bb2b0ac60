//! Whether a member of a mixin is private, which keeps nobody from inheriting it.

use crate::diagnostic::Severity;
use crate::model::traits::id::MIXIN;
use crate::validate::context::Context;
use crate::validate::report::Report;

const PRIVATE: &str = "smithy.api#private";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, _) in context.with_trait(PRIVATE) {
        if subject.member.is_none() || !subject.shape.traits.has(MIXIN) {
            continue;
        }
        let message = "shapes of other namespaces inherit it from the mixin although it is private";
        let event = report.of_trait(Severity::Warning, subject, PRIVATE, message);
        report.push(event.help("make the mixin private, or what the member targets"));
    }
}
