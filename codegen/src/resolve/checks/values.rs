//! Whether the values that a model states, of enums and as defaults, are values of their shapes.

use std::collections::HashMap;

use super::{at_member, at_shape};
use crate::error::Errors;
use crate::model::traits::id;
use crate::model::{Kind, Model, Node, Shape};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    for shape in model.shapes.values() {
        if matches!(shape.kind, Kind::Enum | Kind::IntEnum) {
            check_enum(model, shape, errors);
        }
        if let Some(default) = shape.traits.find(id::DEFAULT)
            && let Some(reason) = unfit(&default.value, shape)
        {
            let problem = at_shape(
                model,
                shape,
                default.location,
                format!("its default is {reason}"),
            );
            errors.push(problem.trait_id(id::DEFAULT));
        }
        for member in &shape.members {
            let Some(default) = member.traits.find(id::DEFAULT) else {
                continue;
            };
            let Some(reason) = model
                .target(member)
                .and_then(|target| unfit(&default.value, target))
            else {
                continue;
            };
            let problem = at_member(model, shape, member, format!("its default is {reason}"));
            errors.push(
                problem
                    .at(model.place(default.location))
                    .trait_id(id::DEFAULT),
            );
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

/// Why a value cannot be the default of a shape; `None` when it can. `null` cancels a default and always fits.
fn unfit(value: &Node, shape: &Shape) -> Option<String> {
    let fits = match (&shape.kind, value) {
        (_, Node::Null) => true,
        (Kind::Boolean, Node::Bool(_)) | (Kind::String | Kind::Blob, Node::String(_)) => true,
        (Kind::Byte, value) => integer(value, i8::MIN.into(), i8::MAX.into()).is_some(),
        (Kind::Short, value) => integer(value, i16::MIN.into(), i16::MAX.into()).is_some(),
        (Kind::Integer, value) => integer(value, i32::MIN.into(), i32::MAX.into()).is_some(),
        (Kind::Long, value) => integer(value, i64::MIN, i64::MAX).is_some(),
        (Kind::BigInteger, Node::Number(number)) => !number.to_string().contains(['.', 'e', 'E']),
        (Kind::Float | Kind::Double | Kind::BigDecimal, Node::Number(_)) => true,
        (Kind::Timestamp, Node::Number(_) | Node::String(_)) => true,
        (Kind::Enum | Kind::IntEnum, value) => {
            return (!is_enum_value(value, shape))
                .then(|| format!("`{value}`, which is no value of `{}`", shape.id));
        }
        (Kind::Document, Node::Array(elements)) => elements.is_empty(),
        (Kind::Document, Node::Object(members)) => members.is_empty(),
        (Kind::Document, _) => true,
        (Kind::List, Node::Array(elements)) => elements.is_empty(),
        (Kind::Map, Node::Object(members)) => members.is_empty(),
        _ => false,
    };
    let allowed = match shape.kind {
        Kind::List | Kind::Map => ", which may only be empty",
        _ => "",
    };
    (!fits).then(|| {
        format!(
            "`{value}`, but `{}` is of type {}{allowed}",
            shape.id,
            shape.kind.name()
        )
    })
}

fn is_enum_value(value: &Node, shape: &Shape) -> bool {
    shape
        .members
        .iter()
        .any(|member| member.traits.get(id::ENUM_VALUE) == Some(value))
}

/// The value as an integer within bounds; `2.0` is one.
fn integer(value: &Node, least: i64, most: i64) -> Option<i64> {
    let text = value.as_number()?.to_string();
    let text = text
        .split_once('.')
        .filter(|(_, rest)| rest.bytes().all(|b| b == b'0'))
        .map_or(&*text, |(whole, _)| whole);
    text.parse::<i64>()
        .ok()
        .filter(|integer| (least..=most).contains(integer))
}
