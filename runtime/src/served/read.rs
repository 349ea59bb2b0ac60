//! Reads the input of an operation, and checks it.

use std::fmt;

use bytes::Bytes;

use super::router::Route;
use crate::constraints::{Violation, violations};
use crate::error::DecodeError;
use crate::view::Structure;

/// Why a request has no input that the model allows.
#[derive(Clone, Debug)]
pub enum Rejection {
    /// It cannot be read.
    Malformed(DecodeError),
    /// It violates constraints: all of them, in model order.
    Invalid(Vec<Violation>),
}

impl Rejection {
    /// `2 validation errors detected. …`
    pub fn summary(violations: &[Violation]) -> String {
        let count = violations.len();
        let errors = if count == 1 { "error" } else { "errors" };
        let all: Vec<&str> = violations.iter().map(|v| v.message.as_str()).collect();
        format!("{count} validation {errors} detected. {}", all.join("; "))
    }
}

impl From<DecodeError> for Rejection {
    fn from(error: DecodeError) -> Self {
        Rejection::Malformed(error)
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rejection::Malformed(error) => error.fmt(f),
            Rejection::Invalid(violations) => f.write_str(&Rejection::summary(violations)),
        }
    }
}

impl std::error::Error for Rejection {}

/// Reads an input at zero from a complete request: required members are there, and all constraints hold.
///
/// # Errors
/// The request cannot be read, or the input is not one that the model allows.
pub fn read_request(
    route: Route,
    request: &http::Request<Bytes>,
    input: &mut dyn Structure,
) -> Result<(), Rejection> {
    route
        .protocol
        .decode_request(route.operation, request, input)?;
    match violations(input) {
        found if found.is_empty() => Ok(()),
        found => Err(Rejection::Invalid(found)),
    }
}
