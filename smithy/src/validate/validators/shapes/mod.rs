//! Validators of shapes: what they target, contain and are called.

mod id_conflict;
mod private_access;
mod private_mixin_member;
mod recursion;
mod role;
mod target;
mod union;
mod unit;
mod unstable;

use super::{Stage, Validator};

pub(super) const TABLE: &[Validator] = &[
    Validator {
        name: "Target",
        stage: Stage::Correct,
        check: target::check,
    },
    Validator {
        name: "ShapeIdConflict",
        stage: Stage::Critical,
        check: id_conflict::check,
    },
    Validator {
        name: "PrivateAccess",
        stage: Stage::Other,
        check: private_access::check,
    },
    Validator {
        name: "PrivateMixinMember",
        stage: Stage::Other,
        check: private_mixin_member::check,
    },
    Validator {
        name: "ShapeRecursion",
        stage: Stage::Other,
        check: recursion::check,
    },
    Validator {
        name: "Union",
        stage: Stage::Other,
        check: union::check,
    },
    Validator {
        name: "UnitType",
        stage: Stage::Other,
        check: unit::check,
    },
    Validator {
        name: "UnstableTrait",
        stage: Stage::Other,
        check: unstable::check,
    },
];
