//! Converts words of the command line to values of the input's members.

pub(crate) mod base64;
pub(crate) mod input;
pub(crate) mod paramfile;
pub(crate) mod shorthand;
pub(crate) mod timestamp;
pub(crate) mod typed;
pub(crate) mod unpack;
pub(crate) mod validate;
pub(crate) mod words;

use smithgen_runtime::schema::{Kind, Schema};

use crate::errors::Failure;

/// A failure of one argument, named as the user wrote it.
pub(crate) fn param_error(argument: &str, message: &str) -> Failure {
    Failure::param(format!("Error parsing parameter '{argument}': {message}"))
}

/// The classes into which the reference groups Smithy's shape kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Text,
    Int,
    Float,
    Bool,
    Blob,
    Timestamp,
    Document,
    List,
    Map,
    Structure,
}

pub(crate) fn class(schema: &Schema) -> Class {
    match schema.kind() {
        Kind::String | Kind::Enum => Class::Text,
        Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::Long
        | Kind::IntEnum
        | Kind::BigInteger => Class::Int,
        Kind::Float | Kind::Double | Kind::BigDecimal => Class::Float,
        Kind::Boolean => Class::Bool,
        Kind::Blob => Class::Blob,
        Kind::Timestamp => Class::Timestamp,
        Kind::Document => Class::Document,
        Kind::List => Class::List,
        Kind::Map => Class::Map,
        Kind::Structure | Kind::Union => Class::Structure,
        // What only a later runtime has is JSON on the command line.
        _ => Class::Document,
    }
}

/// The item schema of a list, or the value schema of a map.
pub(crate) fn element(schema: &'static Schema) -> &'static Schema {
    schema.members().last().map_or(schema, |m| m.target())
}

#[cfg(test)]
mod tests;
