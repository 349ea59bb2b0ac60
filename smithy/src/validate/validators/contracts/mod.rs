//! Validators of conditions on values.

mod conditions;

use super::{Stage, Validator};

pub(super) const TABLE: &[Validator] = &[
    // What cannot be read is wrong with the file, as other malformed values of traits are.
    Validator {
        name: "Model",
        stage: Stage::Read,
        check: conditions::malformed,
    },
    Validator::other("ConditionsTrait", conditions::check),
];
