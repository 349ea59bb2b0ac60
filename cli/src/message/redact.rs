//! Redacts every value that the model marks as sensitive.

use smithgen_runtime::schema::{Member, Schema};
use smithgen_runtime::url::text_without_userinfo;

use crate::params::words::HIDDEN;
use crate::params::{Class, class, element};
use crate::value::{Key, Map, Value};

/// A redacted copy of `map`, whose members are named as in the model. Members that the model lacks are redacted
/// too.
pub(crate) fn map(map: &Map, schema: &'static Schema) -> Map {
    let mut out = Map::new();
    for (key, value) in map.iter() {
        let member = key
            .as_str()
            .and_then(|name| schema.members().iter().find(|m| m.name() == name));
        let shown = match member {
            Some(member) if !member.is_sensitive() && !schema.is_sensitive() => {
                of(value, member.target())
            }
            _ => Value::from(HIDDEN),
        };
        out.insert(key.clone(), shown);
    }
    out
}

fn of(value: &Value, schema: &'static Schema) -> Value {
    match (class(schema), value) {
        _ if schema.is_sensitive() => Value::from(HIDDEN),
        (Class::Structure, Value::Map(fields)) => Value::Map(map(fields, schema)),
        (Class::List, Value::List(items)) => {
            if schema.members().first().is_some_and(Member::is_sensitive) {
                return Value::from(HIDDEN);
            }
            Value::List(items.iter().map(|item| of(item, element(schema))).collect())
        }
        (Class::Map, Value::Map(entries)) => {
            if schema.members().iter().any(Member::is_sensitive) {
                return Value::from(HIDDEN);
            }
            let entries = entries
                .iter()
                .map(|(k, v)| (Key::clone(k), of(v, element(schema))));
            Value::Map(Map::from_entries(entries.collect()))
        }
        // A value of an unexpected kind may contain anything.
        (Class::Structure | Class::List | Class::Map, _) => Value::from(HIDDEN),
        (_, Value::Map(_) | Value::List(_)) if class(schema) != Class::Document => {
            Value::from(HIDDEN)
        }
        (_, Value::Str(text)) => Value::from(text_without_userinfo(text).into_owned()),
        _ => value.clone(),
    }
}
