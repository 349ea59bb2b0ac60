//! Checks that default values are valid for their shapes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::values::{EnumValues, within};
use super::{at_member, at_shape};
use crate::diagnostic::Errors;
use crate::model::timestamp;
use crate::model::traits::{Known, Length, Range, TimestampFormat, Traits, id};
use crate::model::{Kind, Model, Node, Shape, Version};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    let mut values = EnumValues::default();
    for shape in model.shapes.values() {
        if let Some(default) = shape.traits.find(id::DEFAULT)
            && let Some(reason) = unfit(&default.value, &Traits::default(), shape, &mut values)
        {
            let message = format!("its default is {reason}");
            let problem = at_shape(model, shape, default.location, message);
            errors.push(problem.trait_id(id::DEFAULT));
        }
        for member in &shape.members {
            let Some(default) = member.traits.find(id::DEFAULT) else {
                continue;
            };
            let Some(reason) = model
                .target(member)
                .and_then(|target| unfit(&default.value, &member.traits, target, &mut values))
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

/// Why a value is not a valid default for a shape, or for a member with these traits that targets it; `None` if it
/// is. `null` cancels a default and is always valid.
fn unfit<'m>(
    value: &Node,
    own: &Traits,
    shape: &'m Shape,
    values: &mut EnumValues<'m>,
) -> Option<String> {
    let otherwise = match &shape.kind {
        _ if value.is_null() => return None,
        Kind::Enum | Kind::IntEnum => {
            return (!values.has(value, shape))
                .then(|| format!("`{value}`, which is no value of `{}`", shape.id));
        }
        Kind::Timestamp => return no_timestamp(value, effective(own, shape)),
        Kind::Blob if value.is_string() => return no_blob(value, own, shape),
        _ => !is_of_kind(value, &shape.kind),
    };
    if otherwise {
        let allowed = match shape.kind {
            Kind::List | Kind::Map => ", which may only be empty",
            Kind::Document => ", in which lists and objects may only be empty",
            _ => "",
        };
        let (id, kind) = (&shape.id, shape.kind.name());
        return Some(format!("`{value}`, but `{id}` is of type {kind}{allowed}"));
    }
    match value {
        Node::String(text) => wrong_length(value, text.chars().count(), own, shape),
        Node::Number(_) => out_of_range(value, own, shape),
        _ => None,
    }
}

fn is_of_kind(value: &Node, kind: &Kind) -> bool {
    match (kind, value) {
        (Kind::Boolean, Node::Bool(_)) | (Kind::String, Node::String(_)) => true,
        (Kind::Byte, value) => within(value, i8::MIN.into(), i8::MAX.into()),
        (Kind::Short, value) => within(value, i16::MIN.into(), i16::MAX.into()),
        (Kind::Integer, value) => within(value, i32::MIN.into(), i32::MAX.into()),
        (Kind::Long, value) => within(value, i64::MIN, i64::MAX),
        (Kind::BigInteger, Node::Number(number)) => !number.to_string().contains(['.', 'e', 'E']),
        (Kind::Float, value) => is_below(value, f32::MAX.into()),
        (Kind::Double, value) => is_below(value, f64::MAX),
        (Kind::BigDecimal, Node::Number(_)) => true,
        (Kind::Document | Kind::List, Node::Array(elements)) => elements.is_empty(),
        (Kind::Document | Kind::Map, Node::Object(members)) => members.is_empty(),
        (Kind::Document, _) => true,
        _ => false,
    }
}

fn is_below(value: &Node, most: f64) -> bool {
    value.as_f64().is_some_and(|value| value.abs() <= most)
}

/// The member's trait, or else that of its target.
fn effective<T: Known>(own: &Traits, shape: &Shape) -> Option<T> {
    own.read().or_else(|| shape.traits.read())
}

fn no_timestamp(value: &Node, format: Option<TimestampFormat>) -> Option<String> {
    let example = match format {
        None => "write seconds since 1970, or as `\"1985-04-12T23:20:50Z\"`",
        Some(TimestampFormat::EpochSeconds) => "its format is that of seconds since 1970",
        Some(TimestampFormat::DateTime) => "its format is that of `\"1985-04-12T23:20:50Z\"`",
        Some(TimestampFormat::HttpDate) => {
            "its format is that of `\"Fri, 12 Apr 1985 23:20:50 GMT\"`"
        }
    };
    timestamp::instant(value, format)
        .is_none()
        .then(|| format!("`{value}`, which is no timestamp: {example}"))
}

fn no_blob(value: &Node, own: &Traits, shape: &Shape) -> Option<String> {
    let Ok(bytes) = STANDARD.decode(value.as_str().unwrap_or_default()) else {
        return Some(format!("`{value}`, which is not base64"));
    };
    if !bytes.is_empty() && shape.traits.has(id::STREAMING) {
        return Some(format!("`{value}`, but a stream's may only be empty"));
    }
    wrong_length(value, bytes.len(), own, shape)
}

/// Smithy 1.0 implies an empty payload as the default, whatever the length constraint.
fn wrong_length(value: &Node, length: usize, own: &Traits, shape: &Shape) -> Option<String> {
    let bounds = effective::<Length>(own, shape).filter(|_| shape.version == Version::V2)?;
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    let short = bounds.min.is_some_and(|min| length < min);
    let long = bounds.max.is_some_and(|max| length > max);
    (short || long).then(|| format!("`{value}`, whose length is not within its bounds"))
}

/// Zero may be out of range: Smithy 1.0 implies it for numbers that are not boxed.
fn out_of_range(value: &Node, own: &Traits, shape: &Shape) -> Option<String> {
    let range = effective::<Range>(own, shape)?;
    let number = value.as_f64().filter(|number| *number != 0.0)?;
    let whole = |text: String| text.parse::<i128>().ok();
    // Whole numbers are compared exactly; for fractions the last digits do not matter.
    let is_less = |a: &Node, b: &Node| match (whole(a.to_string()), whole(b.to_string())) {
        (Some(a), Some(b)) => a < b,
        _ => a.as_f64() < b.as_f64(),
    };
    let below = range
        .min
        .is_some_and(|min| is_less(value, &Node::Number(min)));
    let above = range
        .max
        .is_some_and(|max| is_less(&Node::Number(max), value));
    (number.is_finite() && (below || above))
        .then(|| format!("`{value}`, which is out of its range"))
}
