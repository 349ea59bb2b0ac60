//! Tokens of the command line: JSON in base64 with the tokens of the service, and the number of items that were shown
//! of their page.

use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::{Kind, Schema};

use super::path::number;
use crate::errors::Failure;
use crate::json;
use crate::params::{base64, element};
use crate::value::{Int, Map, Value};

/// The entry with the number of items that were shown.
const SHOWN: &str = "boto_truncate_amount";
/// The entry with paths to bytes, which are base64.
const BYTES: &str = "boto_encoded_keys";
/// What is between the parts of tokens of old versions.
const OLD_SEPARATOR: &str = "___";

/// Where a walk starts.
pub(super) struct Start {
    /// The tokens of the service.
    pub(super) tokens: Map,
    /// How many items of the first page to leave out.
    pub(super) skip: i64,
}

/// Reads a token; what is none is taken as the token of the service.
///
/// # Errors
/// 255 with the reference's message for what it fails to read.
pub(super) fn read(text: &str, names: &[&'static str]) -> Result<Start, Failure> {
    let decoded = base64::decode(text)
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| json::parse(&text).ok());
    match decoded {
        None => old(text, names),
        Some(Value::Map(mut tokens)) => {
            // Which members are bytes is known.
            tokens.remove(BYTES);
            let skip = match tokens.get(SHOWN) {
                None | Some(Value::Null) => 0,
                Some(shown) => shown.as_int().map_or(0, |it| number(&it)),
            };
            if skip != 0 || tokens.get(SHOWN).is_some_and(|it| it.as_int().is_some()) {
                tokens.remove(SHOWN);
            }
            Ok(Start { tokens, skip })
        }
        Some(other) => Err(Failure::general(format!(
            "'{}' object has no attribute 'pop'",
            other.class()
        ))),
    }
}

/// Reads a token of an old version, or of the service.
fn old(text: &str, names: &[&'static str]) -> Result<Start, Failure> {
    let mut parts: Vec<&str> = text.split(OLD_SEPARATOR).collect();
    let mut skip = 0;
    if parts.len() == names.len() + 1 {
        match parts.pop().and_then(Int::parse) {
            Some(shown) => skip = number(&shown),
            None => parts = vec![text],
        }
    }
    if parts.len() > names.len() {
        return Err(Failure::general(format!("Bad starting token: {text}")));
    }
    let tokens = names.iter().enumerate().map(|(at, name)| {
        let part = parts.get(at).filter(|part| **part != "None");
        (*name, part.map_or(Value::Null, |part| Value::from(*part)))
    });
    Ok(Start {
        tokens: tokens.collect(),
        skip,
    })
}

/// Writes a token.
pub(super) fn write(tokens: &Map, shown: Option<i64>, operation: &OperationSpec) -> String {
    let mut all = tokens.clone();
    if let Some(shown) = shown {
        all.insert(SHOWN, Value::from(shown));
    }
    let mut paths = Vec::new();
    for member in operation.input().members() {
        if let Some(value) = tokens.get(member.name()) {
            let mut path = vec![Value::from(member.name())];
            find_bytes(value, member.target(), &mut path, &mut paths);
        }
    }
    if !paths.is_empty() {
        all.insert(BYTES, Value::List(paths));
    }
    base64::encode(json::compact(&Value::Map(all)).as_bytes())
}

/// Collects the paths to bytes. A value of an answer is as deep as its decoder allows.
fn find_bytes(
    value: &Value,
    schema: &'static Schema,
    path: &mut Vec<Value>,
    found: &mut Vec<Value>,
) {
    if schema.kind() == Kind::Blob {
        found.push(Value::List(path.clone()));
        return;
    }
    let mut deeper = |key: Value, value: &Value, schema: &'static Schema| {
        path.push(key);
        find_bytes(value, schema, path, found);
        path.pop();
    };
    match value {
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                let index = i64::try_from(index).unwrap_or(i64::MAX);
                deeper(Value::from(index), item, element(schema));
            }
        }
        Value::Map(map) if schema.kind() == Kind::Map => {
            for (key, value) in map.iter() {
                deeper(key.to_value(), value, element(schema));
            }
        }
        Value::Map(map) => {
            for (key, value) in map.iter() {
                let mut members = schema.members().iter();
                let member = members.find(|it| key.as_str() == Some(it.name()));
                if let Some(member) = member {
                    deeper(key.to_value(), value, member.target());
                }
            }
        }
        _ => {}
    }
}
