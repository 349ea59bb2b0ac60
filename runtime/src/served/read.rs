//! Reads the input of an operation, and checks it.

use std::fmt;

use bytes::Bytes;

use super::router::Route;
use crate::codec::presence;
use crate::constraints::{Plan, Violation, violations};
use crate::dynamic::{DynamicStructure, Typing};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::schema::Schema;
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
    let read = |input: &mut dyn Structure| {
        route
            .protocol
            .decode_request(route.operation, request, input)
    };
    read_with(route.plan, input, read)
}

/// Reads an input with this function, and checks it.
pub(super) fn read_with(
    plan: &Plan,
    input: &mut dyn Structure,
    read: impl Fn(&mut dyn Structure) -> Result<(), DecodeError>,
) -> Result<(), Rejection> {
    match presence::complete(input, &read) {
        Ok(()) => {}
        Err(error) if error.kind == DecodeErrorKind::Incomplete => {
            return Err(what_is_missing(input.schema(), read, error));
        }
        Err(error) => return Err(error.into()),
    }
    match plan.violations(input) {
        found if found.is_empty() => Ok(()),
        found => Err(Rejection::Invalid(found)),
    }
}

/// All violations of an input that lacks required members: read once more into values that tell which.
#[cold]
fn what_is_missing(
    schema: &'static Schema,
    read: impl Fn(&mut dyn Structure) -> Result<(), DecodeError>,
    error: DecodeError,
) -> Rejection {
    let mut input = DynamicStructure::new(schema, Typing::Typed);
    if let Err(error) = read(&mut input)
        && error.kind != DecodeErrorKind::Incomplete
    {
        return error.into();
    }
    match violations(&input) {
        found if found.is_empty() => error.into(),
        found => Rejection::Invalid(found),
    }
}
