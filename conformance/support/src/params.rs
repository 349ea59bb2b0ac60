//! Fills generated types from a case's parameters, through nothing but their slots.
//!
//! Parameters are JSON by the model's member names; timestamps are seconds since 1970, blobs plain text, NaN and
//! infinities strings, documents what they are. What does not fit fails the case: a harness that guesses proves
//! nothing. Source: Smithy 2.0, "HTTP Protocol Compliance Tests", parameter format.

use serde_json::{Map as Object, Value};
use smithgen_runtime::{Document, Slot, Structure};

/// Sets what the parameters name; the rest keeps what the type began with.
///
/// # Errors
/// A parameter that the type has no place for.
pub(crate) fn fill(structure: &mut dyn Structure, params: &Value) -> Result<(), String> {
    match params {
        Value::Null => Ok(()),
        Value::Object(members) => fill_members(structure, members, "params"),
        other => Err(format!("params: {other} is no object")),
    }
}

/// Sets the members without which a request has no URL.
pub(crate) fn fill_labels(input: &mut dyn Structure) {
    for (index, member) in input.schema().members().iter().enumerate() {
        let is_label = |t: &smithgen_runtime::Trait| {
            matches!(
                t,
                smithgen_runtime::Trait::HttpLabel | smithgen_runtime::Trait::HostLabel
            )
        };
        if !member.traits().iter().any(is_label) {
            continue;
        }
        match input.slot(index) {
            Slot::Str(text) => text.push_str("label"),
            Slot::Enum(value) => value.set("label"),
            // Others are never empty in a URL.
            _ => {}
        }
    }
}

fn fill_members(
    structure: &mut dyn Structure,
    members: &Object<String, Value>,
    at: &str,
) -> Result<(), String> {
    for (name, value) in members {
        let at = format!("{at}.{name}");
        let Some(index) = structure.schema().member_index(name) else {
            return Err(format!(
                "{at}: {} has no such member",
                structure.schema().id()
            ));
        };
        // A member that is null is not set; where no member can be, null is not written.
        if !value.is_null() {
            put(structure.slot(index), value, &at)?;
        }
    }
    Ok(())
}

fn put(slot: Slot<'_>, value: &Value, at: &str) -> Result<(), String> {
    let wrong = || format!("{at}: {value} does not fit");
    match slot {
        Slot::Bool(place) => *place = value.as_bool().ok_or_else(wrong)?,
        Slot::I8(place) => *place = number(value).ok_or_else(wrong)?,
        Slot::I16(place) => *place = number(value).ok_or_else(wrong)?,
        Slot::I32(place) => *place = number(value).ok_or_else(wrong)?,
        Slot::I64(place) => *place = number(value).ok_or_else(wrong)?,
        Slot::IntEnum(place) => place.set(number(value).ok_or_else(wrong)?),
        Slot::Float(place) => *place = float(value).ok_or_else(wrong)?,
        Slot::Double(place) => *place = float(value).ok_or_else(wrong)?,
        Slot::BigInteger(place) => *place = number(value).ok_or_else(wrong)?,
        Slot::BigDecimal(place) => *place = number(value).ok_or_else(wrong)?,
        Slot::Str(place) => *place = value.as_str().ok_or_else(wrong)?.to_owned(),
        Slot::Enum(place) => place.set(value.as_str().ok_or_else(wrong)?),
        Slot::Blob(place) => *place = value.as_str().ok_or_else(wrong)?.into(),
        Slot::Stream(place) => *place = value.as_str().ok_or_else(wrong)?.to_owned().into(),
        Slot::Timestamp(place) => *place = timestamp(value).ok_or_else(wrong)?,
        Slot::Document(place) => *place = document(value).ok_or_else(wrong)?,
        Slot::Structure(place) => {
            let members = value.as_object().ok_or_else(wrong)?;
            fill_members(place, members, at)?;
        }
        Slot::List(place) => {
            let items = value.as_array().ok_or_else(wrong)?;
            for (index, item) in items.iter().enumerate() {
                let at = format!("{at}[{index}]");
                match item {
                    Value::Null if place.push_null() => {}
                    item => put(place.push(), item, &at)?,
                }
            }
        }
        Slot::Map(place) => {
            for (key, item) in value.as_object().ok_or_else(wrong)? {
                match item {
                    Value::Null if place.insert_null(key) => {}
                    item => put(place.insert(key), item, &format!("{at}.{key}"))?,
                }
            }
        }
        Slot::Skip | Slot::Untyped(_) | Slot::Events(_) => {
            return Err(format!("{at}: there is no place for it"));
        }
    }
    Ok(())
}

/// A number by its text, so that it is neither rounded nor cut.
fn number<T: std::str::FromStr>(value: &Value) -> Option<T> {
    match value {
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

fn float<T: std::str::FromStr>(value: &Value) -> Option<T> {
    match value.as_str() {
        Some(text @ ("NaN" | "Infinity" | "-Infinity")) => text.parse().ok(),
        Some(_) => None,
        None => number(value),
    }
}

/// Seconds since 1970; event stream cases have RFC 3339 too.
pub(crate) fn timestamp(value: &Value) -> Option<smithgen_runtime::DateTime> {
    use smithgen_runtime::TimestampFormat::{DateTime, EpochSeconds};
    match value {
        Value::Number(number) => {
            smithgen_runtime::DateTime::parse(&number.to_string(), EpochSeconds).ok()
        }
        Value::String(text) => smithgen_runtime::DateTime::parse(text, DateTime).ok(),
        _ => None,
    }
}

fn document(value: &Value) -> Option<Document> {
    Some(match value {
        Value::Null => Document::Null,
        Value::Bool(value) => Document::Bool(*value),
        Value::String(text) => Document::String(text.clone()),
        Value::Number(number) => {
            let text = number.to_string();
            Document::Number(match (text.parse::<u64>(), text.parse::<i64>()) {
                (Ok(value), _) => smithgen_runtime::Number::Uint(value),
                (_, Ok(value)) => smithgen_runtime::Number::Int(value),
                _ => smithgen_runtime::Number::Float(text.parse().ok()?),
            })
        }
        Value::Array(items) => Document::Array(items.iter().map(document).collect::<Option<_>>()?),
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| Some((name.clone(), document(value)?)));
            Document::Object(members.collect::<Option<_>>()?)
        }
    })
}
