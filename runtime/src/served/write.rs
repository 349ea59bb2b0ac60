//! Writes answers: outputs, errors of the model, and problems that the model has no error for.

use bytes::Bytes;
use http::header::CONTENT_LENGTH;

use super::problem::{self, Problem};
use super::read::Rejection;
use super::router::Route;
use super::stream;
use crate::body::Body;
use crate::error::InputError;
use crate::operation::{OperationSpec, Protocol, Service};
use crate::protocol::REST_JSON_1;
use crate::schema::prelude;
use crate::view::Structure;

/// Writes an output. The body is a stream if the output has one.
///
/// # Errors
/// A value cannot be represented where it is bound.
pub fn write_response(
    route: Route,
    output: &dyn Structure,
) -> Result<http::Response<Body>, InputError> {
    match stream::write(route, output) {
        Some(written) => written,
        None => {
            let response = route.protocol.encode_response(route.operation, output)?;
            Ok(response.map(Body::from))
        }
    }
}

/// Writes an error of the model; one that cannot be written is an internal failure.
pub fn write_error(route: Route, error: &dyn Structure) -> http::Response<Bytes> {
    let written = route.protocol.encode_error(route.operation, error);
    written.unwrap_or_else(|_| write_problem(route.protocol, &Problem::internal()))
}

/// Writes the answer to a request that [`read_request`](super::read_request) rejects. Constraints that do not hold are
/// `smithy.framework#ValidationException`.
pub fn write_rejection(route: Route, rejection: &Rejection) -> http::Response<Bytes> {
    match rejection {
        Rejection::Malformed(error) => write_problem(route.protocol, &error.into()),
        Rejection::Invalid(violations) => write_error(route, &problem::validation(violations)),
    }
}

/// Writes an error that the model does not have, as the protocol writes errors.
pub fn write_problem(protocol: &'static dyn Protocol, problem: &Problem) -> http::Response<Bytes> {
    // No operation is needed to write an error: it tells only what the namespace of XML is.
    static SERVICE: Service = Service::new("smithy.framework#Server", "", "", &REST_JSON_1);
    static NONE: OperationSpec = OperationSpec::new("", &SERVICE, &prelude::UNIT, &prelude::UNIT);
    let mut response = protocol.encode_error(&NONE, problem).unwrap_or_default();
    *response.status_mut() = problem.status();
    let length = response.body().len();
    response.headers_mut().insert(CONTENT_LENGTH, length.into());
    response
}
