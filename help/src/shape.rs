//! What pages need to know about shapes, wherever these are described.

use std::borrow::Cow;

/// A shape in the model. Cheap to copy, like a reference.
pub trait Shape<'a>: Copy {
    /// An identifier; only used for comparison.
    fn id(self) -> &'a str;

    /// Its kind.
    fn kind(self) -> Kind;

    /// The shape's own documentation.
    fn doc(self) -> Cow<'a, str>;

    /// The values of an enum or intEnum, as a user types them; empty for other shapes.
    fn values(self) -> Vec<String>;

    /// Members in model order: `member` of a list, `key` and `value` of a map.
    fn members(self) -> Vec<Member<'a, Self>>;
}

/// A member of a shape.
#[derive(Clone, Debug)]
pub struct Member<'a, S> {
    /// Name in the model.
    pub name: &'a str,
    /// Target shape.
    pub target: S,
    /// Documentation.
    pub doc: Cow<'a, str>,
    /// Whether it must be set.
    pub required: bool,
    /// Whether it is a stream of bytes or events.
    pub streaming: bool,
    /// Constraints on its values.
    pub limits: Limits<'a>,
}

/// Constraint traits of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits<'a> {
    /// Smallest length or number.
    pub min: Option<Cow<'a, str>>,
    /// Largest length or number.
    pub max: Option<Cow<'a, str>>,
    /// Regular expression.
    pub pattern: Option<Cow<'a, str>>,
}

/// Kinds of shapes that users need to distinguish.
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
    /// The kind's name in help text, which is the AWS CLI's.
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

    /// Whether a value is a single word.
    #[must_use]
    pub fn is_scalar(self) -> bool {
        !matches!(
            self,
            Kind::List | Kind::Map | Kind::Structure | Kind::Union | Kind::Document
        )
    }
}
