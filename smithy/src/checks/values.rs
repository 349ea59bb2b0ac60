//! Checks that enum values have the right type and are unique.

use std::collections::HashMap;

use super::{at_member, at_shape};
use crate::diagnostic::Errors;
use crate::model::traits::id;
use crate::model::{Kind, Model, Node, Shape};

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
        let message = match value {
            None => "the member of an `intEnum` has no `smithy.api#enumValue`".to_owned(),
            Some(value) if is_int && integer(value, i32::MIN.into(), i32::MAX.into()).is_none() => {
                format!("`{value}` is no value of an `intEnum`: it must be an integer of 32 bits")
            }
            Some(value) if !is_int && value.as_str().is_none() => {
                format!("`{value}` is no value of an enum: it must be a string")
            }
            Some(value) => match seen.insert(value.to_string(), member) {
                None => continue,
                Some(first) => format!("its value `{value}` is that of `{}`", first.name),
            },
        };
        errors.push(at_member(model, shape, member, message).trait_id(id::ENUM_VALUE));
    }
}

/// Whether the value is in the enum.
pub(super) fn is_enum_value(value: &Node, shape: &Shape) -> bool {
    shape
        .members
        .iter()
        .any(|member| member.traits.get(id::ENUM_VALUE) == Some(value))
}

/// The value as an integer within bounds; `2.0` is accepted.
pub(super) fn integer(value: &Node, least: i64, most: i64) -> Option<i64> {
    let text = value.as_number()?.to_string();
    let text = text
        .split_once('.')
        .filter(|(_, rest)| rest.bytes().all(|b| b == b'0'))
        .map_or(&*text, |(whole, _)| whole);
    text.parse::<i64>()
        .ok()
        .filter(|integer| (least..=most).contains(integer))
}
