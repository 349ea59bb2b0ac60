//! The reference's client-side validation: required members, unknown names, types, lower limits.

use smithgen_runtime::schema::{Kind, Schema, Trait};

use super::words;
use super::words::HIDDEN;
use super::{Class, class, element, timestamp};
use crate::errors::Voice;
use crate::value::{Map, Value};

/// Returns one line per fault; empty if the input is valid.
pub(crate) fn validate(input: &Map, schema: &'static Schema, voice: Voice) -> Vec<String> {
    let mut faults = Faults {
        voice,
        list: Vec::new(),
    };
    structure(input, schema, "", schema.is_sensitive(), &mut faults);
    faults.list
}

/// The faults found so far, and whose wording they use.
struct Faults {
    voice: Voice,
    list: Vec<String>,
}

/// A path as shown in messages.
fn shown(path: &str) -> &str {
    match path {
        "" => "input",
        _ => path.strip_prefix('.').unwrap_or(path),
    }
}

fn structure(map: &Map, schema: &'static Schema, path: &str, hidden: bool, faults: &mut Faults) {
    if schema.kind() == Kind::Union {
        one_member(map, schema, path, faults);
    }
    for member in schema.members().iter().filter(|m| m.is_required()) {
        if !map.contains_key(member.name()) {
            faults.list.push(format!(
                "Missing required parameter in {}: \"{}\"",
                shown(path),
                member.name()
            ));
        }
    }
    let known = |key: &crate::value::Key| {
        key.as_str()
            .and_then(|name| schema.members().iter().find(|m| m.name() == name))
    };
    for key in map.keys().filter(|key| known(key).is_none()) {
        faults.list.push(format!(
            "Unknown parameter in {}: \"{key}\", must be one of: {}",
            shown(path),
            names(schema)
        ));
    }
    for (key, value) in map.iter() {
        if let Some(member) = known(key) {
            check(
                value,
                member.target(),
                member.traits(),
                &format!("{path}.{}", member.name()),
                hidden,
                faults,
            );
        }
    }
}

/// A union must have exactly one member.
fn one_member(map: &Map, schema: &Schema, path: &str, faults: &mut Faults) {
    let (names, shown) = (names(schema), shown(path));
    let fault = match (map.len(), faults.voice) {
        (1, _) => return,
        (0, Voice::Reference) => format!(
            "Must set one of the following keys for tagged unionstructure {shown}: {names}."
        ),
        (_, Voice::Reference) => format!(
            "Invalid number of parameters set for tagged union structure {shown}. Can only set one of the following \
             keys: {names}."
        ),
        (0, Voice::Own) => format!("{shown} has to have one of these members: {names}."),
        (count, Voice::Own) => {
            format!("{shown} has {count} members, but can only have one of these: {names}.")
        }
    };
    faults.list.push(fault);
}

fn names(schema: &Schema) -> String {
    schema
        .members()
        .iter()
        .map(|m| m.name())
        .collect::<Vec<_>>()
        .join(", ")
}

fn check(
    value: &Value,
    schema: &'static Schema,
    traits: &[Trait],
    path: &str,
    hidden: bool,
    faults: &mut Faults,
) {
    let hidden = hidden || is_secret(traits) || schema.is_sensitive();
    match (class(schema), value) {
        (Class::Text, Value::Str(_) | Value::Wide(_)) => {
            let length = value.code_points().map_or(0, |points| points.len());
            minimum_length(length, traits, path, faults);
        }
        (Class::Int, Value::Int(_) | Value::Bool(_))
        | (Class::Float, Value::Int(_) | Value::Bool(_) | Value::Float(_)) => {
            minimum(value, traits, path, hidden, faults);
        }
        (Class::Bool, Value::Bool(_))
        | (Class::Blob, Value::Bytes(_) | Value::Str(_) | Value::Wide(_)) => {}
        (Class::Timestamp, value) if timestamp::parse(value).is_some() => {}
        (Class::Document, value) => document(value, path, hidden, faults),
        (Class::Structure, Value::Map(map)) => structure(map, schema, path, hidden, faults),
        (Class::List, Value::List(items)) => {
            minimum_length(items.len(), traits_of(schema, traits), path, faults);
            let traits = schema.members().first().map_or(&[][..], |m| m.traits());
            for (index, item) in items.iter().enumerate() {
                check(
                    item,
                    element(schema),
                    traits,
                    &format!("{path}[{index}]"),
                    hidden,
                    faults,
                );
            }
        }
        (Class::Map, Value::Map(map)) => {
            let traits = |index: usize| schema.members().get(index).map_or(&[][..], |m| m.traits());
            let is_secret_key = schema.members().first().is_some_and(|m| m.is_sensitive());
            for (key, value) in map.iter() {
                let key_shown = match hidden || is_secret_key {
                    true => HIDDEN.to_owned(),
                    false => key.to_string(),
                };
                let name = format!("{path} (key: {key_shown})");
                if let Some(member) = schema.members().first() {
                    check(
                        &key.to_value(),
                        member.target(),
                        traits(0),
                        &name,
                        hidden,
                        faults,
                    );
                }
                check(
                    value,
                    element(schema),
                    traits(1),
                    &format!("{path}.{key_shown}"),
                    hidden,
                    faults,
                );
            }
        }
        (wanted, value) => {
            let hidden = hidden || holds_secrets(schema);
            invalid_type(value, wanted, path, hidden, faults);
        }
    }
}

/// A list's limits are on the list shape itself.
fn traits_of<'a>(schema: &'a Schema, member: &'a [Trait]) -> &'a [Trait] {
    if schema.traits().is_empty() {
        member
    } else {
        schema.traits()
    }
}

fn valid_types(class: Class) -> &'static str {
    match class {
        Class::Text => "<class 'str'>",
        Class::Int => "<class 'int'>",
        Class::Float => "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
        Class::Bool => "<class 'bool'>",
        Class::Blob => "<class 'bytes'>, <class 'bytearray'>, file-like object",
        Class::Timestamp => "<class 'datetime.datetime'>, timestamp-string",
        Class::List => "<class 'list'>, <class 'tuple'>",
        Class::Map | Class::Structure | Class::Document => "<class 'dict'>",
    }
}

fn is_secret(traits: &[Trait]) -> bool {
    traits.contains(&Trait::Sensitive)
}

/// Whether the shape contains anything sensitive. A value of the wrong type is shown whole, so it may contain what
/// was meant to be secret.
fn holds_secrets(schema: &'static Schema) -> bool {
    let mut seen = std::collections::HashSet::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        if schema.is_sensitive() || schema.members().iter().any(|m| is_secret(m.traits())) {
            return true;
        }
        if seen.insert(schema.id()) {
            open.extend(schema.members().iter().map(|m| m.target()));
        }
    }
    false
}

/// A value as shown in messages, unless it is sensitive.
fn shown_value(value: &Value, hidden: bool) -> String {
    match hidden {
        true => HIDDEN.to_owned(),
        false => value.to_string(),
    }
}

fn invalid_type(value: &Value, wanted: Class, path: &str, hidden: bool, faults: &mut Faults) {
    let parameter = shown(path);
    faults.list.push(match faults.voice {
        Voice::Reference => format!(
            "Invalid type for parameter {parameter}, value: {}, type: <class '{}'>, valid types: {}",
            shown_value(value, hidden),
            value.class(),
            valid_types(wanted)
        ),
        Voice::Own => format!(
            "{parameter}: {} is given where {} is expected.",
            words::given(value, hidden),
            words::expected(wanted)
        ),
    });
}

fn document(value: &Value, path: &str, hidden: bool, faults: &mut Faults) {
    match value {
        Value::Map(map) => {
            for (key, value) in map.iter() {
                document(value, &key.text(), hidden, faults);
            }
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                document(item, &format!("{path}[{index}]"), hidden, faults);
            }
        }
        Value::Bytes(_) | Value::Opaque(_) if faults.voice == Voice::Own => {
            invalid_type(value, Class::Document, path, hidden, faults);
        }
        Value::Bytes(_) | Value::Opaque(_) => faults.list.push(format!(
            "Invalid type for document parameter {}, value: {}, type: <class '{}'>, valid types: <class 'str'>, \
             <class 'int'>, <class 'bool'>, <class 'float'>, <class 'list'>, <class 'dict'>",
            shown(path),
            shown_value(value, hidden),
            value.class()
        )),
        _ => {}
    }
}

fn minimum_length(length: usize, traits: &[Trait], path: &str, faults: &mut Faults) {
    let explicit = traits.iter().find_map(|t| match t {
        Trait::Length(bounds) => bounds.min(),
        _ => None,
    });
    // Host labels must not be empty.
    let host_label = traits.contains(&Trait::HostLabel).then_some("1");
    let Some(min) = explicit.or(host_label) else {
        return;
    };
    if min.parse().is_ok_and(|min: usize| length < min) {
        faults.list.push(format!(
            "Invalid length for parameter {}, value: {length}, valid min length: {min}",
            shown(path)
        ));
    }
}

fn minimum(value: &Value, traits: &[Trait], path: &str, hidden: bool, faults: &mut Faults) {
    let min = traits.iter().find_map(|t| match t {
        Trait::Range(bounds) => bounds.min(),
        _ => None,
    });
    let Some((text, limit)) = min.and_then(|text| Some((text, text.parse::<f64>().ok()?))) else {
        return;
    };
    let number = match value {
        Value::Float(float) => *float,
        other => other.as_int().map_or(0.0, |int| int.to_f64()),
    };
    if number < limit {
        faults.list.push(format!(
            "Invalid value for parameter {}, value: {}, valid min value: {text}",
            shown(path),
            shown_value(value, hidden)
        ));
    }
}
