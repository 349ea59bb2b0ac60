//! The names of shape types and the properties of each.

use super::{Kind, Location, Operation, Reference, ShapeId};

/// All values of `type` in a JSON AST.
pub(super) const TYPES: [&str; 24] = [
    "apply",
    "bigDecimal",
    "bigInteger",
    "blob",
    "boolean",
    "byte",
    "document",
    "double",
    "enum",
    "float",
    "intEnum",
    "integer",
    "list",
    "long",
    "map",
    "operation",
    "resource",
    "service",
    "set",
    "short",
    "string",
    "structure",
    "timestamp",
    "union",
];

/// The kind of a type's name, without its details; `at` is where the shape stands.
pub(crate) fn kind_named(name: &str, at: Location) -> Option<Kind> {
    let unit = || Reference {
        target: ShapeId::unit(),
        location: at,
    };
    Some(match name {
        "blob" => Kind::Blob,
        "boolean" => Kind::Boolean,
        "string" => Kind::String,
        "byte" => Kind::Byte,
        "short" => Kind::Short,
        "integer" => Kind::Integer,
        "long" => Kind::Long,
        "float" => Kind::Float,
        "double" => Kind::Double,
        "bigInteger" => Kind::BigInteger,
        "bigDecimal" => Kind::BigDecimal,
        "timestamp" => Kind::Timestamp,
        "document" => Kind::Document,
        "enum" => Kind::Enum,
        "intEnum" => Kind::IntEnum,
        "list" | "set" => Kind::List,
        "map" => Kind::Map,
        "structure" => Kind::Structure,
        "union" => Kind::Union,
        "service" => Kind::Service(Box::default()),
        "operation" => Kind::Operation(Box::new(Operation {
            input: unit(),
            output: unit(),
            errors: Vec::new(),
        })),
        "resource" => Kind::Resource(Box::default()),
        _ => return None,
    })
}

/// The properties that a type of shape may have, for suggestions.
pub(super) fn properties_of(type_name: &str) -> &'static [&'static str] {
    match type_name {
        "structure" | "union" | "enum" | "intEnum" => &["type", "traits", "mixins", "members"],
        "list" | "set" => &["type", "traits", "mixins", "member"],
        "map" => &["type", "traits", "mixins", "key", "value"],
        "service" => &[
            "type",
            "traits",
            "mixins",
            "version",
            "operations",
            "resources",
            "errors",
            "rename",
        ],
        "operation" => &["type", "traits", "mixins", "input", "output", "errors"],
        "resource" => &[
            "type",
            "traits",
            "mixins",
            "identifiers",
            "properties",
            "create",
            "put",
            "read",
            "update",
            "delete",
            "list",
            "operations",
            "collectionOperations",
            "resources",
        ],
        _ => &["type", "traits", "mixins"],
    }
}
