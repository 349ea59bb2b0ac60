//! Converts documents to dynamic values and back: objects with model names, as in parameter files and skeletons.

use base64::Engine as _;

use super::{DynamicList, DynamicMap, DynamicStructure, Typing, Value};
use crate::codec::failure::{Failure, Result};
use crate::codec::union::Tags;
use crate::error::DecodeError;
use crate::limits::DOCUMENT_DEPTH as DEPTH;
use crate::schema::{Kind, Member, Schema, TimestampFormat};
use crate::value::{BigInteger, Blob, DateTime, Document, Number, Strictness};

/// The meaning of a blob's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlobText {
    /// The bytes themselves.
    Plain,
    /// Base64.
    Base64,
}

impl DynamicStructure {
    /// Reads an object whose keys are model names. Null members are not set.
    ///
    /// # Errors
    /// A name is not in the model, or a value does not have the schema's type.
    pub fn from_document(
        schema: &'static Schema,
        document: &Document,
        blobs: BlobText,
    ) -> std::result::Result<Self, DecodeError> {
        Ok(Read { blobs }.structure(schema, document, DEPTH)?)
    }

    /// An object with the model's names; blobs in base64, timestamps as RFC 3339.
    pub fn to_document(&self) -> Document {
        let members = self
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_document()));
        Document::Object(members.collect())
    }
}

impl Value {
    /// The value as a document; see [`DynamicStructure::to_document`].
    pub fn to_document(&self) -> Document {
        match self {
            Value::Null => Document::Null,
            Value::Bool(value) => (*value).into(),
            Value::I8(value) => i64::from(*value).into(),
            Value::I16(value) => i64::from(*value).into(),
            Value::I32(value) => i64::from(*value).into(),
            Value::I64(value) => (*value).into(),
            Value::Float(value) => f64::from(*value).into(),
            Value::Double(value) => (*value).into(),
            Value::Str(value) => value.as_str().into(),
            Value::Blob(value) => base64::engine::general_purpose::STANDARD
                .encode(&**value)
                .into(),
            Value::Timestamp(value) => value.to_string().into(),
            Value::BigInteger(value) => match value.as_str().parse() {
                Ok(value) => Document::Number(Number::Big(value)),
                Err(_) => value.as_str().into(),
            },
            Value::BigDecimal(value) => Document::Number(Number::Big(value.clone())),
            Value::Document(value) => value.clone(),
            Value::Untyped(value) => value.to_document(),
            Value::Structure(value) => value.to_document(),
            Value::List(list) => {
                Document::Array(list.items.iter().map(Value::to_document).collect())
            }
            Value::Map(map) => Document::Object(
                map.iter()
                    .map(|(key, value)| (key.to_owned(), value.to_document()))
                    .collect(),
            ),
        }
    }
}

#[derive(Clone, Copy)]
struct Read {
    blobs: BlobText,
}

impl Read {
    fn structure(
        self,
        schema: &'static Schema,
        document: &Document,
        depth: u32,
    ) -> Result<DynamicStructure> {
        let Document::Object(members) = document else {
            return Err(Failure::new("expected an object"));
        };
        let mut structure = DynamicStructure::new(schema, Typing::Typed);
        let mut tags = Tags::<&str>::new();
        for (name, value) in members {
            let index = schema.member_index(name);
            let Some((index, member)) = index.and_then(|i| Some((i, schema.members.get(i)?)))
            else {
                return Err(
                    Failure::new("a name that the model does not have").in_entry(Some(name))
                );
            };
            match (value.is_null(), member.target.kind) {
                (true, Kind::Document) if schema.kind == Kind::Union => {
                    tags.null_document(index);
                    continue;
                }
                (true, kind) if kind != Kind::Document => continue,
                _ => tags.known(),
            }
            let value = self
                .value(member, value, depth)
                .map_err(|e| e.in_member(member.name))?;
            structure.set(index, value);
        }
        if schema.kind == Kind::Union {
            tags.finish(&mut structure, Strictness::Strict)
                .map_err(Failure::new)?;
        }
        Ok(structure)
    }

    fn list(self, schema: &'static Schema, document: &Document, depth: u32) -> Result<Value> {
        let (Document::Array(items), Some(member)) = (document, schema.members.first()) else {
            return Err(Failure::new("expected an array"));
        };
        let mut list = DynamicList::new(schema, Typing::Typed);
        for (index, item) in items.iter().enumerate() {
            list.items.push(
                self.item(member, item, depth)
                    .map_err(|e| e.in_item(index))?,
            );
        }
        Ok(Value::List(list))
    }

    fn map(self, schema: &'static Schema, document: &Document, depth: u32) -> Result<Value> {
        let (Document::Object(entries), [keys, member]) = (document, schema.members) else {
            return Err(Failure::new("expected an object"));
        };
        let mut map = DynamicMap::new(schema, Typing::Typed);
        for (key, value) in entries {
            let value = self
                .item(member, value, depth)
                .map_err(|e| e.in_entry(keys.shown(key)))?;
            map.set(key, value);
        }
        Ok(Value::Map(map))
    }

    fn item(self, member: &'static Member, document: &Document, depth: u32) -> Result<Value> {
        match document {
            Document::Null if member.target.kind != Kind::Document => Ok(Value::Null),
            _ => self.value(member, document, depth),
        }
    }

    fn value(self, member: &'static Member, document: &Document, depth: u32) -> Result<Value> {
        let depth = depth
            .checked_sub(1)
            .ok_or_else(|| Failure::new("nested too deeply"))?;
        let schema = member.target;
        match (schema.kind, document) {
            (Kind::Structure | Kind::Union, _) => {
                Ok(Value::Structure(self.structure(schema, document, depth)?))
            }
            (Kind::List, _) => self.list(schema, document, depth),
            (Kind::Map, _) => self.map(schema, document, depth),
            (Kind::Blob, Document::String(text)) => self.blob(text),
            (Kind::Timestamp, _) => match timestamp(document, member) {
                Some(time) => Ok(Value::Timestamp(time)),
                None => Err(Failure::new("expected a timestamp")),
            },
            (Kind::Document, _) => Ok(Value::Document(document.clone())),
            (kind, _) => {
                scalar(kind, document).ok_or_else(|| Failure::new("a value of another type"))
            }
        }
    }

    fn blob(self, text: &str) -> Result<Value> {
        let bytes = match self.blobs {
            BlobText::Plain => text.as_bytes().to_vec(),
            BlobText::Base64 => base64::engine::general_purpose::STANDARD
                .decode(text)
                .map_err(|_| Failure::new("not base64"))?,
        };
        Ok(Value::Blob(Blob::new(bytes)))
    }
}

/// A timestamp from seconds, or from text in the member's format or any other.
fn timestamp(document: &Document, member: &Member) -> Option<DateTime> {
    let text = match document {
        Document::String(text) => text.clone(),
        Document::Number(number) => number_text(number),
        _ => return None,
    };
    let own = member.timestamp_format();
    let all = [
        TimestampFormat::DateTime,
        TimestampFormat::EpochSeconds,
        TimestampFormat::HttpDate,
    ];
    own.into_iter()
        .chain(all)
        .find_map(|format| DateTime::parse(&text, format).ok())
}

fn number_text(number: &Number) -> String {
    match number {
        Number::Int(value) => value.to_string(),
        Number::Uint(value) => value.to_string(),
        Number::Float(value) => zmij::Buffer::new().format(*value).to_owned(),
        Number::Big(value) => value.to_string(),
    }
}

fn scalar(kind: Kind, document: &Document) -> Option<Value> {
    let integer = || match document {
        Document::Number(Number::Int(value)) => Some(*value),
        Document::Number(Number::Uint(value)) => i64::try_from(*value).ok(),
        Document::Number(Number::Float(value)) if value.fract() == 0.0 => {
            format!("{value}").parse().ok()
        }
        _ => None,
    };
    let text = || match document {
        Document::Number(number) => Some(number_text(number)),
        Document::String(text) => Some(text.clone()),
        _ => None,
    };
    Some(match kind {
        Kind::Boolean => match document {
            Document::Bool(value) => Value::Bool(*value),
            _ => return None,
        },
        Kind::String | Kind::Enum => Value::Str(document.as_str()?.to_owned()),
        Kind::Byte => Value::I8(integer()?.try_into().ok()?),
        Kind::Short => Value::I16(integer()?.try_into().ok()?),
        Kind::Integer | Kind::IntEnum => Value::I32(integer()?.try_into().ok()?),
        Kind::Long => Value::I64(integer()?),
        Kind::Float => Value::Float(float(&text()?)? as f32),
        Kind::Double => Value::Double(float(&text()?)?),
        Kind::BigInteger => Value::BigInteger(BigInteger::from_decimal(&text()?)?),
        Kind::BigDecimal => Value::BigDecimal(text()?.parse().ok()?),
        _ => return None,
    })
}

fn float(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => text.parse().ok().filter(|value: &f64| value.is_finite()),
    }
}
