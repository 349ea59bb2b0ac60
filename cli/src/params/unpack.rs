//! Converts the words of one argument to the value of its member.

use smithgen_runtime::schema::{Member, Schema, Trait};

use super::paramfile::Unloadable;
use super::typed::{self, Misfit, to_float, to_int};
use super::{Class, class, element, param_error, paramfile, shorthand, words};
use crate::args::Word;
use crate::args::operation::Supplied;
use crate::errors::Failure;
use crate::json;
use crate::params::words::HIDDEN;
use crate::value::{Map, MapClass, Value};

/// Converts the words given for `member`; `name` is the option with its dashes.
///
/// # Errors
/// 252 if the words are not a valid value, 255 where the reference itself fails.
pub(crate) fn unpack(name: &str, member: &Member, supplied: &Supplied) -> Result<Value, Failure> {
    let is_secret = words::is_secret(member.target(), member.traits());
    unpacked(name, member, supplied).map_err(|failure| match failure {
        Failure::Misread(reference, _) if is_secret => {
            words::misread(*reference, name, &[], member.target(), HIDDEN)
        }
        other => other,
    })
}

fn unpacked(name: &str, member: &Member, supplied: &Supplied) -> Result<Value, Failure> {
    match supplied {
        Supplied::Flag(flag) => Ok(flagged(member.target(), *flag)),
        Supplied::One(word) => {
            let value = loaded(name, word)?.unwrap_or_else(|| word.value());
            scalar_or_complex(name, member, value)
        }
        Supplied::Many(words) => {
            if let [word] = words.as_slice()
                && let Some(value) = loaded(name, word)?
            {
                return scalar_or_complex(name, member, value);
            }
            list(name, member, words)
        }
    }
}

/// The value of a flag: a boolean, or a structure of one.
fn flagged(schema: &Schema, flag: bool) -> Value {
    match (class(schema), schema.members()) {
        (Class::Structure, [only]) => {
            let mut map = Map::new();
            map.insert(only.name(), Value::Bool(flag));
            Value::Map(map)
        }
        _ => Value::Bool(flag),
    }
}

/// The content of the file that a word refers to.
pub(crate) fn loaded(name: &str, word: &Word) -> Result<Option<Value>, Failure> {
    match paramfile::load(&word.text()) {
        None => Ok(None),
        Some(Ok(value)) => Ok(Some(value)),
        Some(Err(Unloadable::Parameter(message))) => Err(param_error(name, &message)),
        Some(Err(Unloadable::Failure(message))) => Err(Failure::general(message)),
    }
}

/// Converts the words of a list option.
fn list(name: &str, member: &Member, words: &[Word]) -> Result<Value, Failure> {
    let schema = member.target();
    let values: Vec<Value> = words.iter().map(Word::value).collect();
    let json_like = values
        .first()
        .and_then(Value::as_str)
        .is_some_and(|t| t.trim().starts_with(['[', '{']));
    if !json_like && supports_shorthand(schema) {
        let mut parsed = Vec::with_capacity(words.len());
        for word in words {
            parsed.push(Value::Map(parse_shorthand(name, &word.text())?));
        }
        return fitted(name, Value::List(parsed), schema);
    }
    if let [value] = values.as_slice()
        && value.as_str().is_some_and(|t| t.trim().starts_with('['))
    {
        return parse_json(name, value);
    }
    let first = values.first().cloned().unwrap_or_default();
    let items = values
        .into_iter()
        .map(|value| item(name, element(schema), value, &first));
    Ok(Value::List(items.collect::<Result<_, _>>()?))
}

/// Converts one item. For an invalid number, the reference's message shows the first item, not the offending one.
fn item(
    name: &str,
    schema: &'static Schema,
    value: Value,
    first: &Value,
) -> Result<Value, Failure> {
    match class(schema) {
        Class::Int | Class::Float if to_number(schema, &value).is_err() => {
            let reference = param_error(name, &first.to_string());
            let shown = words::given(&value, schema.is_sensitive());
            Err(words::misread(reference, name, &[], schema, &shown))
        }
        _ => unpack_value(name, schema, &[], value),
    }
}

fn scalar_or_complex(name: &str, member: &Member, value: Value) -> Result<Value, Failure> {
    let schema = member.target();
    if let Some(text) = value.as_str()
        && supports_shorthand(schema)
        && !text.trim().starts_with(['[', '{'])
    {
        if is_value_wrapper(schema) && !text.contains('=') {
            let mut map = Map::new();
            map.insert("Value", value);
            return Ok(Value::Map(map));
        }
        let parsed = Value::Map(parse_shorthand(name, text)?);
        return fitted(name, parsed, schema);
    }
    unpack_value(name, schema, member.traits(), value)
}

/// Whether a structure's only member is a text named `Value`, in which case the key may be omitted.
fn is_value_wrapper(schema: &Schema) -> bool {
    matches!(schema.members(), [only] if only.name() == "Value" && class(only.target()) == Class::Text)
        && class(schema) == Class::Structure
}

fn parse_shorthand(name: &str, text: &str) -> Result<Map, Failure> {
    shorthand::parse(text).map_err(|error| match error {
        shorthand::Error::Syntax(message) => param_error(name, &message),
        shorthand::Error::File(message) => Failure::general(message),
    })
}

fn fitted(name: &str, mut value: Value, schema: &'static Schema) -> Result<Value, Failure> {
    match typed::fit(&mut value, schema) {
        Ok(()) => Ok(value),
        Err(Misfit::Message(message)) => Err(param_error(name, &message)),
        Err(Misfit::Leaf(leaf)) => {
            let path: Vec<&str> = leaf.path.iter().rev().map(String::as_str).collect();
            let reference = Failure::general(leaf.reference);
            Err(words::misread(
                reference,
                name,
                &path,
                leaf.schema,
                &leaf.shown,
            ))
        }
        Err(Misfit::Document) => Err(param_error(
            name,
            "Shorthand syntax does not support document types.",
        )),
    }
}

fn unpack_value(
    name: &str,
    schema: &'static Schema,
    traits: &[Trait],
    value: Value,
) -> Result<Value, Failure> {
    match class(schema) {
        Class::Document => parse_json(name, &value),
        Class::Text if is_json(traits) => parse_json(name, &value),
        Class::Int | Class::Float => to_number(schema, &value).map_err(|reference| {
            let shown = words::given(&value, words::is_secret(schema, traits));
            words::misread(Failure::general(reference), name, &[], schema, &shown)
        }),
        Class::Bool => {
            let falsy = value.as_str().map_or(!value.is_truthy(), |t| {
                t.is_empty() || t.to_lowercase() == "false"
            });
            Ok(Value::Bool(!falsy))
        }
        Class::Blob if traits.contains(&Trait::Streaming) => streamed(name, &value),
        Class::Text | Class::Blob | Class::Timestamp => Ok(value),
        Class::Structure | Class::Map => complex(name, &value),
        Class::List => list_from(name, schema, value),
    }
}

/// Whether a text in a header is any JSON, which is then written in base64.
pub(crate) fn is_json(of_member: &[Trait]) -> bool {
    let is_header = |it: &Trait| matches!(it, Trait::HttpHeader(_));
    of_member.contains(&Trait::MediaType("application/json")) && of_member.iter().any(is_header)
}

fn to_number(schema: &Schema, value: &Value) -> Result<Value, String> {
    match class(schema) {
        Class::Int => to_int(value).map(Value::Int),
        _ => to_float(value).map(Value::Float),
    }
}

/// The content of the file that a streaming blob's value names.
fn streamed(name: &str, value: &Value) -> Result<Value, Failure> {
    let path = value.as_str().map(paramfile::expand).unwrap_or_default();
    if !std::path::Path::new(&path).is_file() {
        return Err(param_error(name, "Blob values must be a path to a file."));
    }
    match paramfile::read_bytes(&path) {
        Ok(bytes) => Ok(Value::Bytes(bytes)),
        Err(error) => Err(Failure::general(paramfile::os_error(&error, &path))),
    }
}

/// Parses a structure or map in JSON.
fn complex(name: &str, value: &Value) -> Result<Value, Failure> {
    match first_character(value)? {
        '{' => parse_json(name, value),
        _ => Err(param_error(name, &format!("Invalid JSON:\n{value}"))),
    }
}

/// Converts a file's content to a list: JSON, or one item per character.
fn list_from(name: &str, schema: &'static Schema, value: Value) -> Result<Value, Failure> {
    let items: Vec<Value> = match &value {
        Value::Str(text) => {
            if first_character(&value)? == '[' {
                return parse_json(name, &value);
            }
            text.chars().map(|c| Value::from(c.to_string())).collect()
        }
        Value::Bytes(bytes) => bytes.iter().map(|&b| Value::from(i64::from(b))).collect(),
        _ => Vec::new(),
    };
    let first = items.first().cloned().unwrap_or_default();
    let items = items
        .into_iter()
        .map(|value| item(name, element(schema), value, &first));
    Ok(Value::List(items.collect::<Result<_, _>>()?))
}

fn first_character(value: &Value) -> Result<char, Failure> {
    match value {
        Value::Str(text) => text
            .trim_start()
            .chars()
            .next()
            .ok_or_else(|| Failure::general("string index out of range")),
        other => Err(Failure::general(format!(
            "'{}' object has no attribute 'lstrip'",
            typed::short_class(other)
        ))),
    }
}

/// Parses JSON with mappings as `OrderedDict`, which is how the reference parses options.
fn parse_json(name: &str, value: &Value) -> Result<Value, Failure> {
    match json::parse_value(value) {
        Ok(parsed) => Ok(ordered(parsed)),
        Err(error) => Err(param_error(
            name,
            &format!("Invalid JSON: {error}\nJSON received: {value}"),
        )),
    }
}

fn ordered(value: Value) -> Value {
    match value {
        Value::List(items) => Value::List(items.into_iter().map(ordered).collect()),
        Value::Map(map) => {
            let entries = map
                .iter()
                .map(|(key, value)| (key.clone(), ordered(value.clone())))
                .collect();
            Value::Map(Map::from_entries(entries).of_class(MapClass::OrderedDict))
        }
        other => other,
    }
}

/// Whether the shape can be written in shorthand: a structure or map, or a list of these, that contains no document
/// in lists or maps.
pub(crate) fn supports_shorthand(schema: &'static Schema) -> bool {
    let complex = |c: Class| matches!(c, Class::List | Class::Map | Class::Structure);
    !contains_document(schema)
        && match class(schema) {
            Class::List => complex(class(element(schema))),
            other => complex(other),
        }
}

fn contains_document(schema: &'static Schema) -> bool {
    match class(schema) {
        Class::Document => true,
        Class::List | Class::Map => contains_document(element(schema)),
        _ => false,
    }
}
