//! Definitions of traits that are gone.

use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::model::traits::id::TRAIT;

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for removed in &changes.removed {
        if let Some(applied) = removed.traits().find(TRAIT) {
            let message = format!("the definition of the trait `{}` was removed", removed.id());
            let help = "models that apply the trait are no longer valid: keep it, and deprecate it";
            let sides = Sides::removed(*removed).at(Some(applied.location), None);
            report.tell(Severity::Error, sides, message, help);
        }
    }
}
