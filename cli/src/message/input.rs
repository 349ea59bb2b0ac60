//! Presents a command's input as a view that keeps the order and the spelling of its values.

use smithgen_runtime::dynamic::{self, DynamicList, DynamicMap, DynamicStructure, Typing};
use smithgen_runtime::schema::{Kind, Schema};
use smithgen_runtime::value::{BigDecimal, Blob, ByteStream, Document, Number, Untyped};
use smithgen_runtime::view::{Ref, Slot, Structure};

use crate::encoding::not_unicode;
use crate::errors::Failure;
use crate::params::timestamp;
use crate::value::{Int, Key, Map, Value};

/// Builds the view. Null members are not sent.
///
/// # Errors
/// 255 if an unvalidated parameter has a name that is not in the model, or if a map's key is not text.
pub(crate) fn view(map: &Map, schema: &'static Schema) -> Result<DynamicStructure, Failure> {
    let mut view = DynamicStructure::new(schema, Typing::Loose);
    for (key, value) in map.iter() {
        let member = key.as_str().and_then(|name| schema.member_index(name));
        let Some((index, member)) = member.and_then(|i| Some((i, schema.members().get(i)?))) else {
            return Err(Failure::general(key.to_value().repr().to_string()));
        };
        if !matches!(value, Value::Null) {
            view.set(index, member_value(value, member.target())?);
        }
    }
    Ok(view)
}

/// A view one of whose members streams.
pub(crate) struct Streaming<'a> {
    inner: &'a DynamicStructure,
    member: usize,
    stream: &'a ByteStream,
    /// Where nothing is ever written.
    unused: Untyped,
}

impl<'a> Streaming<'a> {
    /// The view `inner` with this value of a member.
    pub(crate) fn new(inner: &'a DynamicStructure, member: usize, stream: &'a ByteStream) -> Self {
        Streaming {
            inner,
            member,
            stream,
            unused: Untyped::Null,
        }
    }
}

impl Structure for Streaming<'_> {
    fn schema(&self) -> &'static Schema {
        self.inner.schema()
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match member == self.member {
            true => Ref::Stream(self.stream),
            false => self.inner.get(member),
        }
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Untyped(&mut self.unused)
    }

    fn order(&self) -> Option<&[usize]> {
        self.inner.order()
    }
}

fn member_value(value: &Value, schema: &'static Schema) -> Result<dynamic::Value, Failure> {
    Ok(match (schema.kind(), value) {
        (_, Value::Null) => dynamic::Value::Null,
        (Kind::Structure | Kind::Union, Value::Map(map)) => {
            dynamic::Value::Structure(view(map, schema)?)
        }
        (Kind::List, Value::List(items)) => {
            let mut list = DynamicList::new(schema, Typing::Loose);
            let item = schema.members().first().map_or(schema, |m| m.target());
            let items = items.iter().map(|value| member_value(value, item));
            list.items = items.collect::<Result<_, _>>()?;
            dynamic::Value::List(list)
        }
        (Kind::Map, Value::Map(map)) => {
            let mut out = DynamicMap::new(schema, Typing::Loose);
            let item = schema.members().get(1).map_or(schema, |m| m.target());
            for (key, value) in map.iter() {
                out.set(&map_key(key)?, member_value(value, item)?);
            }
            dynamic::Value::Map(out)
        }
        (Kind::Blob, Value::Bytes(bytes)) => dynamic::Value::Blob(Blob::new(bytes.clone())),
        (Kind::Blob, Value::Str(text)) => dynamic::Value::Blob(Blob::from(text.as_str())),
        (Kind::Document, value) => dynamic::Value::Untyped(untyped(value)),
        (Kind::Timestamp, value) => match timestamp::parse(value) {
            Some(instant) => dynamic::Value::Timestamp(instant),
            None => dynamic::Value::Untyped(untyped(value)),
        },
        (_, Value::Str(text)) => dynamic::Value::Str(text.clone()),
        (Kind::Boolean, Value::Bool(flag)) => dynamic::Value::Bool(*flag),
        // Keep the digits as given: an integer stays one even if the shape is a double.
        (_, value) => dynamic::Value::Untyped(untyped(value)),
    })
}

/// Converts a map's key. No wire format can represent lone surrogates in keys.
fn map_key(key: &Key) -> Result<String, Failure> {
    match key.to_value() {
        Value::Wide(points) => Err(Failure::general(not_unicode(&points))),
        _ => Ok(key.text().into_owned()),
    }
}

/// Converts any value unchanged.
fn untyped(value: &Value) -> Untyped {
    match value {
        Value::Null => Untyped::Null,
        Value::Bool(flag) => Untyped::Bool(*flag),
        Value::Int(int) => integer(int),
        Value::Float(float) => Untyped::Number(Number::Float(*float)),
        Value::Str(text) => Untyped::Text(text.clone()),
        Value::Wide(points) => Untyped::Surrogates(points.clone()),
        Value::Bytes(bytes) => Untyped::Bytes(bytes.clone()),
        Value::List(items) => Untyped::List(items.iter().map(untyped).collect()),
        Value::Map(map) => {
            let entries = map.iter().map(|(k, v)| (text_key(k), untyped(v)));
            Untyped::Map(entries.collect())
        }
        Value::Opaque(opaque) => Untyped::Text(opaque.text.clone()),
    }
}

fn integer(int: &Int) -> Untyped {
    match int.as_i64() {
        Some(small) => Document::from(small).into(),
        // Decimal digits with an optional sign always parse.
        None => match int.to_string().parse::<BigDecimal>() {
            Ok(big) => Untyped::Number(Number::Big(big)),
            Err(_) => Untyped::Null,
        },
    }
}

/// A document's key as Python's `json.dumps` writes it: `true`, not `True`.
fn text_key(key: &Key) -> Untyped {
    match key.to_value() {
        text @ (Value::Str(_) | Value::Wide(_)) => untyped(&text),
        other => Untyped::Text(crate::json::minimal(&other).trim_matches('"').to_owned()),
    }
}
