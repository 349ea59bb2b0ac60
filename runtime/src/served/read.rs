//! Reads the input of an operation, and checks it.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_ENCODING, HeaderMap};

use super::hosts::Prefix;
use super::problem::Problem;
use super::router::Route;
use crate::binding::media;
use crate::body::{Body, TransportError};
use crate::codec::noted;
use crate::constraints::{Violation, violations};
use crate::dynamic::{DynamicStructure, Typing};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::message;
use crate::operation::OperationSpec;
use crate::schema::{Member, Schema, Trait};
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
    /// HTTP status of the answer: 400 where the input is wrong, others where the request is not one that is read at all, as
    /// for its media type or its size.
    pub fn status(&self) -> StatusCode {
        match self {
            Rejection::Body(problem) => problem.status(),
            Rejection::Malformed(error) => Problem::from(error).status(),
            Rejection::Invalid(_) => StatusCode::BAD_REQUEST,
        }
    }

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
        Rejection::Body(Problem::from(&error))
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
    read_with(route, request, input)
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
/// The body is not what its headers say, or in an encoding that the operation does not take, or has more bytes than the
/// limit.
pub fn unpack_request(
    route: Route,
    request: http::Request<Bytes>,
    limit: u64,
) -> Result<http::Request<Bytes>, Rejection> {
    let request = message::unpack_bytes(route.operation, request, limit)?;
    check_encoding(route.operation, request.headers())?;
    Ok(request)
}

/// Fails if the body is still in an encoding, unless the operation has a member for its name and so can do with it.
pub(super) fn check_encoding(
    operation: &OperationSpec,
    headers: &HeaderMap,
) -> Result<(), DecodeError> {
    let lines = headers.get_all(CONTENT_ENCODING).iter();
    let mut names = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
    let is_encoded = names.any(|name| {
        let name = name.trim_ascii();
        !name.is_empty() && !name.eq_ignore_ascii_case(b"identity")
    });
    let is_bound = |member: &Member| {
        member.traits.iter().any(|t| match t {
            Trait::HttpHeader(name) => name.eq_ignore_ascii_case(CONTENT_ENCODING.as_str()),
            _ => false,
        })
    };
    if !is_encoded || operation.input.members.iter().any(is_bound) {
        return Ok(());
    }
    let kind = DecodeErrorKind::UnsupportedMediaType;
    let reason = "the operation does not take the content encoding of the body";
    Err(DecodeError::of_kind(kind, reason))
}

/// [`unpack_request`] for the body of [`read_streaming`](super::read_streaming), which fails while it is read.
///
/// # Errors
/// A checksum that the operation needs is missing, or the body is in an encoding that the operation does not take.
pub fn unpack_streaming(
    route: Route,
    head: &mut http::request::Parts,
    body: Body,
    limit: u64,
) -> Result<Body, Rejection> {
    let body = message::unpack(route.operation, &mut head.headers, body, limit)?;
    check_encoding(route.operation, &head.headers)?;
    Ok(body)
}

/// Reads an input from a request and its host, and checks it.
pub(super) fn read_with(
    route: Route,
    request: &http::Request<Bytes>,
    input: &mut dyn Structure,
) -> Result<(), Rejection> {
    let operation = route.operation;
    let prefix = request.extensions().get::<Prefix>();
    let read = |input: &mut dyn Structure| {
        let read = route.protocol.decode_request(operation, request, input);
        match (&read, prefix) {
            // Perhaps it is the host that has what is missing.
            (Err(error), _) if error.kind != DecodeErrorKind::Incomplete => read,
            (_, Some(prefix)) => prefix.read(operation, input).and(read),
            (_, None) => read,
        }
    };
    match noted::complete(input, read) {
        Ok(()) => {}
        Err(error) if error.kind == DecodeErrorKind::Incomplete => {
            check_missing(input.schema(), read)?;
            if prefix.is_none() {
                return Err(error.into());
            }
        }
        Err(error) => return Err(error.into()),
    }
    match route.plan.violations(input) {
        found if found.is_empty() => Ok(()),
        found => Err(Rejection::Invalid(found)),
    }
}

/// Fails with all violations of an input that lacks required members: read once more into values that tell which.
#[cold]
fn check_missing(
    schema: &'static Schema,
    read: impl Fn(&mut dyn Structure) -> Result<(), DecodeError>,
) -> Result<(), Rejection> {
    let mut input = DynamicStructure::new(schema, Typing::Typed);
    if let Err(error) = read(&mut input)
        && error.kind != DecodeErrorKind::Incomplete
    {
        return Err(error.into());
    }
    match violations(&input) {
        found if found.is_empty() => Ok(()),
        found => Err(Rejection::Invalid(found)),
    }
}
