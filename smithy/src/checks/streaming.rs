//! Checks that streaming members are at the top level of an input or output, at most one in each.

use std::collections::HashSet;

use super::at_member;
use crate::diagnostic::Errors;
use crate::model::traits::id;
use crate::model::{Kind, Model, ShapeId};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    let messages: HashSet<&ShapeId> = model
        .shapes
        .values()
        .filter_map(|shape| shape.as_operation())
        .flat_map(|operation| [&operation.input.target, &operation.output.target])
        .collect();
    for shape in model.shapes.values() {
        let mut first = None;
        for member in &shape.members {
            let Some(target) = model.target(member) else {
                continue;
            };
            if !target.traits.has(id::STREAMING) {
                continue;
            }
            let message = if !matches!(target.kind, Kind::Blob | Kind::Union) {
                format!(
                    "`{}` cannot be streamed: it is of type {}",
                    target.id,
                    target.kind.name()
                )
            } else if !matches!(shape.kind, Kind::Structure) || !messages.contains(&shape.id) {
                format!(
                    "it streams `{}`, but does not belong to the input or output of an operation",
                    target.id
                )
            } else if first.replace(member).is_some() {
                "an input or output has at most one stream".to_owned()
            } else {
                continue;
            };
            errors.push(at_member(model, shape, member, message).trait_id(id::STREAMING));
        }
    }
}
