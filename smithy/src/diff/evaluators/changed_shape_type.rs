//! Shapes of another type.

use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::Report;
use crate::model::traits::id;
use crate::model::{Kind, Shape};

pub(super) fn evaluate<'m>(
    context: &Context<'m>,
    changes: &Changes<'m>,
    report: &mut Report<'_, 'm>,
) {
    for (pair, old, new) in changes.shapes(Some) {
        let was = Context::type_name(context.old, old);
        let is = Context::type_name(context.new, new);
        if was != is && !is_expected(was, is, old, new) {
            let message = format!("the type of `{}` was changed from {was} to {is}", new.id);
            let help = "code and messages that use it are no longer compatible: make another shape";
            report.tell(Severity::Error, pair, message, help);
        }
    }
}

/// Whether a type gave way to what stands for the same in Smithy 2.0.
fn is_expected(was: &str, is: &str, old: &Shape, new: &Shape) -> bool {
    let set_to_list = was == "set" && is == "list" && new.traits.has(id::UNIQUE_ITEMS);
    let string_to_enum = old.traits.has(id::ENUM) && matches!(new.kind, Kind::Enum);
    set_to_list || string_to_enum
}
