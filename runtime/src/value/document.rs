//! `document`: any JSON-like value, independent of protocol.

use super::BigDecimal;

/// A value without a schema. Source: Smithy 2.0, "document".
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Document {
    /// Null.
    #[default]
    Null,
    /// Boolean.
    Bool(bool),
    /// Number.
    Number(Number),
    /// Text.
    String(String),
    /// Values in order.
    Array(Vec<Document>),
    /// Members in the order of the message; of duplicates the last counts.
    Object(Vec<(String, Document)>),
}

/// A number in a document, without loss of precision.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// A negative integer that fits.
    Int(i64),
    /// A non-negative integer that fits.
    Uint(u64),
    /// A number with fraction or exponent that fits a double; also NaN and infinities in formats that have them.
    Float(f64),
    /// Any other number, as decimal text.
    Big(BigDecimal),
}

impl Document {
    /// The member of an object.
    pub fn get(&self, name: &str) -> Option<&Document> {
        match self {
            Document::Object(members) => members
                .iter()
                .rev()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Document::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Document::Null)
    }
}

impl From<bool> for Document {
    fn from(value: bool) -> Self {
        Document::Bool(value)
    }
}

impl From<i64> for Document {
    fn from(value: i64) -> Self {
        Document::Number(match u64::try_from(value) {
            Ok(value) => Number::Uint(value),
            Err(_) => Number::Int(value),
        })
    }
}

impl From<f64> for Document {
    fn from(value: f64) -> Self {
        Document::Number(Number::Float(value))
    }
}

impl From<&str> for Document {
    fn from(value: &str) -> Self {
        Document::String(value.to_owned())
    }
}

impl From<String> for Document {
    fn from(value: String) -> Self {
        Document::String(value)
    }
}

impl From<Vec<Document>> for Document {
    fn from(value: Vec<Document>) -> Self {
        Document::Array(value)
    }
}
