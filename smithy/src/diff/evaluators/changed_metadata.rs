//! Metadata with another value.

use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::Report;
use crate::diff::value::change;

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for (key, old, new) in &changes.metadata {
        if let (Some(old), Some(new)) = (old, new) {
            let message = format!("metadata `{key}` was changed {}", change(old, new));
            let help = "tools that read this key may treat the model differently";
            report.tell_of_models(Severity::Warning, "", message, help);
        }
    }
}
