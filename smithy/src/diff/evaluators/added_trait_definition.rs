//! Definitions of traits that the old model did not have.

use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::model::traits::id::TRAIT;

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for added in &changes.added {
        if added.traits().has(TRAIT) {
            let message = format!("the definition of the trait `{}` was added", added.id());
            let help = "tools that do not know the trait ignore it";
            report.tell(Severity::Note, Sides::added(*added), message, help);
        }
    }
}
