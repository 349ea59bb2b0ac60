//! Validators of resources, their identifiers and properties.

mod cycle;
mod identifier;
mod identifier_binding;
pub(super) mod identity;
mod lifecycle;
mod missing_reference;
pub(super) mod properties;
mod references;

use super::{Stage, Validator};

pub(super) const TABLE: &[Validator] = &[
    Validator {
        name: "ResourceCycle",
        stage: Stage::Correct,
        check: cycle::check,
    },
    Validator {
        name: "MemberShouldReferenceResource",
        stage: Stage::Other,
        check: missing_reference::check,
    },
    Validator {
        name: "ReferencesTrait",
        stage: Stage::Other,
        check: references::check,
    },
    Validator {
        name: "ResourceIdentifier",
        stage: Stage::Other,
        check: identifier::check,
    },
    Validator {
        name: "ResourceIdentifierBinding",
        stage: Stage::Other,
        check: identifier_binding::check,
    },
    Validator {
        name: "ResourceLifecycle",
        stage: Stage::Other,
        check: lifecycle::check,
    },
    Validator {
        name: "ResourceOperationInputOutput",
        stage: Stage::Other,
        check: properties::check,
    },
];
