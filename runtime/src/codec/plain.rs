//! Simple values as plain text: in headers, labels, query parameters, forms and XML.

use std::borrow::Cow;

use base64::Engine as _;

use crate::codec::failure::{Failure, Result};
use crate::schema::{Kind, Member, TimestampFormat};
use crate::value::{BigDecimal, Document, Number, Strictness, Untyped, timestamp_format};
use crate::view::{Ref, Slot};

/// The text of a value; `default` is the timestamp format of the place.
pub(crate) fn write<'a>(
    member: &Member,
    value: Ref<'a>,
    default: TimestampFormat,
) -> Result<Cow<'a, str>> {
    Ok(match value {
        Ref::Str(value) => Cow::Borrowed(value),
        Ref::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        Ref::Int(value) => Cow::Owned(value.to_string()),
        Ref::Float(value) => match special(value.into()) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(zmij::Buffer::new().format(value).to_owned()),
        },
        Ref::Double(value) => double(value),
        Ref::Timestamp(value) => {
            let format = member.timestamp_format().unwrap_or(default);
            Cow::Owned(timestamp_format::text(value, format).map_err(Failure::new)?)
        }
        Ref::Blob(value) => Cow::Owned(base64::engine::general_purpose::STANDARD.encode(value)),
        Ref::BigInteger(value) => Cow::Borrowed(value.as_str()),
        Ref::BigDecimal(value) => Cow::Borrowed(value.as_str()),
        Ref::Untyped(Untyped::Text(value)) => Cow::Borrowed(value),
        Ref::Untyped(Untyped::Bool(value)) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Ref::Untyped(Untyped::Number(value)) => match value {
            Number::Int(value) => Cow::Owned(value.to_string()),
            Number::Uint(value) => Cow::Owned(value.to_string()),
            Number::Float(value) => double(*value),
            Number::Big(value) => Cow::Borrowed(value.as_str()),
        },
        Ref::Events(_) => return Err(Failure::new("a value of this type has no text form")),
        Ref::Unset
        | Ref::Null
        | Ref::Stream(_)
        | Ref::Document(_)
        | Ref::Untyped(_)
        | Ref::Structure(_)
        | Ref::List(_)
        | Ref::Map(_) => {
            return Err(Failure::new("a value of this type has no text form"));
        }
    })
}

fn double(value: f64) -> Cow<'static, str> {
    match special(value) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(zmij::Buffer::new().format(value).to_owned()),
    }
}

fn special(value: f64) -> Option<&'static str> {
    match value {
        f64::INFINITY => Some("Infinity"),
        f64::NEG_INFINITY => Some("-Infinity"),
        value if value.is_nan() => Some("NaN"),
        _ => None,
    }
}

/// Reads a value from its text.
pub(crate) fn read(
    text: &str,
    member: &Member,
    slot: Slot<'_>,
    default: TimestampFormat,
    strictness: Strictness,
) -> Result<()> {
    match slot {
        Slot::Str(slot) => *slot = text.to_owned(),
        Slot::Enum(slot) => slot.set(text),
        Slot::Bool(slot) => {
            *slot = match text {
                "true" => true,
                "false" => false,
                _ => return Err(Failure::new("expected a boolean")),
            }
        }
        Slot::I8(slot) => *slot = integer(text)?,
        Slot::I16(slot) => *slot = integer(text)?,
        Slot::I32(slot) => *slot = integer(text)?,
        Slot::I64(slot) => *slot = integer(text)?,
        Slot::IntEnum(slot) => slot.set(integer(text)?),
        Slot::Float(slot) => *slot = float::<f32>(text)?,
        Slot::Double(slot) => *slot = float::<f64>(text)?,
        Slot::Timestamp(slot) => {
            let format = member.timestamp_format().unwrap_or(default);
            *slot = timestamp_format::parse(text, format, strictness)
                .map_err(|e| Failure::new(e.to_string()))?;
        }
        Slot::Blob(slot) => {
            *slot = base64::engine::general_purpose::STANDARD
                .decode(text)
                .map_err(|_| Failure::new("not base64"))?
                .into();
        }
        Slot::BigInteger(slot) => {
            *slot = text
                .parse()
                .map_err(|_| Failure::new("expected an integer"))?;
        }
        Slot::BigDecimal(slot) => {
            *slot = text
                .parse()
                .map_err(|_| Failure::new("expected a number"))?;
        }
        Slot::Document(slot) => *slot = Document::String(text.to_owned()),
        Slot::Untyped(slot) => *slot = untyped(text, member.target.kind),
        Slot::Skip => {}
        Slot::Events(_) => {}
        Slot::Stream(_) | Slot::Structure(_) | Slot::List(_) | Slot::Map(_) => {
            return Err(Failure::new("a value of this type has no text form"));
        }
    }
    Ok(())
}

/// The value that the text stands for by the member's kind, or the text itself.
fn untyped(text: &str, kind: Kind) -> Untyped {
    match kind {
        Kind::Boolean if text == "true" => Untyped::Bool(true),
        Kind::Boolean if text == "false" => Untyped::Bool(false),
        Kind::Byte | Kind::Short | Kind::Integer | Kind::Long | Kind::IntEnum => {
            match text.parse::<i64>() {
                Ok(value) => value.into(),
                Err(_) => text.into(),
            }
        }
        Kind::Float | Kind::Double => match float::<f64>(text) {
            Ok(value) => value.into(),
            Err(_) => text.into(),
        },
        _ => text.into(),
    }
}

/// A decimal integer in range; no plus sign, no white space.
fn integer<T: TryFrom<i64>>(text: &str) -> Result<T> {
    let value = match text.starts_with('+') {
        true => None,
        false => text.parse::<i64>().ok(),
    };
    value
        .and_then(|value| T::try_from(value).ok())
        .ok_or_else(|| Failure::new("expected an integer in range"))
}

/// A number in JSON's grammar, or one of Smithy's three names: `NaN`, `Infinity`, `-Infinity`.
fn float<T: std::str::FromStr>(text: &str) -> Result<T> {
    let number = match text {
        "NaN" | "Infinity" | "-Infinity" => true,
        _ => text.parse::<BigDecimal>().is_ok(),
    };
    number
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| Failure::new("expected a number"))
}
