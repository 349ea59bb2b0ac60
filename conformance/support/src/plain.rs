//! Values as JSON by the names of the model: blobs in base64, instants as text in seconds since 1970, large numbers as
//! text.

use serde_json::{Map as Object, Number as JsonNumber, Value};
use smithgen_runtime::{Document, Number, Ref, Structure, TimestampFormat};

use crate::case::encode;

/// The members that are set; streams as far as they are in memory, without events.
pub(crate) fn json(value: &dyn Structure) -> Value {
    let mut members = Object::new();
    for (index, member) in value.schema().members().iter().enumerate() {
        if let Some(value) = one(value.get(index)) {
            members.insert(member.name().to_owned(), value);
        }
    }
    Value::Object(members)
}

fn one(value: Ref<'_>) -> Option<Value> {
    Some(match value {
        Ref::Unset | Ref::Events(_) | Ref::Untyped(_) => return None,
        Ref::Null => Value::Null,
        Ref::Bool(value) => value.into(),
        Ref::Int(value) => value.into(),
        Ref::Float(value) => float(value.into(), &value.to_string()),
        Ref::Double(value) => float(value, &value.to_string()),
        Ref::Str(value) => value.into(),
        Ref::Blob(value) => encode(value).into(),
        Ref::Stream(value) => encode(&value.as_bytes().unwrap_or_default()).into(),
        Ref::Timestamp(value) => value.format(TimestampFormat::EpochSeconds).into(),
        Ref::BigInteger(value) => value.as_str().into(),
        Ref::BigDecimal(value) => value.as_str().into(),
        Ref::Document(value) => document(value),
        Ref::Structure(value) => json(value),
        Ref::List(list) => {
            let items = (0..list.len()).filter_map(|index| one(list.get(index)));
            Value::Array(items.collect())
        }
        Ref::Map(map) => {
            let entries = map.entries().into_iter();
            let entries = entries.filter_map(|(key, value)| Some((key.to_owned(), one(value)?)));
            Value::Object(entries.collect())
        }
    })
}

/// A number by the digits that its type has, or its name.
fn float(value: f64, digits: &str) -> Value {
    match value.is_finite() {
        true => digits
            .parse::<JsonNumber>()
            .map_or(Value::Null, Value::Number),
        false => digits.into(),
    }
}

fn document(value: &Document) -> Value {
    match value {
        Document::Null => Value::Null,
        Document::Bool(value) => (*value).into(),
        Document::String(text) => text.as_str().into(),
        Document::Number(Number::Int(value)) => (*value).into(),
        Document::Number(Number::Uint(value)) => (*value).into(),
        Document::Number(Number::Float(value)) => (*value).into(),
        Document::Number(Number::Big(value)) => value.as_str().into(),
        Document::Array(items) => items.iter().map(document).collect(),
        Document::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| (name.clone(), document(value)));
            Value::Object(members.collect())
        }
    }
}
