//! Whether traits are used that may still change.

use crate::diagnostic::Severity;
use crate::model::traits::id::UNSTABLE;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (definition, _) in context.with_trait(UNSTABLE) {
        let id = definition.id();
        for (subject, _) in context.with_trait(&id) {
            let message = format!("trait `{id}` is unstable: it may change, or go");
            let event = report.of_trait(Severity::Warning, subject, &id, message);
            report.push(event.id(report.id(&id)));
        }
    }
}
