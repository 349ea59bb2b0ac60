//! Metadata that is gone.

use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::Report;
use crate::diff::value::shown;

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for (key, old, new) in &changes.metadata {
        if let (Some(value), None) = (old, new) {
            let message = format!("metadata `{key}` was removed; it was {}", shown(value));
            let help = "tools that rely on this key no longer find it";
            report.tell_of_models(Severity::Danger, key, message, help);
        }
    }
}
