//! Converts words of the command line to values of the input's members.

pub(crate) mod added;
pub(crate) mod base64;
pub(crate) mod definition;
pub(crate) mod fixes;
pub(crate) mod input;
pub(crate) mod paramfile;
mod policy;
pub(crate) mod shorthand;
pub(crate) mod timestamp;
pub(crate) mod typed;
pub(crate) mod unpack;
pub(crate) mod validate;
pub(crate) mod words;

pub(crate) use smithgen_runtime::schema::Class;
use smithgen_runtime::schema::Schema;

use crate::errors::Failure;

/// A failure of one argument, named as the user wrote it.
pub(crate) fn param_error(argument: &str, message: &str) -> Failure {
    Failure::param(format!("Error parsing parameter '{argument}': {message}"))
}

/// The class of the schema's kind.
pub(crate) fn class(schema: &Schema) -> Class {
    schema.kind().class()
}

/// The item schema of a list, or the value schema of a map.
pub(crate) fn element(schema: &'static Schema) -> &'static Schema {
    schema.members().last().map_or(schema, |m| m.target())
}

#[cfg(test)]
mod tests;
