//! Streams: which members are one, and what of the runtime they need.

use crate::ir::Type;
use crate::model::traits::id;
use crate::model::{self, Kind, Model, Shape};

/// What the values of a shape that streams are; `None` for one that does not. `named` is its own type.
pub(super) fn stream_type(shape: &Shape, named: impl FnOnce() -> Type) -> Option<Type> {
    match (&shape.kind, shape.traits.has(id::STREAMING)) {
        (Kind::Blob, true) => Some(Type::ByteStream),
        (Kind::Union, true) => Some(Type::EventStream(Box::new(named()))),
        _ => None,
    }
}

/// Whether events stream into or out of an operation.
pub(super) fn has_events(model: &Model, operation: &model::Operation) -> bool {
    let ends = [&operation.input.target, &operation.output.target];
    let ends = ends.into_iter().filter_map(|id| model.get(id.as_str()));
    let mut targets = ends
        .flat_map(|shape| &shape.members)
        .filter_map(|member| model.target(member));
    targets.any(|target| matches!(target.kind, Kind::Union) && target.traits.has(id::STREAMING))
}
