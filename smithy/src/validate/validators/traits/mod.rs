//! Validators of how traits are defined and applied.

mod breaking_changes;
mod conflict;
mod exclusive;
mod selectors;
mod target;
mod validators;
mod value;

use super::{Stage, Validator};

pub(super) const TABLE: &[Validator] = &[
    // What cannot be read is wrong with the file, as malformed values are.
    Validator {
        name: "Model",
        stage: Stage::Read,
        check: selectors::check,
    },
    Validator {
        name: "Model",
        stage: Stage::Read,
        check: value::malformed,
    },
    Validator {
        name: "TraitValue",
        stage: Stage::Critical,
        check: value::check,
    },
    Validator {
        name: "TraitTarget",
        stage: Stage::Critical,
        check: target::check,
    },
    Validator {
        name: "TraitConflict",
        stage: Stage::Critical,
        check: conflict::check,
    },
    Validator {
        name: "ExclusiveStructureMemberTrait",
        stage: Stage::Critical,
        check: exclusive::check,
    },
    Validator {
        name: "TraitBreakingChanges",
        stage: Stage::Other,
        check: breaking_changes::check,
    },
    Validator {
        name: "TraitValidators",
        stage: Stage::Other,
        check: validators::check,
    },
];

/// The name of a trait as models write it: without namespace where it is one of Smithy's own.
fn short(id: &str) -> &str {
    id.strip_prefix("smithy.api#").unwrap_or(id)
}
