//! Operations and resources that a service or resource no longer has.

use indexmap::IndexSet;

use super::entities::{entity, only_in, type_name};
use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::maps::HashMap;
use crate::model::{Shape, ShapeId};
use crate::select::operations_of;

const HELP: &str = "clients of the old model still call it: keep it, and deprecate it";
const MOVED: &str =
    "it remains an operation of the service by way of a resource, and is called as before";

pub(super) fn evaluate<'m>(
    context: &Context<'m>,
    changes: &Changes<'m>,
    report: &mut Report<'_, 'm>,
) {
    let mut contained: HashMap<&ShapeId, IndexSet<ShapeId>> = HashMap::default();
    for (pair, ..) in changes.shapes(Some) {
        let (Some(old), Some(new)) = (entity(pair.old.shape), entity(pair.new.shape)) else {
            continue;
        };
        let holder = pair.new.shape;
        let mut tell = |kind: &str, severity, removed: &'m crate::model::Reference, help| {
            let from = type_name(holder);
            let id = format!("Removed{kind}Binding.From{from}.{}", removed.target.name());
            let message = format!(
                "the {} `{}` was removed from the {} `{}`",
                kind.to_lowercase(),
                removed.target,
                holder.kind.name(),
                holder.id
            );
            let sides = Sides::from(pair).at(Some(removed.location), None);
            report.tell_with_id(severity, id.into(), sides, message, help);
        };
        for removed in only_in(old.operations, new.operations) {
            let of_service = contained
                .entry(&holder.id)
                .or_insert_with(|| all_operations(context, holder));
            match of_service.contains(&removed.target) {
                true => tell("Operation", Severity::Note, removed, MOVED),
                false => tell("Operation", Severity::Error, removed, HELP),
            }
        }
        for removed in only_in(old.resources, new.resources) {
            tell("Resource", Severity::Error, removed, HELP);
        }
    }
}

/// The operations of a service, also by way of resources; none of a resource.
fn all_operations(context: &Context<'_>, holder: &Shape) -> IndexSet<ShapeId> {
    operations_of(context.new, holder)
}
