//! Metadata under a key that the old model did not have.

use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::Report;
use crate::diff::value::shown;

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for (key, old, new) in &changes.metadata {
        if let (None, Some(value)) = (old, new) {
            let message = format!("metadata `{key}` was added: {}", shown(value));
            let help = "tools that read this key may treat the model differently";
            report.tell_of_models(Severity::Note, "", message, help);
        }
    }
}
