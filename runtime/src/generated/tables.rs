//! Tables in generated code: const functions, so that a table can have another field tomorrow and what was generated
//! today still compiles.

use crate::operation::Segment;
use crate::schema::{Kind, Member, Schema, Trait};

pub use crate::schema::Trait::{
    AwsQueryError, Ec2QueryName, EnumValues, Error, EventHeader, EventPayload, HostLabel,
    HttpError, HttpHeader, HttpLabel, HttpPayload, HttpPrefixHeaders, HttpQuery, HttpQueryParams,
    HttpResponseCode, IdempotencyToken, IntEnumValues, JsonName, Length, MediaType, Pattern, Range,
    Renamed, Required, RequiresLength, Retryable, Sensitive, Sparse, Streaming, UniqueItems,
    XmlAttribute, XmlFlattened, XmlName,
};

/// A member of a shape.
pub const fn member(
    name: &'static str,
    target: &'static Schema,
    traits: &'static [Trait],
) -> Member {
    Member::annotated(name, target, traits)
}

/// The table of a structure.
pub const fn structure_of(id: &'static str, members: &'static [Member]) -> Schema {
    Schema::new(id, Kind::Structure, members)
}

/// The table of a union.
pub const fn union_of(id: &'static str, members: &'static [Member]) -> Schema {
    Schema::new(id, Kind::Union, members)
}

/// The table of a list.
pub const fn list_of(id: &'static str, members: &'static [Member]) -> Schema {
    Schema::new(id, Kind::List, members)
}

/// The table of a map.
pub const fn map_of(id: &'static str, members: &'static [Member]) -> Schema {
    Schema::new(id, Kind::Map, members)
}

/// The table of an enum of texts.
pub const fn enum_of(id: &'static str) -> Schema {
    Schema::new(id, Kind::Enum, &[])
}

/// The table of an enum of integers.
pub const fn int_enum_of(id: &'static str) -> Schema {
    Schema::new(id, Kind::IntEnum, &[])
}

/// A fixed segment of a path.
pub const fn text(text: &'static str) -> Segment {
    Segment::Literal(text)
}

/// A segment of a path that an input member fills.
pub const fn label(member: usize) -> Segment {
    Segment::Label(member)
}

/// Segments of a path that an input member fills.
pub const fn greedy(member: usize) -> Segment {
    Segment::Greedy(member)
}
