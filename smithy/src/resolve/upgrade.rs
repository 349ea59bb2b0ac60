//! Adds Smithy 2.0's `default` traits to files in Smithy 1.x, which implies them.

use crate::model::traits::id;
use crate::model::{Kind, Member, Model, Node, Shape, ShapeId, Trait, Version};

/// Adds the defaults that 1.x implies to shapes and members of structures.
///
/// In 1.x, numbers and booleans that are not boxed are always present, and so are streaming payloads.
pub(super) fn upgrade(model: &mut Model) {
    let mut defaults: Vec<(ShapeId, usize, Node)> = Vec::new();
    for shape in model
        .shapes
        .values()
        .filter(|shape| shape.version == Version::V1)
    {
        if !matches!(shape.kind, Kind::Structure) {
            continue;
        }
        for (number, member) in shape.members.iter().enumerate() {
            let Some(target) = model.shapes.get(&member.target) else {
                continue;
            };
            let boxed = member.traits.has(id::BOX);
            let is_boxed_anyhow = boxed || target.traits.has(id::BOX);
            let implied = implied_default(member, target).filter(|_| !is_boxed_anyhow);
            match implied.filter(|_| !member.traits.has(id::DEFAULT)) {
                Some(value) => defaults.push((shape.id.clone(), number, value)),
                // What is boxed may be absent, whatever default its target has.
                None if boxed => defaults.push((shape.id.clone(), number, Node::Null)),
                None => {}
            }
        }
    }
    model.shapes.change(has_implied_default, |shape| {
        if let Some(value) = zero_value(&shape.kind) {
            shape.traits.set(Trait {
                id: ShapeId::known(id::DEFAULT),
                value,
                location: shape.location,
            });
        }
    });
    for (shape, number, value) in defaults {
        let members = model.shapes.get_mut(&shape).map(|shape| &mut shape.members);
        if let Some(member) = members.and_then(|members| members.iter_mut().nth(number)) {
            member.traits.set(Trait {
                id: ShapeId::known(id::DEFAULT),
                value,
                location: member.location,
            });
        }
    }
}

/// What a member of 1.x is when nothing is sent, unless it is boxed.
fn implied_default(member: &Member, target: &Shape) -> Option<Node> {
    let is_streamed = matches!(target.kind, Kind::Blob) && target.traits.has(id::STREAMING);
    match is_streamed && !member.traits.has(id::REQUIRED) {
        true => Some(Node::String(String::new())),
        false => zero_value(&target.kind),
    }
}

fn has_implied_default(shape: &Shape) -> bool {
    let plain = !shape.traits.has(id::BOX) && !shape.traits.has(id::DEFAULT);
    shape.version == Version::V1 && plain && zero_value(&shape.kind).is_some()
}

/// The implied default of a number or boolean in 1.x.
fn zero_value(kind: &Kind) -> Option<Node> {
    match kind {
        Kind::Boolean => Some(Node::Bool(false)),
        Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::IntEnum
        | Kind::Long
        | Kind::Float
        | Kind::Double => Some(Node::from(0)),
        _ => None,
    }
}
