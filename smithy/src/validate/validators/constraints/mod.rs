//! Validators of what values may be: defaults, enums, examples, lengths, patterns and ranges.

mod default;
mod default_in_update;
mod enum_shape;
mod enum_trait;
mod examples;
mod length;
mod pattern;
mod range;

use super::{Stage, Validator, listed};

pub(super) const TABLE: &[Validator] = &[
    Validator {
        name: "DefaultTrait",
        stage: Stage::Critical,
        check: default::check,
    },
    Validator {
        name: "EnumShape",
        stage: Stage::Critical,
        check: enum_shape::check,
    },
    Validator {
        name: "DefaultValueInUpdate",
        stage: Stage::Other,
        check: default_in_update::check,
    },
    Validator {
        name: "EnumTrait",
        stage: Stage::Other,
        check: enum_trait::check,
    },
    Validator {
        name: "ExamplesTrait",
        stage: Stage::Other,
        check: examples::check,
    },
    Validator {
        name: "LengthTrait",
        stage: Stage::Other,
        check: length::check,
    },
    Validator {
        name: "PatternTrait",
        stage: Stage::Other,
        check: pattern::check,
    },
    Validator {
        name: "RangeTrait",
        stage: Stage::Other,
        check: range::check,
    },
];

/// Whether the name of an enum's value is written as such names are: in capitals, digits and underscores.
fn is_name_of_value(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    name.starts_with(|first: char| first.is_ascii_uppercase()) && name.bytes().all(is_allowed)
}
