//! A value as found in a message, for programs that know a service only by its schemas.

use base64::Engine as _;

use super::{Document, Number};

/// A value that need not match its schema: found in a message in place of the expected one, or set by a program. In
/// contrast to a [`Document`], which is a Smithy type, any member may turn out to be one.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Untyped {
    /// Null.
    #[default]
    Null,
    /// Boolean.
    Bool(bool),
    /// Number.
    Number(Number),
    /// Text.
    Text(String),
    /// Text with lone surrogates, as code points. They come from JSON's escapes; other formats have none, and a
    /// [`String`] cannot hold them.
    Surrogates(Box<[u32]>),
    /// Bytes, in formats that distinguish them from text.
    Bytes(Vec<u8>),
    /// Items.
    List(Vec<Untyped>),
    /// Entries in the order of the message. Keys are text.
    Map(Vec<(Untyped, Untyped)>),
}

impl Untyped {
    /// The text, unless it has lone surrogates.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Untyped::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Untyped::Null)
    }

    /// The nearest document: bytes in base64, and U+FFFD for each surrogate.
    pub fn to_document(&self) -> Document {
        match self {
            Untyped::Null => Document::Null,
            Untyped::Bool(value) => Document::Bool(*value),
            Untyped::Number(value) => Document::Number(value.clone()),
            Untyped::List(items) => {
                Document::Array(items.iter().map(Untyped::to_document).collect())
            }
            Untyped::Map(entries) => {
                let entry = |(key, value): &(Untyped, Untyped)| (key.text(), value.to_document());
                Document::Object(entries.iter().map(entry).collect())
            }
            Untyped::Text(_) | Untyped::Surrogates(_) | Untyped::Bytes(_) => {
                Document::String(self.text())
            }
        }
    }

    /// The text of text or bytes; empty for anything else.
    fn text(&self) -> String {
        match self {
            Untyped::Text(text) => text.clone(),
            Untyped::Surrogates(points) => {
                let character = |point: &u32| char::from_u32(*point);
                let shown = |point| character(point).unwrap_or(char::REPLACEMENT_CHARACTER);
                points.iter().map(shown).collect()
            }
            Untyped::Bytes(bytes) => base64::engine::general_purpose::STANDARD.encode(bytes),
            _ => String::new(),
        }
    }
}

impl From<Document> for Untyped {
    fn from(document: Document) -> Self {
        match document {
            Document::Null => Untyped::Null,
            Document::Bool(value) => Untyped::Bool(value),
            Document::Number(value) => Untyped::Number(value),
            Document::String(text) => Untyped::Text(text),
            Document::Array(items) => Untyped::List(items.into_iter().map(Into::into).collect()),
            Document::Object(members) => {
                let entry = |(key, value)| (Untyped::Text(key), Untyped::from(value));
                Untyped::Map(members.into_iter().map(entry).collect())
            }
        }
    }
}

impl From<i64> for Untyped {
    fn from(value: i64) -> Self {
        Document::from(value).into()
    }
}

impl From<f64> for Untyped {
    fn from(value: f64) -> Self {
        Untyped::Number(Number::Float(value))
    }
}

impl From<&str> for Untyped {
    fn from(text: &str) -> Self {
        Untyped::Text(text.to_owned())
    }
}
