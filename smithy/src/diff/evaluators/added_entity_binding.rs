//! Operations and resources that a service or resource did not have.

use super::entities::{entity, only_in, type_name};
use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};

const HELP: &str = "clients of the old model do not know it, and go on as before";

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for (pair, ..) in changes.shapes(Some) {
        let (Some(old), Some(new)) = (entity(pair.old.shape), entity(pair.new.shape)) else {
            continue;
        };
        let kinds = [
            ("Operation", "operation", old.operations, new.operations),
            ("Resource", "resource", old.resources, new.resources),
        ];
        for (kind, word, old, new) in kinds {
            for added in only_in(new, old) {
                let holder = pair.new.shape;
                let to = type_name(holder);
                let id = format!("Added{kind}Binding.To{to}.{}", added.target.name());
                let message = format!(
                    "the {word} `{}` was added to the {} `{}`",
                    added.target,
                    holder.kind.name(),
                    holder.id
                );
                let sides = Sides::from(pair).at(None, Some(added.location));
                report.tell_with_id(Severity::Note, id.into(), sides, message, HELP);
            }
        }
    }
}
