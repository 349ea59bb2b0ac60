//! Copies in which every value that the model marks as sensitive is hidden.

use smithgen_runtime::schema::{Member, Schema};

use super::Json;
use crate::params::{Class, class, element};
use crate::value::{Key, Map, Value};

/// What stands for a hidden value.
pub(crate) const HIDDEN: &str = "*** Sensitive Data Redacted ***";

/// Which names the members of a mapping have.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Names {
    /// Those of the model.
    Model,
    /// Those on the wire.
    Wire(Json),
}

/// A copy of `map` for eyes. What the model does not know is hidden too.
pub(crate) fn map(map: &Map, schema: &'static Schema, names: Names) -> Map {
    let mut out = Map::new();
    for (key, value) in map.iter() {
        let member = key
            .as_str()
            .and_then(|name| schema.members().iter().find(|m| names.of(m) == name));
        let shown = match member {
            Some(member) if !member.is_sensitive() && !schema.is_sensitive() => {
                of(value, member.target(), names)
            }
            _ => Value::from(HIDDEN),
        };
        out.insert(key.clone(), shown);
    }
    out
}

impl Names {
    fn of(self, member: &Member) -> &'static str {
        match self {
            Names::Model => member.name(),
            Names::Wire(json) => json.name(member),
        }
    }
}

fn of(value: &Value, schema: &'static Schema, names: Names) -> Value {
    match (class(schema), value) {
        _ if schema.is_sensitive() => Value::from(HIDDEN),
        (Class::Structure, Value::Map(fields)) => Value::Map(map(fields, schema, names)),
        (Class::List, Value::List(items)) => {
            if schema.members().first().is_some_and(Member::is_sensitive) {
                return Value::from(HIDDEN);
            }
            Value::List(
                items
                    .iter()
                    .map(|item| of(item, element(schema), names))
                    .collect(),
            )
        }
        (Class::Map, Value::Map(entries)) => {
            if schema.members().iter().any(Member::is_sensitive) {
                return Value::from(HIDDEN);
            }
            let entries = entries
                .iter()
                .map(|(k, v)| (Key::clone(k), of(v, element(schema), names)));
            Value::Map(Map::from_entries(entries.collect()))
        }
        // A value of another kind than the schema's may be anything.
        (Class::Structure | Class::List | Class::Map, _) => Value::from(HIDDEN),
        (_, Value::Map(_) | Value::List(_)) if class(schema) != Class::Document => {
            Value::from(HIDDEN)
        }
        _ => value.clone(),
    }
}
