//! Validators of what operations promise, and of what is deprecated: pages, repetition, authentication, compression.

mod auth;
mod deprecated;
mod idempotency_token;
mod idempotent;
mod model_deprecation;
mod paginated;
mod request_compression;

use super::{Stage, Validator, listed};

pub(super) const TABLE: &[Validator] = &[
    // It is about how models are written, as what their files tell.
    Validator {
        name: "ModelDeprecation",
        stage: Stage::Correct,
        check: model_deprecation::check,
    },
    Validator {
        name: "AuthTrait",
        stage: Stage::Other,
        check: auth::check,
    },
    Validator {
        name: "DeprecatedTrait",
        stage: Stage::Other,
        check: deprecated::check,
    },
    Validator {
        name: "IdempotencyTokenIgnored",
        stage: Stage::Other,
        check: idempotency_token::check,
    },
    Validator {
        name: "IdempotentTrait",
        stage: Stage::Other,
        check: idempotent::check,
    },
    Validator {
        name: "PaginatedTrait",
        stage: Stage::Other,
        check: paginated::check,
    },
    Validator {
        name: "RequestCompressionTrait",
        stage: Stage::Other,
        check: request_compression::check,
    },
];
