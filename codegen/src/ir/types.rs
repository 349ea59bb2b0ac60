//! Names, Rust types and constant values.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A Rust identifier, legal and unique in its scope: `client_name`, `r#type`.
///
/// It is only ever made of a name that `lower` made legal, or of a constant. Each is cloned many times.
#[derive(Clone)]
pub(crate) struct Ident(Word);

#[derive(Clone)]
enum Word {
    Constant(&'static str),
    Made(Arc<str>),
}

impl Ident {
    /// A name that `lower` made legal.
    pub(crate) fn new(name: &str) -> Self {
        Ident(Word::Made(name.into()))
    }

    /// A word of ours.
    pub(crate) const fn constant(name: &'static str) -> Self {
        Ident(Word::Constant(name))
    }

    /// The identifier as written.
    pub(crate) fn as_str(&self) -> &str {
        match &self.0 {
            Word::Constant(name) => name,
            Word::Made(name) => name,
        }
    }

    /// The identifier without `r#`, as in a module's file name.
    pub(crate) fn stem(&self) -> &str {
        self.as_str().strip_prefix("r#").unwrap_or(self.as_str())
    }
}

impl fmt::Debug for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialEq for Ident {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Ident {}

impl PartialOrd for Ident {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ident {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Ident {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// A path relative to the file that uses it: `Token`, `super::Token`, `rt::prelude::STRING`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Path(pub Arc<[Ident]>);

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, segment) in self.0.iter().enumerate() {
            f.write_str(if number > 0 { "::" } else { "" })?;
            f.write_str(segment.as_str())?;
        }
        Ok(())
    }
}

/// The Rust type of a field, item or variant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are the names of the types")]
pub(crate) enum Type {
    Bool,
    I8,
    I16,
    I32,
    I64,
    F32,
    F64,
    String,
    Blob,
    /// The value of a streaming blob.
    ByteStream,
    /// A stream of events of this type.
    EventStream(Box<Type>),
    BigInteger,
    BigDecimal,
    DateTime,
    Document,
    /// The value of a union member without data.
    Unit,
    /// A generated type.
    Named(Path),
    Vec(Box<Type>),
    /// Key and value.
    BTreeMap(Box<Type>, Box<Type>),
    Option(Box<Type>),
    Box(Box<Type>),
}

impl Type {
    /// The name of the type, without what it is made of; none of a generated one.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Type::Bool => "bool",
            Type::I8 => "i8",
            Type::I16 => "i16",
            Type::I32 => "i32",
            Type::I64 => "i64",
            Type::F32 => "f32",
            Type::F64 => "f64",
            Type::String => "String",
            Type::Blob => "Blob",
            Type::ByteStream => "ByteStream",
            Type::EventStream(_) => "EventStream",
            Type::BigInteger => "BigInteger",
            Type::BigDecimal => "BigDecimal",
            Type::DateTime => "DateTime",
            Type::Document => "Document",
            Type::Unit => "Unit",
            Type::Named(_) => "",
            Type::Vec(_) => "Vec",
            Type::BTreeMap(..) => "BTreeMap",
            Type::Option(_) => "Option",
            Type::Box(_) => "Box",
        }
    }
}

/// The argument of a setter or constructor, which determines how it is converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Argument {
    /// The value itself.
    Plain(Type),
    /// Anything that converts.
    Into(Type),
    /// Anything that gives the items of a list.
    Items(Box<Argument>),
    /// Anything that gives the entries of a map.
    Entries(Box<Argument>, Box<Argument>),
}

/// A default value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// The zero value of the type: false, 0, empty, unset.
    Zero,
    /// A boolean.
    Bool(bool),
    /// A whole number. The type is the field's.
    Int(i64),
    /// A number with a fraction or exponent.
    Float(Finite),
    /// Text of a `String`.
    Text(String),
    /// Bytes of a `Blob`.
    Blob(Vec<u8>),
    /// Seconds and nanoseconds.
    Timestamp(i64, u32),
    /// A named value of an enum: the type and its variant.
    Variant(Path, Ident),
    /// A value of an enum that is not generated: the type, and what the value is written as.
    OfText(Path, String),
    /// The same of an enum of integers.
    OfNumber(Path, i32),
    /// An integer of any size, as decimal text.
    BigInteger(String),
    /// A decimal number of any precision, as text.
    BigDecimal(String),
    /// A document.
    Document(DocumentValue),
}

/// A constant document. Smithy allows no non-empty list or object as a default.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum DocumentValue {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(NumberValue),
    /// Text.
    Text(String),
    /// An empty array.
    Array,
    /// An empty object.
    Object,
}

/// A number of a document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NumberValue {
    /// A negative integer.
    Int(i64),
    /// Zero or a positive integer.
    Uint(u64),
    /// A number with a fraction or exponent.
    Float(Finite),
}

/// A number that a literal can be written for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Finite(f64);

impl Finite {
    /// The number, unless it is infinite or none.
    pub(crate) fn new(value: f64) -> Option<Self> {
        value.is_finite().then_some(Finite(value))
    }

    pub(crate) fn get(self) -> f64 {
        self.0
    }
}
