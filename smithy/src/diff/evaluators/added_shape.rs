//! Shapes and members that the old model did not have.

use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::model::Kind;
use crate::model::traits::id;
use crate::selector::Subject;

const HELP: &str = "clients of the old model do not know it, and go on as before";

pub(super) fn evaluate<'m>(
    context: &Context<'m>,
    changes: &Changes<'m>,
    report: &mut Report<'_, 'm>,
) {
    for added in &changes.added {
        if !goes_without_saying(context, added) {
            let message = match added.member {
                Some(member) => {
                    format!(
                        "the member `{}` was added to `{}`",
                        member.name, added.shape.id
                    )
                }
                None => {
                    let kind = Context::type_name(context.new, added.shape);
                    format!("the {kind} `{}` was added", added.shape.id)
                }
            };
            report.tell(Severity::Note, Sides::added(*added), message, HELP);
        }
    }
}

/// Whether it is a member of a shape that was added itself, or one that a string's `enum` trait stated before.
fn goes_without_saying(context: &Context<'_>, added: &Subject<'_>) -> bool {
    if added.member.is_none() {
        return false;
    }
    let Some(before) = context.old.shapes.get(&added.shape.id) else {
        return true;
    };
    let was_enum = matches!(before.kind, Kind::String) && before.traits.has(id::ENUM);
    was_enum && matches!(added.shape.kind, Kind::Enum)
}
