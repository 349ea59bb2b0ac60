//! What pages need to know of a shape, wherever its description is kept.

use std::borrow::Cow;

/// A shape of the model. Cheap to copy: a reference to where it is described.
pub trait Shape<'a>: Copy {
    /// What tells it from other shapes; only compared.
    fn id(self) -> &'a str;

    /// Its kind.
    fn kind(self) -> Kind;

    /// What is said of the shape itself.
    fn doc(self) -> Cow<'a, str>;

    /// Values of an enum or an intEnum, as a user types them; empty for other shapes.
    fn values(self) -> Vec<String>;

    /// Members in the model's order: `member` of a list, `key` and `value` of a map.
    fn members(self) -> Vec<Member<'a, Self>>;
}

/// A member of a shape.
#[derive(Clone, Debug)]
pub struct Member<'a, S> {
    /// Its name in the model.
    pub name: &'a str,
    /// The shape of its values.
    pub target: S,
    /// What is said of it.
    pub doc: Cow<'a, str>,
    /// Whether it must be set.
    pub required: bool,
    /// Whether it is a stream of bytes or events.
    pub streaming: bool,
    /// What its values must fulfil.
    pub limits: Limits<'a>,
}

/// Constraints of the model on a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits<'a> {
    /// Smallest length or number.
    pub min: Option<Cow<'a, str>>,
    /// Largest length or number.
    pub max: Option<Cow<'a, str>>,
    /// Regular expression.
    pub pattern: Option<Cow<'a, str>>,
}

/// Kinds of shape that a user has to tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are Smithy's own names")]
pub enum Kind {
    Blob,
    Boolean,
    String,
    Enum,
    IntEnum,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Timestamp,
    Document,
    List,
    Map,
    Structure,
    Union,
}

impl Kind {
    /// The word for it in help texts, which is the AWS CLI's.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Blob => "blob",
            Kind::Boolean => "boolean",
            Kind::String | Kind::Enum => "string",
            Kind::IntEnum | Kind::Byte | Kind::Short | Kind::Integer => "integer",
            Kind::Long => "long",
            Kind::Float => "float",
            Kind::Double => "double",
            Kind::BigInteger => "bigInteger",
            Kind::BigDecimal => "bigDecimal",
            Kind::Timestamp => "timestamp",
            Kind::Document => "document",
            Kind::List => "list",
            Kind::Map => "map",
            Kind::Structure => "structure",
            Kind::Union => "tagged union structure",
        }
    }

    /// Whether a value is a single word, not composed of others.
    #[must_use]
    pub fn is_scalar(self) -> bool {
        !matches!(
            self,
            Kind::List | Kind::Map | Kind::Structure | Kind::Union | Kind::Document
        )
    }
}
