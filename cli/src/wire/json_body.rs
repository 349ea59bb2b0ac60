//! The body of a JSON request, in the order of the input.

use smithgen_runtime::DateTime;
use smithgen_runtime::schema::{Schema, TimestampFormat, Trait};

use super::{Json, is_bound};
use crate::params::{Class, base64, class, element, timestamp};
use crate::value::{Int, Map, Value};

/// The members that go into the body. `None` when the body is not such a structure: a member is the
/// payload as a whole, or none is set.
pub(crate) fn body(input: &Map, schema: &'static Schema, json: Json) -> Option<Value> {
    if json == Json::Rest
        && schema
            .members()
            .iter()
            .any(|m| m.traits().contains(&Trait::HttpPayload))
    {
        return None;
    }
    let bound = |name: &str| {
        json == Json::Rest
            && schema
                .members()
                .iter()
                .any(|m| m.name() == name && is_bound(m))
    };
    let unbound = input
        .iter()
        .filter(|(key, value)| !matches!(value, Value::Null) && !key.as_str().is_some_and(bound));
    let body = Map::from_entries(unbound.map(|(k, v)| (k.clone(), v.clone())).collect());
    (!body.is_empty()).then(|| structure(&body, schema, json))
}

fn structure(map: &Map, schema: &'static Schema, json: Json) -> Value {
    let mut out = Map::new();
    for (key, value) in map.iter() {
        let member = key
            .as_str()
            .and_then(|name| schema.members().iter().find(|m| m.name() == name));
        match member {
            Some(member) => {
                out.insert(
                    json.name(member),
                    write(value, member.target(), member.timestamp_format(), json),
                );
            }
            None => {
                out.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Map(out)
}

fn write(
    value: &Value,
    schema: &'static Schema,
    format: Option<TimestampFormat>,
    json: Json,
) -> Value {
    match (class(schema), value) {
        (Class::Structure, Value::Map(map)) => structure(map, schema, json),
        (Class::List, Value::List(items)) => {
            let format = schema.members().first().and_then(|m| m.timestamp_format());
            Value::List(
                items
                    .iter()
                    .map(|item| write(item, element(schema), format, json))
                    .collect(),
            )
        }
        (Class::Map, Value::Map(map)) => {
            let format = schema.members().last().and_then(|m| m.timestamp_format());
            let entries = map
                .iter()
                .map(|(k, v)| (k.clone(), write(v, element(schema), format, json)));
            Value::Map(Map::from_entries(entries.collect()))
        }
        (Class::Blob, Value::Bytes(bytes)) => Value::from(base64::encode(bytes)),
        (Class::Blob, Value::Str(text)) => Value::from(base64::encode(text.as_bytes())),
        (Class::Timestamp, value) => match timestamp::parse(value) {
            Some(instant) => show(instant, format.unwrap_or(TimestampFormat::EpochSeconds)),
            None => value.clone(),
        },
        _ => value.clone(),
    }
}

/// An instant in a body: the reference writes whole seconds as integers.
fn show(instant: DateTime, format: TimestampFormat) -> Value {
    match format {
        TimestampFormat::EpochSeconds => Value::Int(Int::from(instant.secs())),
        format => Value::from(instant.format(format)),
    }
}
