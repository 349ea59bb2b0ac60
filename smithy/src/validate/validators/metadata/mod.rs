//! Validators of metadata and of what defines it.

mod closure;
mod definition;
mod typed;

use super::{Stage, Validator};

pub(super) const TABLE: &[Validator] = &[
    Validator {
        name: "MetadataTrait",
        stage: Stage::Other,
        check: definition::check,
    },
    Validator {
        name: "TypedMetadata",
        stage: Stage::Other,
        check: typed::check,
    },
    Validator {
        name: "ShapeClosure",
        stage: Stage::Other,
        check: closure::check,
    },
];

/// The trait that says which shape the values of a key of metadata have.
const METADATA: &str = "smithy.api#metadata";
