//! Schemas: the static tables that the runtime interprets.

use super::{Ident, Path};

/// The table of one shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// The static's name.
    pub name: Ident,
    /// Absolute shape id.
    pub id: String,
    /// The kind of shape.
    pub kind: SchemaKind,
    /// Members in model order; `member` of a list, `key` and `value` of a map, none of an enum.
    pub members: Vec<SchemaMember>,
    /// Traits of the shape itself that the runtime reads.
    pub traits: Vec<Trait>,
    /// Whether a required member stands in it, at any depth.
    pub requires: bool,
}

/// A schema, as seen from the file in which it is used.
pub type SchemaRef = Path;

/// The kinds of shape that have a schema of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are Smithy's own names")]
pub enum SchemaKind {
    Structure,
    Union,
    List,
    Map,
    Enum,
    IntEnum,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemaMember {
    /// The member's name in the model.
    pub name: String,
    /// The schema of its values.
    pub target: SchemaRef,
    /// Its own traits and those it takes over from a simple target.
    pub traits: Vec<Trait>,
}

/// A trait that changes what the runtime does. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the Smithy trait it is named for")]
pub enum Trait {
    Required,
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
    /// The values are the `VALUES` of this type, or given one by one where there is no type.
    EnumValues(EnumValues<String>),
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
    /// The name that the service gives an error.
    Renamed(String),
}

/// Where the values of an enum stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnumValues<T> {
    /// In the type's associated constant `VALUES`.
    OfType(Ident),
    /// Here.
    Listed(Vec<T>),
}

/// How a timestamp is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are Smithy's own names")]
pub enum TimestampFormat {
    DateTime,
    HttpDate,
    EpochSeconds,
}

/// Inclusive limits, as decimal text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// Lower limit.
    pub min: Option<String>,
    /// Upper limit.
    pub max: Option<String>,
}

/// An XML namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmlNamespace {
    /// Its URI.
    pub uri: String,
    /// Its prefix.
    pub prefix: Option<String>,
}

/// Code and status of an error in the query protocols.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The code on the wire.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
}
