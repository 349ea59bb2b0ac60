//! Streams: which members are one, and what of the runtime they need.

use crate::ir::Type;
use smithgen_model::model::traits::id;
use smithgen_model::model::{self, Kind, Model, Shape, ShapeId};

/// What the values of a shape that streams are; `None` for one that does not. `named` is its own type.
pub(in crate::lower) fn stream_type(shape: &Shape, named: impl FnOnce() -> Type) -> Option<Type> {
    match (&shape.kind, shape.traits.has(id::STREAMING)) {
        (Kind::Blob, true) => Some(Type::ByteStream),
        (Kind::Union, true) => Some(Type::EventStream(Box::new(named()))),
        _ => None,
    }
}

/// Whether events stream into or out of an operation.
pub(in crate::lower) fn has_events(model: &Model, operation: &model::Operation) -> bool {
    sends_events(model, operation) || has_stream(model, &operation.output.target)
}

/// Whether events stream into an operation.
pub(in crate::lower) fn sends_events(model: &Model, operation: &model::Operation) -> bool {
    has_stream(model, &operation.input.target)
}

/// Whether a member of an input or output is an event stream.
fn has_stream(model: &Model, end: &ShapeId) -> bool {
    let members = model.get(end.as_str()).map(|shape| &shape.members);
    let mut targets = members
        .into_iter()
        .flatten()
        .filter_map(|member| model.target(member));
    targets.any(|target| matches!(target.kind, Kind::Union) && target.traits.has(id::STREAMING))
}
