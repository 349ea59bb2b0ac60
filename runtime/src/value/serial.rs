//! The runtime's own types in formats that serde knows.

use std::fmt;

use ::serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use ::serde::ser::{Error as _, SerializeMap, SerializeSeq};
use ::serde::{Deserialize, Deserializer, Serialize, Serializer};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{BigDecimal, BigInteger, Blob, DateTime, Document, Number, timestamp_format};
use crate::limits::SERDE_DEPTH;
use crate::schema::TimestampFormat;

/// The only key of the map as which serde_json passes a number, if its feature `arbitrary_precision` is on.
const NUMBER: &str = "$serde_json::private::Number";

/// Bytes as text in base64.
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(self.0))
    }
}

impl Serialize for Blob {
    /// Text in base64.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Bytes(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text);
        bytes
            .map(Blob::from)
            .map_err(|fault| D::Error::custom(format!("not base64: {fault}")))
    }
}

impl Serialize for DateTime {
    /// Text as in RFC 3339, in UTC.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = timestamp_format::text(*self, TimestampFormat::DateTime);
        serializer.serialize_str(&text.map_err(S::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

macro_rules! number {
    ($name:ident) => {
        impl Serialize for $name {
            /// Text, since most formats and programs round long numbers.
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            /// From text or a number.
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = match Document::deserialize(deserializer)? {
                    Document::String(text) => text,
                    Document::Number(number) => digits(&number),
                    _ => return Err(D::Error::custom("neither a number nor text")),
                };
                text.parse().map_err(D::Error::custom)
            }
        }
    };
}

number!(BigInteger);
number!(BigDecimal);

fn digits(number: &Number) -> String {
    match number {
        Number::Int(value) => value.to_string(),
        Number::Uint(value) => value.to_string(),
        Number::Float(value) => value.to_string(),
        Number::Big(value) => value.to_string(),
    }
}

impl Serialize for Number {
    /// A number, or text if it does not fit one of 64 bits or has no digits.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Number::Int(value) => serializer.serialize_i64(*value),
            Number::Uint(value) => serializer.serialize_u64(*value),
            Number::Float(value) if value.is_finite() => serializer.serialize_f64(*value),
            other => serializer.serialize_str(&digits(other)),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Document::deserialize(deserializer)? {
            Document::Number(number) => Ok(number),
            _ => Err(D::Error::custom("not a number")),
        }
    }
}

impl Serialize for Document {
    /// The value itself, as it would be in JSON.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let depth = SERDE_DEPTH;
        Nested { value: self, depth }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let depth = SERDE_DEPTH;
        Any { depth }.deserialize(deserializer)
    }
}

/// A document that is part of something.
pub(crate) struct Nested<'a> {
    pub(crate) value: &'a Document,
    /// How many more levels there may be.
    pub(crate) depth: u32,
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let deeper = || {
            let depth = self.depth.checked_sub(1);
            depth.ok_or_else(|| S::Error::custom("nested too deeply"))
        };
        match self.value {
            Document::Null => serializer.serialize_none(),
            Document::Bool(value) => serializer.serialize_bool(*value),
            Document::Number(value) => value.serialize(serializer),
            Document::String(value) => serializer.serialize_str(value),
            Document::Array(values) => {
                let depth = deeper()?;
                let mut items = serializer.serialize_seq(Some(values.len()))?;
                for value in values {
                    items.serialize_element(&Nested { value, depth })?;
                }
                items.end()
            }
            Document::Object(members) => {
                let depth = deeper()?;
                let mut entries = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    entries.serialize_entry(key, &Nested { value, depth })?;
                }
                entries.end()
            }
        }
    }
}

/// Whatever comes, as a document.
#[derive(Clone, Copy)]
pub(crate) struct Any {
    /// How many more levels there may be.
    pub(crate) depth: u32,
}

impl Any {
    fn deeper<E: ::serde::de::Error>(self) -> Result<Self, E> {
        let depth = self.depth.checked_sub(1);
        let depth = depth.ok_or_else(|| E::custom("nested too deeply"))?;
        Ok(Any { depth })
    }
}

impl<'de> DeserializeSeed<'de> for Any {
    type Value = Document;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Document, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, a boolean, a number, text, a list or a map")
    }

    fn visit_none<E>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_unit<E>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Document, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Document, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Document, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Document, E> {
        Ok(Document::Number(Number::Uint(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Document, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Document, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Document, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Document, A::Error> {
        let seed = self.deeper()?;
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(seed)? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Document, A::Error> {
        let seed = self.deeper()?;
        let mut members = Vec::new();
        while let Some(key) = entries.next_key::<String>()? {
            if key == NUMBER && members.is_empty() {
                return number(&entries.next_value::<String>()?).map_err(A::Error::custom);
            }
            members.push((key, entries.next_value_seed(seed)?));
        }
        Ok(Document::Object(members))
    }
}

/// A number of any size from its digits.
fn number(text: &str) -> Result<Document, super::ParseNumberError> {
    if let Ok(value) = text.parse::<u64>() {
        return Ok(Document::Number(Number::Uint(value)));
    }
    if let Ok(value) = text.parse::<i64>() {
        return Ok(value.into());
    }
    let exact: BigDecimal = text.parse()?;
    let is_whole = text
        .bytes()
        .all(|byte| byte == b'-' || byte.is_ascii_digit());
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && !is_whole => Ok(value.into()),
        _ => Ok(Document::Number(Number::Big(exact))),
    }
}
