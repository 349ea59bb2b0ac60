//! A command's input as the runtime's dynamic structure.

use smithgen_runtime::dynamic::{self, DynamicList, DynamicMap, DynamicStructure, Typing};
use smithgen_runtime::schema::{Kind, Schema};
use smithgen_runtime::value::{BigDecimal, BigInteger, Blob, Document, Number};

use crate::params::timestamp;
use crate::value::{Int, Map, Value};

/// The structure of the members for which `wanted` holds. Values that do not fit the schema become
/// documents, which are sent as they are.
pub(crate) fn structure(
    map: &Map,
    schema: &'static Schema,
    wanted: &dyn Fn(&smithgen_runtime::schema::Member) -> bool,
) -> DynamicStructure {
    let mut out = DynamicStructure::new(schema, Typing::Loose);
    for (key, value) in map.iter() {
        let Some(index) = key.as_str().and_then(|name| schema.member_index(name)) else {
            continue;
        };
        let Some(member) = schema.members().get(index) else {
            continue;
        };
        if !matches!(value, Value::Null) && wanted(member) {
            out.set(index, convert(value, member.target()));
        }
    }
    out
}

fn convert(value: &Value, schema: &'static Schema) -> dynamic::Value {
    match (schema.kind(), value) {
        (_, Value::Null) => dynamic::Value::Null,
        (Kind::Structure | Kind::Union, Value::Map(map)) => {
            dynamic::Value::Structure(structure(map, schema, &|_| true))
        }
        (Kind::List, Value::List(items)) => {
            let mut list = DynamicList::new(schema, Typing::Loose);
            let item = schema.members().first().map_or(schema, |m| m.target());
            list.items = items.iter().map(|value| convert(value, item)).collect();
            dynamic::Value::List(list)
        }
        (Kind::Map, Value::Map(map)) => {
            let mut out = DynamicMap::new(schema, Typing::Loose);
            let item = schema.members().get(1).map_or(schema, |m| m.target());
            for (key, value) in map.iter() {
                out.set(&key.text(), convert(value, item));
            }
            dynamic::Value::Map(out)
        }
        (Kind::Blob, Value::Bytes(bytes)) => dynamic::Value::Blob(Blob::new(bytes.clone())),
        (Kind::Blob, Value::Str(text)) => dynamic::Value::Blob(Blob::from(text.as_str())),
        (Kind::Timestamp, value) => match timestamp::parse(value) {
            Some(instant) => dynamic::Value::Timestamp(instant),
            None => dynamic::Value::Document(document(value)),
        },
        (Kind::String | Kind::Enum, Value::Str(text)) => dynamic::Value::Str(text.clone()),
        (Kind::Boolean, Value::Bool(flag)) => dynamic::Value::Bool(*flag),
        (Kind::Float | Kind::Double, value) => match value {
            Value::Float(float) => dynamic::Value::Double(*float),
            other => other.as_int().map_or_else(
                || dynamic::Value::Document(document(other)),
                |int| dynamic::Value::Double(int.to_f64()),
            ),
        },
        (
            Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::Long
            | Kind::IntEnum
            | Kind::BigInteger,
            Value::Int(int),
        ) => integer(int),
        (_, other) => dynamic::Value::Document(document(other)),
    }
}

fn integer(int: &Int) -> dynamic::Value {
    match int.as_i64() {
        Some(small) => dynamic::Value::I64(small),
        None => match int.to_string().parse::<BigInteger>() {
            Ok(big) => dynamic::Value::BigInteger(big),
            Err(_) => dynamic::Value::Null,
        },
    }
}

/// Any value as a document.
fn document(value: &Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(flag) => Document::Bool(*flag),
        Value::Int(int) => match int.as_i64() {
            Some(small) => Document::from(small),
            None => match int.to_string().parse::<BigDecimal>() {
                Ok(big) => Document::Number(Number::Big(big)),
                Err(_) => Document::Null,
            },
        },
        Value::Float(float) => Document::from(*float),
        Value::List(items) => Document::Array(items.iter().map(document).collect()),
        Value::Map(map) => Document::Object(
            map.iter()
                .map(|(k, v)| (k.text().into_owned(), document(v)))
                .collect(),
        ),
        other => Document::String(other.to_string()),
    }
}
