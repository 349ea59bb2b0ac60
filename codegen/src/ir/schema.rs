//! Schemas: static tables that the runtime interprets.

use super::{Ident, Path};

/// The schema of a shape.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Schema {
    /// The static's name.
    pub name: Ident,
    /// Absolute shape id.
    pub id: String,
    /// The kind of shape.
    pub kind: SchemaKind,
    /// Members in model order: `member` of a list, `key` and `value` of a map, none for an enum.
    pub members: Vec<SchemaMember>,
    /// The shape's own traits that the runtime reads.
    pub traits: Vec<Trait>,
    /// Whether it contains a required member at any depth.
    pub requires: bool,
}

/// The path of a schema, relative to the file that uses it.
pub(crate) type SchemaRef = Path;

/// The kinds of shapes that have their own schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are Smithy's own names")]
pub(crate) enum SchemaKind {
    Structure,
    Union,
    List,
    Map,
    Enum,
    IntEnum,
}

/// A member of a schema.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SchemaMember {
    /// The member's name in the model.
    pub name: String,
    /// The schema of its values.
    pub target: SchemaRef,
    /// Its own traits, and those of a simple target.
    pub traits: Vec<Trait>,
}

/// A trait that affects the runtime. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the Smithy trait it is named for")]
pub(crate) enum Trait {
    Required,
    /// Has a default, which stands in for a required member that a message lacks.
    Defaulted,
    Sensitive,
    Sparse,
    UniqueItems,
    JsonName(String),
    XmlName(String),
    XmlAttribute,
    XmlFlattened,
    XmlNamespace(XmlNamespace),
    Ec2QueryName(String),
    TimestampFormat(TimestampFormat),
    MediaType(String),
    HttpLabel,
    HttpQuery(String),
    HttpQueryParams,
    HttpHeader(String),
    HttpPrefixHeaders(String),
    HttpPayload,
    HttpResponseCode,
    HostLabel,
    IdempotencyToken,
    Streaming,
    RequiresLength,
    EventHeader,
    EventPayload,
    /// The values are this type's `VALUES`, or listed if there is no type.
    EnumValues(EnumValues<String>),
    /// Those of the values that are not named where all are.
    InternalValues(Vec<String>),
    IntEnumValues(EnumValues<i32>),
    Length(Bounds),
    Range(Bounds),
    Pattern(String),
    Error {
        client: bool,
    },
    HttpError(u16),
    Retryable {
        throttling: bool,
    },
    AwsQueryError(QueryError),
    /// The name of an error in the service.
    Renamed(String),
}

/// Where the values of an enum are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EnumValues<T> {
    /// In the type's associated constant `VALUES`.
    OfType(Ident),
    /// Listed in the schema.
    Listed(Vec<T>),
}

/// How a timestamp is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are Smithy's own names")]
pub(crate) enum TimestampFormat {
    DateTime,
    HttpDate,
    EpochSeconds,
}

/// Inclusive limits, as decimal text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// Lower limit.
    pub min: Option<String>,
    /// Upper limit.
    pub max: Option<String>,
}

/// An XML namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct XmlNamespace {
    /// Its URI.
    pub uri: String,
    /// Its prefix.
    pub prefix: Option<String>,
}

/// Code and status of an error in the query protocols.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryError {
    /// The code on the wire.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
}
