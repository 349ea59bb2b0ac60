//! Views into serde's data model.

use std::ops::ControlFlow;

use ::serde::ser::{Error, SerializeMap, SerializeSeq};
use ::serde::{Serialize, Serializer};

use crate::limits::SERDE_DEPTH;
use crate::schema::Kind;
use crate::value::serial::{Bytes, Nested};
use crate::view::{List, Map, Ref, Structure};

/// Writes a structure or union.
///
/// # Errors
/// Those of the format; a timestamp that RFC 3339 cannot express; more levels than [`SERDE_DEPTH`].
pub fn serialize<S: Serializer>(value: &impl Structure, serializer: S) -> Result<S::Ok, S::Error> {
    structure(value, SERDE_DEPTH, serializer)
}

fn structure<S: Serializer>(
    value: &dyn Structure,
    depth: u32,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let depth = deeper::<S>(depth)?;
    let schema = value.schema();
    let is_set = |index: &usize| !matches!(value.get(*index), Ref::Unset);
    let set = (0..schema.members.len()).filter(is_set).count();
    let unknown = match schema.kind {
        Kind::Union if set == 0 => value.unknown(),
        _ => None,
    };
    let mut map = serializer.serialize_map(Some(set + usize::from(unknown.is_some())))?;
    for (index, member) in schema.members.iter().enumerate() {
        let value = value.get(index);
        if !matches!(value, Ref::Unset) {
            map.serialize_entry(member.name, &Value { value, depth })?;
        }
    }
    if let Some(tag) = unknown {
        map.serialize_entry(tag, &())?;
    }
    map.end()
}

/// The levels that are left below this one.
fn deeper<S: Serializer>(depth: u32) -> Result<u32, S::Error> {
    depth
        .checked_sub(1)
        .ok_or_else(|| S::Error::custom("nested too deeply"))
}

/// A value of any kind.
struct Value<'a> {
    value: Ref<'a>,
    depth: u32,
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let depth = self.depth;
        match self.value {
            Ref::Unset | Ref::Null => serializer.serialize_none(),
            Ref::Bool(value) => serializer.serialize_bool(value),
            Ref::Int(value) => serializer.serialize_i64(value),
            Ref::Float(value) if value.is_finite() => serializer.serialize_f32(value),
            Ref::Double(value) if value.is_finite() => serializer.serialize_f64(value),
            Ref::Float(value) => serializer.serialize_str(special(value.into())),
            Ref::Double(value) => serializer.serialize_str(special(value)),
            Ref::Str(value) => serializer.serialize_str(value),
            Ref::Blob(value) => Bytes(value).serialize(serializer),
            Ref::Timestamp(value) => value.serialize(serializer),
            Ref::BigInteger(value) => value.serialize(serializer),
            Ref::BigDecimal(value) => value.serialize(serializer),
            Ref::Document(value) => Nested { value, depth }.serialize(serializer),
            Ref::Structure(value) => structure(value, depth, serializer),
            Ref::List(value) => list(value, depth, serializer),
            Ref::Map(value) => map(value, depth, serializer),
            Ref::Stream(_) | Ref::Events(_) => Err(S::Error::custom("a stream is no data")),
            Ref::Untyped(_) => Err(S::Error::custom("a value without a type")),
        }
    }
}

/// What Smithy calls a number that has no digits.
fn special(value: f64) -> &'static str {
    match value {
        f64::INFINITY => "Infinity",
        f64::NEG_INFINITY => "-Infinity",
        _ => "NaN",
    }
}

fn list<S: Serializer>(list: &dyn List, depth: u32, serializer: S) -> Result<S::Ok, S::Error> {
    let depth = deeper::<S>(depth)?;
    let mut items = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        let value = list.get(index);
        items.serialize_element(&Value { value, depth })?;
    }
    items.end()
}

fn map<S: Serializer>(map: &dyn Map, depth: u32, serializer: S) -> Result<S::Ok, S::Error> {
    let depth = deeper::<S>(depth)?;
    let mut entries = serializer.serialize_map(Some(map.len()))?;
    let mut result = Ok(());
    map.visit(&mut |key, value| {
        result = entries.serialize_entry(key, &Value { value, depth });
        match result {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    });
    result?;
    entries.end()
}
