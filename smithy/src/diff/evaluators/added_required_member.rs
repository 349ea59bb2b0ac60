//! Members that every structure must now have, and that those of old clients do not.

use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::model::traits::id;

const HELP: &str =
    "those who use the old model do not send it: make it optional, or give it a `default`";

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for (_, old, new) in changes.structures() {
        for member in &new.members {
            let is_required = member.traits.has(id::REQUIRED) && !member.traits.has(id::DEFAULT);
            if is_required && old.member(&member.name).is_none() {
                let message = format!(
                    "the member `{}` was added to `{}`, required and without a default",
                    member.name, new.id
                );
                let sides = Sides::added((new, member).into());
                report.tell(Severity::Error, sides, message, HELP);
            }
        }
    }
}
