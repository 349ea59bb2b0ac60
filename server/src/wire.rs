//! Requests and responses as the protocols of a service have them.

use bytes::Bytes;
use http::request::Parts;
use smithgen_runtime::binding::{self, RouteError};
use smithgen_runtime::body::Body;
use smithgen_runtime::constraints::{Violation, violations};
use smithgen_runtime::{DecodeError, OperationSpec, Protocol, Structure};

use crate::fault::Fault;

/// The operation and the protocol of a request.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) operation: &'static OperationSpec,
    pub(crate) protocol: &'static dyn Protocol,
}

/// An input that the operation does not take.
pub(crate) enum Rejection {
    Malformed(DecodeError),
    Invalid(Vec<Violation>),
}

/// Finds operations.
pub(crate) struct Router {
    operations: Vec<&'static OperationSpec>,
    protocol: &'static dyn Protocol,
}

impl Router {
    pub(crate) fn new(
        protocols: &'static [&'static dyn Protocol],
        operations: Vec<&'static OperationSpec>,
        default: &'static dyn Protocol,
    ) -> Self {
        Router {
            operations,
            protocol: protocols.first().copied().unwrap_or(default),
        }
    }

    /// The protocol of answers to requests that are in none.
    pub(crate) fn default_protocol(&self) -> &'static dyn Protocol {
        self.protocol
    }

    pub(crate) fn find(&self, head: &Parts) -> Result<Route, Fault> {
        let mut request = http::Request::new(Bytes::new());
        *request.method_mut() = head.method.clone();
        *request.uri_mut() = head.uri.clone();
        let status = match binding::route(&self.operations, &request) {
            Ok(operation) => {
                return Ok(Route {
                    operation,
                    protocol: self.protocol,
                });
            }
            Err(RouteError::NotFound) => http::StatusCode::NOT_FOUND,
            Err(RouteError::MethodNotAllowed) => http::StatusCode::METHOD_NOT_ALLOWED,
        };
        Err(Fault::new(status, "UnknownOperationException"))
    }
}

/// Whether the input has a member that streams.
pub(crate) fn is_streaming(_: Route) -> bool {
    false
}

/// Reads an input. A body that does not stream is in memory.
pub(crate) fn read(
    route: Route,
    head: Parts,
    body: Body,
    input: &mut dyn Structure,
) -> Result<Parts, Rejection> {
    let bytes = body.as_bytes().cloned().unwrap_or_default();
    let request = http::Request::from_parts(head, bytes);
    route
        .protocol
        .decode_request(route.operation, &request, input)
        .map_err(Rejection::Malformed)?;
    let found = violations(input);
    match found.is_empty() {
        true => Ok(request.into_parts().0),
        false => Err(Rejection::Invalid(found)),
    }
}

/// Writes an output.
pub(crate) fn write(
    route: Route,
    output: &mut dyn Structure,
) -> Result<http::Response<Body>, Fault> {
    let written = route.protocol.encode_response(route.operation, output);
    written
        .map(|response| response.map(Body::from))
        .map_err(Fault::internal)
}

/// Writes an error of the model.
pub(crate) fn write_error(
    route: Route,
    error: &dyn Structure,
) -> Result<http::Response<Body>, Fault> {
    let written = route.protocol.encode_error(route.operation, error);
    written
        .map(|response| response.map(Body::from))
        .map_err(Fault::internal)
}

/// Writes what the protocol has for an invalid input.
pub(crate) fn write_rejection(_: Route, rejection: &Rejection) -> http::Response<Body> {
    let code = match rejection {
        Rejection::Malformed(_) => "SerializationException",
        Rejection::Invalid(_) => "ValidationException",
    };
    plain(http::StatusCode::BAD_REQUEST, code)
}

/// Writes a failure outside of the model.
pub(crate) fn write_fault(_: &'static dyn Protocol, fault: &Fault) -> http::Response<Body> {
    plain(fault.status(), fault.code())
}

fn plain(status: http::StatusCode, code: &str) -> http::Response<Body> {
    let mut response = http::Response::new(Bytes::from_static(b"{}").into());
    *response.status_mut() = status;
    if let Ok(code) = http::HeaderValue::from_str(code) {
        response.headers_mut().insert("x-amzn-errortype", code);
    }
    response
}
