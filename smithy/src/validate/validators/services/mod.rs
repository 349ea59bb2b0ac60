//! Validators of services and their operations.

mod auth;
mod binding;
mod bound_operation;
mod conflict;
mod documents;
mod operation;
mod service;

use super::{Stage, Validator};

pub(super) const TABLE: &[Validator] = &[
    Validator {
        name: "SingleOperationBinding",
        stage: Stage::Critical,
        check: binding::operations,
    },
    Validator {
        name: "SingleResourceBinding",
        stage: Stage::Critical,
        check: binding::resources,
    },
    Validator {
        name: "Service",
        stage: Stage::Other,
        check: service::check,
    },
    Validator {
        name: "ServiceAuthDefinitions",
        stage: Stage::Other,
        check: auth::check,
    },
    Validator {
        name: "ServiceBoundResourceOperation",
        stage: Stage::Other,
        check: bound_operation::check,
    },
    Validator {
        name: "NoInlineDocumentSupport",
        stage: Stage::Other,
        check: documents::check,
    },
    Validator {
        name: "OperationInputOutputMisuse",
        stage: Stage::Other,
        check: operation::misuse,
    },
    Validator {
        name: "OperationInputOutputName",
        stage: Stage::Other,
        check: operation::names,
    },
    Validator {
        name: "OperationNameAmbiguity",
        stage: Stage::Other,
        check: operation::ambiguity,
    },
];
