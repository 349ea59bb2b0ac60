//! Constructors of tables for generated code. They are const functions, so that existing code still compiles when a
//! table gets another field.

use crate::operation::Segment;
use crate::schema::{Bounds, Kind, Member, Schema, Trait};

pub use crate::schema::Trait::{
    AwsQueryError, Defaulted, Ec2QueryName, EnumValues, Error, EventHeader, EventPayload,
    HostLabel, HttpError, HttpHeader, HttpLabel, HttpPayload, HttpPrefixHeaders, HttpQuery,
    HttpQueryParams, HttpResponseCode, IdempotencyToken, IntEnumValues, InternalValues, JsonName,
    Length, MediaType, Pattern, Range, Renamed, Required, RequiresLength, Retryable, Sensitive,
    Sparse, Streaming, UniqueItems, XmlAttribute, XmlFlattened, XmlName,
};

/// A member of a shape.
pub const fn member(
    name: &'static str,
    target: &'static Schema,
    traits: &'static [Trait],
) -> Member {
    Member::annotated(name, target, traits)
}

/// A member of a shape, without traits.
pub const fn plain(name: &'static str, target: &'static Schema) -> Member {
    Member::new(name, target)
}

/// Limits on both ends.
pub const fn between(min: &'static str, max: &'static str) -> Bounds {
    Bounds::new(Some(min), Some(max))
}

/// A lower limit.
pub const fn at_least(min: &'static str) -> Bounds {
    Bounds::new(Some(min), None)
}

/// An upper limit.
pub const fn at_most(max: &'static str) -> Bounds {
    Bounds::new(None, Some(max))
}

/// The schema of a structure.
pub const fn structure_of(id: &'static str, members: &'static [Member]) -> Schema {
    Schema::new(id, Kind::Structure, members)
}

/// The schema of a union.
pub const fn union_of(id: &'static str, members: &'static [Member]) -> Schema {
    Schema::new(id, Kind::Union, members)
}

/// The schema of a list.
pub const fn list_of(id: &'static str, members: &'static [Member]) -> Schema {
    Schema::new(id, Kind::List, members)
}

/// The schema of a map.
pub const fn map_of(id: &'static str, members: &'static [Member]) -> Schema {
    Schema::new(id, Kind::Map, members)
}

/// The schema of a string enum.
pub const fn enum_of(id: &'static str) -> Schema {
    Schema::new(id, Kind::Enum, &[])
}

/// The schema of an integer enum.
pub const fn int_enum_of(id: &'static str) -> Schema {
    Schema::new(id, Kind::IntEnum, &[])
}

/// A literal path segment.
pub const fn text(text: &'static str) -> Segment {
    Segment::Literal(text)
}

/// A path segment from an input member.
pub const fn label(member: usize) -> Segment {
    Segment::Label(member)
}

/// Path segments from an input member.
pub const fn greedy(member: usize) -> Segment {
    Segment::Greedy(member)
}
