//! Converts a response to the command's result, as the reference shows it.

use bytes::Bytes;
use smithgen_runtime::dynamic::{self, DynamicStructure, Typing};
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::{Kind, Member, Schema, Trait};
use smithgen_runtime::value::{Number, Untyped};

use super::recoded;
use crate::errors::Failure;
use crate::json;
use crate::params::typed::{short_class, to_float, to_int};
use crate::params::{Class, base64, class, element, timestamp};
use crate::table::Recoded;
use crate::value::{Int, Key, Map, Value};

/// How timestamps in a response are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Timestamps {
    /// `2024-01-02T03:04:05+00:00`.
    #[default]
    Iso8601,
    /// Unchanged.
    Wire,
}

/// Reads the members of `schema`, an output or an error, whatever their actual types are.
///
/// # Errors
/// 255 if the message cannot be read at all.
pub(crate) fn read(
    operation: &OperationSpec,
    schema: &'static Schema,
    response: &http::Response<Bytes>,
) -> Result<DynamicStructure, Failure> {
    let mut view = DynamicStructure::new(schema, Typing::Loose);
    let protocol = operation.service().protocol();
    let decoded = match std::ptr::eq(schema, operation.output()) {
        true => protocol.decode_response(operation, response, &mut view),
        false => protocol.decode_error(operation, response, &mut view),
    };
    match decoded {
        Ok(()) => Ok(view),
        // For invalid UTF-8, the reference names the offending bytes.
        Err(error) => Err(Failure::general(match json::decode_utf8(response.body()) {
            Err(not_text) => not_text.to_string(),
            Ok(_) => error.to_string(),
        })),
    }
}

/// Builds the result, with members in model order.
///
/// # Errors
/// 255 with Python's message if a value's type does not match its schema.
pub(crate) fn result(
    operation: &OperationSpec,
    view: &DynamicStructure,
    timestamps: Timestamps,
    recoded: &'static [Recoded],
) -> Result<Map, Failure> {
    let reader = Reader {
        recoded,
        converts: operation.service().protocol().uses_http_bindings(),
        timestamps,
    };
    match reader.structure(view)? {
        Value::Map(map) if reader.converts => Ok(headers_first(map, operation.output())),
        Value::Map(map) => Ok(map),
        other => Err(is_not(&other, "iterable")),
    }
}

/// The reference reads status and headers before the body.
fn headers_first(mut map: Map, output: &Schema) -> Map {
    let is_beside_body = |member: &&Member| {
        member.traits().iter().any(|it| {
            matches!(
                it,
                Trait::HttpHeader(_) | Trait::HttpPrefixHeaders(_) | Trait::HttpResponseCode
            )
        })
    };
    let mut sorted = Map::new();
    for member in output.members().iter().filter(is_beside_body) {
        if let Some(value) = map.remove(member.name()) {
            sorted.insert(member.name(), value);
        }
    }
    for (key, value) in map.iter() {
        sorted.insert(key.clone(), value.clone());
    }
    sorted
}

struct Reader {
    /// Texts that are shown in another form.
    recoded: &'static [Recoded],
    /// Whether any value is converted to a number or boolean. The reference does so if the protocol has HTTP
    /// bindings, where values may arrive as header text.
    converts: bool,
    timestamps: Timestamps,
}

impl Reader {
    fn structure(&self, view: &DynamicStructure) -> Result<Value, Failure> {
        match view.found() {
            None => {}
            Some(Untyped::Null) => return Ok(Value::Null),
            Some(found) => return Err(has_no(&value(found), "get")),
        }
        let schema = smithgen_runtime::Structure::schema(view);
        let is_set = |value: &&dynamic::Value| !is_null(value);
        if schema.kind() == Kind::Union {
            let known = view.iter().filter(|(_, value)| is_set(value)).count();
            match (known, view.unknown_tags()) {
                (1, []) => {}
                (0, [tag]) => return Ok(unknown_member(tag)),
                _ => {
                    return Err(Failure::general(format!(
                        "Invalid service response: {} must have one and only one member set.",
                        schema.name()
                    )));
                }
            }
        }
        let mut result = Map::new();
        for (index, member) in schema.members().iter().enumerate() {
            if let Some(value) = view.value(index).filter(is_set) {
                let value = self.value(value, member.target())?;
                let found = self.recoded.iter();
                let mut found = found.filter(|it| std::ptr::eq(it.schema, schema));
                let value = match found.find(|it| it.member == index) {
                    Some(it) => recoded::decode(value, it.coding),
                    None => value,
                };
                result.insert(member.name(), value);
            }
        }
        Ok(Value::Map(result))
    }

    fn value(&self, value: &dynamic::Value, schema: &'static Schema) -> Result<Value, Failure> {
        match value {
            dynamic::Value::Structure(view) => self.structure(view),
            dynamic::Value::List(list) => match list.found() {
                Some(found) => self.simple(found, schema),
                None => {
                    let items = list.items.iter();
                    let items = items.map(|item| self.value(item, element(schema)));
                    Ok(Value::List(items.collect::<Result<_, _>>()?))
                }
            },
            dynamic::Value::Map(map) => match map.found() {
                Some(found) => self.simple(found, schema),
                None => {
                    let mut result = Map::new();
                    for (key, value) in map.iter() {
                        result.insert(key, self.value(value, element(schema))?);
                    }
                    Ok(Value::Map(result))
                }
            },
            dynamic::Value::Untyped(found) => self.simple(found, schema),
            // Only nulls in lists and maps remain: all other values of a loose view are untyped or aggregates.
            _ => self.simple(&Untyped::Null, schema),
        }
    }

    /// Converts anything that is not a structure, list or map, whether or not one is expected.
    fn simple(&self, found: &Untyped, schema: &'static Schema) -> Result<Value, Failure> {
        let plain = value(found);
        match class(schema) {
            Class::Structure if found.is_null() => Ok(Value::Null),
            Class::Structure => Err(has_no(&plain, "get")),
            Class::List => {
                let items = iterate(found).ok_or_else(|| is_not(&plain, "iterable"))?;
                let items = items.iter().map(|item| self.simple(item, element(schema)));
                Ok(Value::List(items.collect::<Result<_, _>>()?))
            }
            Class::Map => Err(has_no(&plain, "items")),
            Class::Int if self.converts => to_int(&plain).map(Value::Int).map_err(Failure::general),
            Class::Float if self.converts => {
                to_float(&plain).map(Value::Float).map_err(Failure::general)
            }
            Class::Bool if self.converts => boolean(&plain),
            Class::Timestamp => self.timestamp(plain),
            _ => Ok(plain),
        }
    }

    /// # Errors
    /// 255 for what is no time, or later than Python knows.
    fn timestamp(&self, plain: Value) -> Result<Value, Failure> {
        match (self.timestamps, timestamp::parse(&plain)) {
            (Timestamps::Iso8601, Some(instant)) => Ok(iso8601(instant)),
            (Timestamps::Wire, _) => Ok(plain),
            (Timestamps::Iso8601, None) => Err(Failure::general(match plain.as_str() {
                Some(text) => {
                    format!("Invalid timestamp \"{text}\": Unknown string format: {text}")
                }
                None => format!("Invalid timestamp \"{}\"", plain.repr()),
            })),
        }
    }
}

fn is_null(value: &dynamic::Value) -> bool {
    match value {
        dynamic::Value::Untyped(found) => found.is_null(),
        dynamic::Value::Structure(view) => view.found().is_some_and(Untyped::is_null),
        dynamic::Value::List(list) => list.found().is_some_and(Untyped::is_null),
        dynamic::Value::Map(map) => map.found().is_some_and(Untyped::is_null),
        _ => false,
    }
}

fn has_no(value: &Value, attribute: &str) -> Failure {
    Failure::general(format!(
        "'{}' object has no attribute '{attribute}'",
        short_class(value)
    ))
}

fn is_not(value: &Value, what: &str) -> Failure {
    Failure::general(format!("'{}' object is not {what}", short_class(value)))
}

/// The value shown for a union member that is not in the model.
fn unknown_member(tag: &str) -> Value {
    let mut name = Map::new();
    name.insert("name", Value::from(tag));
    let mut result = Map::new();
    result.insert("SDK_UNKNOWN_MEMBER", Value::Map(name));
    Value::Map(result)
}

/// What Python iterates over: items, characters, keys.
fn iterate(found: &Untyped) -> Option<Vec<Untyped>> {
    match found {
        Untyped::List(items) => Some(items.clone()),
        Untyped::Text(text) => {
            let character = |c: char| Untyped::Text(c.to_string());
            Some(text.chars().map(character).collect())
        }
        Untyped::Map(entries) => Some(entries.iter().map(|(key, _)| key.clone()).collect()),
        _ => None,
    }
}

fn boolean(value: &Value) -> Result<Value, Failure> {
    match value {
        Value::Bool(flag) => Ok(Value::Bool(*flag)),
        Value::Str(text) => Ok(Value::Bool(text.eq_ignore_ascii_case("true"))),
        other => Err(has_no(other, "lower")),
    }
}

/// The instant in the format of Python's `isoformat`: `2024-01-02T03:04:05.678000+00:00`.
fn iso8601(instant: smithgen_runtime::DateTime) -> Value {
    let time = instant.secs().rem_euclid(86_400);
    let (year, month, day) = instant.date();
    let micros = instant.subsec_nanos() / 1000;
    let fraction = if micros == 0 {
        String::new()
    } else {
        format!(".{micros:06}")
    };
    Value::from(format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}{fraction}+00:00",
        time / 3600,
        time / 60 % 60,
        time % 60
    ))
}

/// Converts a message's value; bytes become base64.
pub(crate) fn value(found: &Untyped) -> Value {
    match found {
        Untyped::Null => Value::Null,
        Untyped::Bool(flag) => Value::Bool(*flag),
        Untyped::Number(number) => self::number(number),
        Untyped::Text(text) => Value::from(text.as_str()),
        Untyped::Surrogates(points) => Value::Wide(points.clone()),
        Untyped::Bytes(bytes) => Value::from(base64::encode(bytes)),
        Untyped::List(items) => Value::List(items.iter().map(value).collect()),
        Untyped::Map(entries) => {
            let entry = |(key, found): &(Untyped, Untyped)| (Key::from(value(key)), value(found));
            Value::Map(Map::from_entries(entries.iter().map(entry).collect()))
        }
    }
}

fn number(number: &Number) -> Value {
    match number {
        Number::Int(int) => Value::from(*int),
        Number::Uint(int) => Int::from_decimal(&int.to_string()).map_or(Value::Null, Value::Int),
        Number::Float(float) => Value::from(*float),
        Number::Big(big) => Int::from_decimal(big.as_str()).map_or_else(
            || Value::from(big.as_str().parse::<f64>().unwrap_or(f64::NAN)),
            Value::Int,
        ),
    }
}
