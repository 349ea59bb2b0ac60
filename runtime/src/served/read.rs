//! Reads the input of an operation, and checks it.

use std::fmt;

use bytes::Bytes;

use super::problem::Problem;
use super::router::Route;
use crate::binding::media;
use crate::body::{Body, TransportError};
use crate::codec::noted;
use crate::constraints::{Plan, Violation, violations};
use crate::dynamic::{DynamicStructure, Typing};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::message;
use crate::schema::Schema;
use crate::view::Structure;

/// Why a request has no input that the model allows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// Its body is larger than the server allows, or did not arrive as a whole.
    Body(Problem),
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

impl From<TransportError> for Rejection {
    fn from(error: TransportError) -> Self {
        Rejection::Body(error.into())
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rejection::Body(problem) => f.write_str(problem.message()),
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
    if !route.protocol.uses_http_bindings() {
        check_types(route, request)?;
    }
    let read = |input: &mut dyn Structure| {
        route
            .protocol
            .decode_request(route.operation, request, input)
    };
    read_with(route.plan, input, read)
}

/// Media types of a protocol that has the same for all operations.
fn check_types(route: Route, request: &http::Request<Bytes>) -> Result<(), DecodeError> {
    let media_type = route.protocol.media_type();
    media::check_sent(media_type, request.headers(), request.body())?;
    match route.protocol.answers_in_xml() {
        // These protocols have no say in what is accepted.
        true => Ok(()),
        false => media::check_accepted(media_type, request.headers()),
    }
}

/// Takes off a complete request what a client may put around its body: chunks, checksums, compression. To be called
/// before [`read_request`]; a request that has none of it comes back as it is.
///
/// # Errors
/// The body is not what its headers say, or has more bytes than the limit.
pub fn unpack_request(
    route: Route,
    request: http::Request<Bytes>,
    limit: u64,
) -> Result<http::Request<Bytes>, Rejection> {
    Ok(message::unpack_bytes(route.operation, request, limit)?)
}

/// [`unpack_request`] for the body of [`read_streaming`](super::read_streaming), which fails while it is read.
///
/// # Errors
/// A checksum that the operation needs is missing.
pub fn unpack_streaming(
    route: Route,
    head: &mut http::request::Parts,
    body: Body,
    limit: u64,
) -> Result<Body, Rejection> {
    Ok(message::unpack(
        route.operation,
        &mut head.headers,
        body,
        limit,
    )?)
}

/// Reads an input with this function, and checks it.
pub(super) fn read_with(
    plan: &Plan,
    input: &mut dyn Structure,
    read: impl Fn(&mut dyn Structure) -> Result<(), DecodeError>,
) -> Result<(), Rejection> {
    match noted::complete(input, &read) {
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
