//! Outputs and errors ⇄ responses.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Location, Rest, Side, is_unit, read, write};
use crate::codec::JsonStyle;
use crate::error::{DecodeError, InputError, Metadata};
use crate::operation::OperationSpec;
use crate::schema::{Schema, Trait};
use crate::value::Strictness;
use crate::view::{Ref, Slot, Structure};

impl Rest {
    /// Parses an output or a modelled error leniently.
    ///
    /// # Errors
    /// A value does not match the schema.
    pub fn decode_response(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
        value: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        let strictness = Strictness::Lenient.of(value);
        read::headers(response.headers(), value, Side::Response, strictness)?;
        for (index, member) in value.schema().members.iter().enumerate() {
            if Location::of(member, Side::Response) == Location::Status {
                set_status(value.slot(index), response.status());
            }
        }
        self.read_body(
            operation,
            response.body(),
            value,
            Side::Response,
            strictness,
        )
    }

    /// Serializes a successful response.
    ///
    /// # Errors
    /// A value cannot be represented where it is bound.
    pub fn encode_response(
        &self,
        operation: &OperationSpec,
        output: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        let code = operation.http.map_or(200, |http| http.code);
        self.write_response(operation, output, status(output).unwrap_or(code))
    }

    /// Serializes an error; its name is left to the protocol.
    ///
    /// # Errors
    /// Like [`Rest::encode_response`].
    pub fn encode_error(
        &self,
        operation: &OperationSpec,
        error: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        self.write_response(operation, error, error_status(error.schema()))
    }

    fn write_response(
        &self,
        operation: &OperationSpec,
        value: &dyn Structure,
        status: u16,
    ) -> Result<http::Response<Bytes>, InputError> {
        let mut headers = write::headers(value, Side::Response)?;
        let written = match self.body(operation, value, Side::Response, JsonStyle::Compact)? {
            None if self.empty_response_document
                && !is_unit(value.schema())
                && !has_payload(value.schema()) =>
            {
                let style = JsonStyle::Compact;
                let bytes = self.codec.write(
                    operation.envelope(value.schema()),
                    value,
                    Side::Response.document(),
                    style,
                )?;
                Some((bytes, self.codec.media_type()))
            }
            written => written,
        };
        let body = write::finish(&mut headers, written);
        let mut response = http::Response::new(body);
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
        *response.headers_mut() = headers;
        Ok(response)
    }
}

fn has_payload(schema: &'static Schema) -> bool {
    schema
        .members
        .iter()
        .any(|member| Location::of(member, Side::Response) == Location::Payload)
}

fn set_status(slot: Slot<'_>, status: StatusCode) {
    let status = status.as_u16();
    match slot {
        Slot::I32(slot) => *slot = status.into(),
        Slot::I64(slot) => *slot = status.into(),
        Slot::I16(slot) => *slot = i16::try_from(status).unwrap_or(0),
        Slot::IntEnum(slot) => slot.set(status.into()),
        Slot::Untyped(slot) => *slot = i64::from(status).into(),
        _ => {}
    }
}

/// The status in a member.
fn status(output: &dyn Structure) -> Option<u16> {
    let members = output.schema().members;
    let index = members
        .iter()
        .position(|member| Location::of(member, Side::Response) == Location::Status)?;
    match output.get(index) {
        Ref::Int(status) => u16::try_from(status).ok(),
        _ => None,
    }
}

/// `@httpError`, else 400 or 500 depending on whose fault it is.
pub(crate) fn error_status(schema: &Schema) -> u16 {
    let stated = schema.traits.iter().find_map(|t| match t {
        Trait::HttpError(status) => Some(*status),
        _ => None,
    });
    let client = schema
        .traits
        .iter()
        .any(|t| matches!(t, Trait::Error { client: true }));
    stated.unwrap_or(if client { 400 } else { 500 })
}

/// Adds what the head of an error response tells: the request's second id, and the error's shape if only the status
/// reveals it.
pub(crate) fn with_head(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
    metadata: Metadata,
) -> Metadata {
    let extended = response.headers().get("x-amz-id-2");
    Metadata {
        extended_request_id: extended
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned),
        shape: named_by_status(operation, response, &metadata),
        ..metadata
    }
}

/// The operation's error that is named like the HTTP status, such as `NotFound`. A response to HEAD has no body
/// with a code, so if a service models such an error, as Amazon S3 does, the status can mean nothing else. A body
/// without a code comes from something between client and service, and identifies no shape.
fn named_by_status(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
    metadata: &Metadata,
) -> Option<String> {
    let status = response.status();
    if metadata.code != status.as_str() || !response.body().is_empty() {
        return None;
    }
    let name: String = status.canonical_reason()?.split([' ', '-']).collect();
    let mut errors = operation.errors.iter();
    errors.any(|error| error.name() == name).then_some(name)
}

/// The request id in any of the usual headers.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"]
        .iter()
        .find_map(|name| headers.get(*name))
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}
