//! A successful response becomes the command's result.

use std::time::Duration;

use bytes::Bytes;
use smithgen_runtime::Structure as _;
use smithgen_runtime::dynamic::{self, DynamicStructure, Typing};
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::{Kind, Member, Schema, TimestampFormat, Trait};
use smithgen_runtime::value::{Document, Number};

use super::{Json, is_bound, json};
use crate::errors::Failure;
use crate::json as json_text;
use crate::params::typed::{short_class, to_float, to_int};
use crate::params::{Class, base64, class, element, timestamp};
use crate::value::{Int, Map, Value};

/// How instants of a response are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Timestamps {
    /// `2024-01-02T03:04:05+00:00`.
    #[default]
    Iso8601,
    /// As they came.
    Wire,
}

/// Reads the members of `schema`, an output or an error.
///
/// # Errors
/// 255, in the words of the reference's interpreter, when the body's shape is not the schema's.
pub(crate) fn read(
    operation: &OperationSpec,
    schema: &'static Schema,
    response: &http::Response<Bytes>,
    timestamps: Timestamps,
) -> Result<Map, Failure> {
    let Some(json) = json(operation) else {
        return read_runtime(operation, schema, response, timestamps);
    };
    let reader = Reader { json, timestamps };
    let mut result = Map::new();
    let bound = json == Json::Rest && schema.members().iter().any(is_bound);
    if bound {
        reader.bindings(schema, response, &mut result)?;
        if let Some(member) = schema
            .members()
            .iter()
            .find(|m| m.traits().contains(&Trait::HttpPayload))
        {
            reader.payload(member, response, &mut result)?;
            return Ok(result);
        }
    }
    let body = parse_body(response.body())?;
    match reader.structure(&body, schema, bound)? {
        Value::Map(map) => {
            for (key, value) in map.iter() {
                result.insert(key.clone(), value.clone());
            }
            Ok(result)
        }
        other => Err(Failure::general(format!(
            "'{}' object is not iterable",
            short_class(&other)
        ))),
    }
}

/// The body as JSON: nothing for an empty one, and what is no JSON is a message.
///
/// # Errors
/// 255 for bytes that are not UTF-8.
pub(crate) fn parse_body(body: &[u8]) -> Result<Value, Failure> {
    if body.is_empty() {
        return Ok(Value::Map(Map::new()));
    }
    let text = json_text::decode_utf8(body).map_err(|error| Failure::general(error.to_string()))?;
    Ok(json_text::parse(text).unwrap_or_else(|_| {
        let mut map = Map::new();
        map.insert("message", Value::from(text));
        Value::Map(map)
    }))
}

struct Reader {
    json: Json,
    timestamps: Timestamps,
}

impl Reader {
    fn structure(
        &self,
        value: &Value,
        schema: &'static Schema,
        skip_bound: bool,
    ) -> Result<Value, Failure> {
        let map = match value {
            Value::Map(map) => map,
            Value::Null => return Ok(Value::Null),
            other => {
                return Err(Failure::general(format!(
                    "'{}' object has no attribute 'get'",
                    short_class(other)
                )));
            }
        };
        if schema.kind() == Kind::Union
            && let Some(unknown) = self.unknown_tag(map, schema)?
        {
            return Ok(unknown);
        }
        let mut result = Map::new();
        for member in schema
            .members()
            .iter()
            .filter(|m| !(skip_bound && is_bound(m)))
        {
            match map.get(self.json.name(member)) {
                None | Some(Value::Null) => {}
                Some(value) => {
                    result.insert(member.name(), self.member(value, member)?);
                }
            }
        }
        Ok(Value::Map(result))
    }

    /// What a union with a tag that the model does not know is shown as.
    ///
    /// # Errors
    /// 255 when not exactly one member is set.
    fn unknown_tag(&self, map: &Map, schema: &Schema) -> Result<Option<Value>, Failure> {
        let mut set = map
            .iter()
            .filter(|(key, value)| key.as_str() != Some("__type") && !matches!(value, Value::Null));
        let (Some((tag, _)), None) = (set.next(), set.next()) else {
            return Err(Failure::general(format!(
                "Invalid service response: {} must have one and only one member set.",
                schema.name()
            )));
        };
        let is_tag = |m: &Member| Some(self.json.name(m)) == tag.as_str();
        Ok((!schema.members().iter().any(is_tag)).then(|| unknown_member(tag.to_value())))
    }

    fn member(&self, value: &Value, member: &Member) -> Result<Value, Failure> {
        self.value(value, member.target())
    }

    fn value(&self, value: &Value, schema: &'static Schema) -> Result<Value, Failure> {
        match class(schema) {
            Class::Structure => self.structure(value, schema, false),
            Class::List => {
                let items = iterate(value)?;
                let items = items.iter().map(|item| self.value(item, element(schema)));
                Ok(Value::List(items.collect::<Result<_, _>>()?))
            }
            Class::Map => {
                let Value::Map(map) = value else {
                    return Err(Failure::general(format!(
                        "'{}' object has no attribute 'items'",
                        short_class(value)
                    )));
                };
                let mut result = Map::new();
                for (key, value) in map.iter() {
                    result.insert(key.clone(), self.value(value, element(schema))?);
                }
                Ok(Value::Map(result))
            }
            Class::Int if self.json == Json::Rest => {
                to_int(value).map(Value::Int).map_err(Failure::general)
            }
            Class::Float if self.json == Json::Rest => {
                to_float(value).map(Value::Float).map_err(Failure::general)
            }
            Class::Bool if self.json == Json::Rest => boolean(value),
            Class::Timestamp => Ok(self.timestamp(value)),
            _ => Ok(value.clone()),
        }
    }

    fn timestamp(&self, value: &Value) -> Value {
        match (self.timestamps, timestamp::parse(value)) {
            (Timestamps::Iso8601, Some(instant)) => iso8601(instant),
            _ => value.clone(),
        }
    }

    /// Members that come from headers and the status.
    fn bindings(
        &self,
        schema: &'static Schema,
        response: &http::Response<Bytes>,
        result: &mut Map,
    ) -> Result<(), Failure> {
        for member in schema.members() {
            for binding in member.traits() {
                match binding {
                    Trait::HttpResponseCode => {
                        result.insert(
                            member.name(),
                            Value::from(i64::from(response.status().as_u16())),
                        );
                    }
                    Trait::HttpHeader(name) => {
                        if let Some(text) = header(response, name) {
                            result.insert(member.name(), self.header(&text, member)?);
                        }
                    }
                    Trait::HttpPrefixHeaders(prefix) => {
                        result.insert(member.name(), prefixed(response, prefix));
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn header(&self, text: &str, member: &Member) -> Result<Value, Failure> {
        let media_type = member
            .traits()
            .iter()
            .any(|t| matches!(t, Trait::MediaType(_)));
        match class(member.target()) {
            Class::List => {
                let items = text
                    .split(',')
                    .map(|item| Value::from(item.trim()))
                    .collect();
                self.member(&Value::List(items), member)
            }
            Class::Text if media_type => {
                match base64::decode(text).and_then(|b| String::from_utf8(b).ok()) {
                    Some(text) => Ok(json_text::parse(&text).unwrap_or(Value::Str(text))),
                    None => Ok(Value::from(text)),
                }
            }
            _ => self.member(&Value::from(text), member),
        }
    }

    /// The member that is the whole body.
    fn payload(
        &self,
        member: &Member,
        response: &http::Response<Bytes>,
        result: &mut Map,
    ) -> Result<(), Failure> {
        let body = response.body();
        let value = match class(member.target()) {
            Class::Blob => Value::from(base64::encode(body)),
            Class::Text => {
                let text =
                    json_text::decode_utf8(body).map_err(|e| Failure::general(e.to_string()))?;
                Value::from(text)
            }
            _ => self.member(&parse_body(body)?, member)?,
        };
        result.insert(member.name(), value);
        Ok(())
    }
}

/// How a member of a union is shown that is newer than the model.
fn unknown_member(tag: Value) -> Value {
    let mut name = Map::new();
    name.insert("name", tag);
    let mut result = Map::new();
    result.insert("SDK_UNKNOWN_MEMBER", Value::Map(name));
    Value::Map(result)
}

/// What Python iterates over: items, characters, keys.
fn iterate(value: &Value) -> Result<Vec<Value>, Failure> {
    match value {
        Value::List(items) => Ok(items.clone()),
        Value::Str(text) => Ok(text.chars().map(|c| Value::from(c.to_string())).collect()),
        Value::Map(map) => Ok(map.keys().map(crate::value::Key::to_value).collect()),
        other => Err(Failure::general(format!(
            "'{}' object is not iterable",
            short_class(other)
        ))),
    }
}

fn boolean(value: &Value) -> Result<Value, Failure> {
    match value {
        Value::Bool(flag) => Ok(Value::Bool(*flag)),
        Value::Str(text) => Ok(Value::Bool(text.eq_ignore_ascii_case("true"))),
        other => Err(Failure::general(format!(
            "'{}' object has no attribute 'lower'",
            short_class(other)
        ))),
    }
}

fn header(response: &http::Response<Bytes>, name: &str) -> Option<String> {
    let values: Vec<_> = response
        .headers()
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect();
    (!values.is_empty()).then(|| values.join(", "))
}

fn prefixed(response: &http::Response<Bytes>, prefix: &str) -> Value {
    let prefix = prefix.to_ascii_lowercase();
    let mut map = Map::new();
    for (name, value) in response.headers() {
        if let Some(rest) = name.as_str().strip_prefix(&prefix) {
            map.insert(
                rest,
                Value::from(String::from_utf8_lossy(value.as_bytes()).into_owned()),
            );
        }
    }
    Value::Map(map)
}

/// `2024-01-02T03:04:05.678000+00:00`, as Python's `isoformat`.
fn iso8601(instant: smithgen_runtime::DateTime) -> Value {
    let time = Duration::from_secs(u64::try_from(instant.secs().rem_euclid(86_400)).unwrap_or(0))
        .as_secs();
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

/// The other protocols, through the runtime's codecs.
fn read_runtime(
    operation: &OperationSpec,
    schema: &'static Schema,
    response: &http::Response<Bytes>,
    timestamps: Timestamps,
) -> Result<Map, Failure> {
    let mut output = DynamicStructure::new(schema, Typing::Loose);
    let protocol = operation.service.protocol;
    let decoded = if std::ptr::eq(schema, operation.output) {
        protocol.decode_response(operation, response, &mut output)
    } else {
        protocol.decode_error(operation, response, &mut output)
    };
    decoded.map_err(|error| Failure::general(error.to_string()))?;
    let mut result = Map::new();
    // Model order, whatever the message's.
    for (index, member) in schema.members().iter().enumerate() {
        if let Some(value) = output.value(index) {
            result.insert(member.name(), from_dynamic(value, timestamps));
        }
    }
    Ok(result)
}

fn from_dynamic(value: &dynamic::Value, timestamps: Timestamps) -> Value {
    use dynamic::Value as Dynamic;
    match value {
        Dynamic::Null => Value::Null,
        Dynamic::Bool(flag) => Value::Bool(*flag),
        Dynamic::I8(int) => Value::from(i64::from(*int)),
        Dynamic::I16(int) => Value::from(i64::from(*int)),
        Dynamic::I32(int) => Value::from(i64::from(*int)),
        Dynamic::I64(int) => Value::from(*int),
        Dynamic::Float(float) => Value::from(f64::from(*float)),
        Dynamic::Double(float) => Value::from(*float),
        Dynamic::Str(text) => Value::from(text.as_str()),
        Dynamic::Blob(blob) => Value::from(base64::encode(blob)),
        Dynamic::Timestamp(instant) => match timestamps {
            Timestamps::Iso8601 => iso8601(*instant),
            Timestamps::Wire => Value::from(instant.format(TimestampFormat::DateTime)),
        },
        Dynamic::BigInteger(big) => Int::from_decimal(big.as_str()).map_or(Value::Null, Value::Int),
        Dynamic::BigDecimal(big) => Value::from(big.as_str().parse::<f64>().unwrap_or(f64::NAN)),
        Dynamic::Document(document) => from_document(document),
        Dynamic::Structure(structure) => {
            if let Some(tag) = structure.unknown() {
                return unknown_member(Value::from(tag));
            }
            let mut map = Map::new();
            for (name, value) in structure.iter() {
                map.insert(name, from_dynamic(value, timestamps));
            }
            Value::Map(map)
        }
        Dynamic::List(list) => Value::List(
            list.items
                .iter()
                .map(|v| from_dynamic(v, timestamps))
                .collect(),
        ),
        Dynamic::Map(entries) => {
            let mut map = Map::new();
            for (key, value) in entries.iter() {
                map.insert(key, from_dynamic(value, timestamps));
            }
            Value::Map(map)
        }
    }
}

/// A document as a value.
pub(crate) fn from_document(document: &Document) -> Value {
    match document {
        Document::Null => Value::Null,
        Document::Bool(flag) => Value::Bool(*flag),
        Document::Number(Number::Int(int)) => Value::from(*int),
        Document::Number(Number::Uint(int)) => {
            Int::from_decimal(&int.to_string()).map_or(Value::Null, Value::Int)
        }
        Document::Number(Number::Float(float)) => Value::from(*float),
        Document::Number(Number::Big(big)) => Int::from_decimal(big.as_str()).map_or_else(
            || Value::from(big.as_str().parse::<f64>().unwrap_or(f64::NAN)),
            Value::Int,
        ),
        Document::String(text) => Value::from(text.as_str()),
        Document::Array(items) => Value::List(items.iter().map(from_document).collect()),
        Document::Object(members) => {
            let mut map = Map::new();
            for (key, value) in members {
                map.insert(key.as_str(), from_document(value));
            }
            Value::Map(map)
        }
    }
}
