//! Whether traits that are deprecated are in use.

use crate::diagnostic::Severity;
use crate::model::traits::id::ENUM;
use crate::model::traits::{Deprecated, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for definition in context.definitions.iter() {
        let id = definition.id.as_str();
        let shape = context.shape(&definition.id);
        let Some(deprecated) = shape.and_then(|shape| shape.traits.find(Deprecated::ID)) else {
            continue;
        };
        // Another validator tells of it, in files of version 2.0 only.
        if id == ENUM {
            continue;
        }
        let more = deprecated.value.get("message").and_then(|it| it.as_str());
        let more = more.map(|more| format!(": {more}")).unwrap_or_default();
        for (subject, _) in context.with_trait(id) {
            if !subject.shape.id.is_prelude() {
                let message = format!("its trait `{id}` is deprecated{more}");
                report.tell_of_trait(Severity::Warning, subject, id, message);
            }
        }
    }
}
