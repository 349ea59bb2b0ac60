//! Checks that enum values have the right type and are unique.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::{at_member, at_shape};
use crate::diagnostic::Errors;
use crate::model::traits::id;
use crate::model::{Kind, Member, Model, Node, Shape, ShapeId, integer};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    for shape in model.shapes.values() {
        if matches!(shape.kind, Kind::Enum | Kind::IntEnum) {
            check_enum(model, shape, errors);
        }
    }
}

fn check_enum(model: &Model, shape: &Shape, errors: &mut Errors) {
    if shape.members.is_empty() && !model.broken.contains(&shape.id) {
        errors.push(at_shape(
            model,
            shape,
            shape.location,
            "an enum must have at least one member",
        ));
    }
    let mut seen = HashMap::new();
    for member in &shape.members {
        let value = member.traits.get(id::ENUM_VALUE);
        let is_int = matches!(shape.kind, Kind::IntEnum);
        let message = match (value, enum_value(member, &shape.kind)) {
            (None, _) => "the member of an `intEnum` has no `smithy.api#enumValue`".to_owned(),
            (Some(value), None) if is_int => {
                format!("`{value}` is no value of an `intEnum`: it must be an integer of 32 bits")
            }
            (Some(value), None) => {
                format!("`{value}` is no value of an enum: it must be a string")
            }
            (Some(value), Some(same)) => match seen.insert(same, member) {
                None => continue,
                Some(first) => format!("its value `{value}` is that of `{}`", first.name),
            },
        };
        errors.push(at_member(model, shape, member, message).trait_id(id::ENUM_VALUE));
    }
}

/// What the member of an enum stands for, by which it is told apart from others.
fn enum_value<'m>(member: &'m Member, kind: &Kind) -> Option<Cow<'m, str>> {
    match kind {
        Kind::IntEnum => Some(member.int_value()?.to_string().into()),
        _ => Some(member.traits.text(id::ENUM_VALUE)?.into()),
    }
}

/// The values of enums, each found as often as there are defaults.
#[derive(Default)]
pub(super) struct EnumValues<'m>(HashMap<&'m ShapeId, HashSet<Cow<'m, str>>>);

impl<'m> EnumValues<'m> {
    /// Whether an enum has the value.
    pub(super) fn has(&mut self, value: &Node, shape: &'m Shape) -> bool {
        let values = || {
            let members = shape.members.iter();
            members
                .filter_map(|it| enum_value(it, &shape.kind))
                .collect()
        };
        let values = self.0.entry(&shape.id).or_insert_with(values);
        match (&shape.kind, value) {
            (Kind::IntEnum, value) => {
                integer(value).is_some_and(|number| values.contains(&*number.to_string()))
            }
            (_, Node::String(text)) => values.contains(&**text),
            _ => false,
        }
    }
}

/// The value as an integer within bounds; `2.0` is one.
pub(super) fn within(value: &Node, least: i64, most: i64) -> bool {
    integer(value).is_some_and(|number| (least..=most).contains(&number))
}
