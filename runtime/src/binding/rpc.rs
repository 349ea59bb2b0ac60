//! RPC bindings: all of an input or output is in one document in the body.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::token::WithToken;
use super::{is_unit, write};
use crate::codec::JsonStyle;
use crate::codec::{Codec, Part};
use crate::error::{DecodeError, InputError};
use crate::operation::EncodeOptions;
use crate::operation::{OperationSpec, Service};
use crate::schema::Schema;
use crate::value::Strictness;
use crate::view::Structure;

pub(crate) use super::response::error_status;

/// The bytes and media type of a body; `None` if there is no body.
pub(crate) type Written = Option<(Vec<u8>, &'static str)>;

/// A `POST` of a document to this path.
///
/// # Errors
/// A header's text is not valid.
pub(crate) fn request(
    path: &str,
    headers: &[(&'static str, &str)],
    body: Written,
) -> Result<http::Request<Bytes>, InputError> {
    let invalid = |reason: String| InputError::Invalid {
        path: String::new(),
        reason,
    };
    let mut map = HeaderMap::new();
    write::reserve(&mut map);
    for (name, text) in headers {
        let value = HeaderValue::from_str(text).map_err(|e| invalid(e.to_string()))?;
        map.insert(*name, value);
    }
    let mut request = http::Request::new(write::finish(&mut map, body));
    *request.method_mut() = http::Method::POST;
    *request.uri_mut() = http::Uri::try_from(path).map_err(|e| invalid(e.to_string()))?;
    *request.headers_mut() = map;
    Ok(request)
}

pub(crate) fn response(status: u16, body: Written) -> http::Response<Bytes> {
    let mut map = HeaderMap::new();
    let mut response = http::Response::new(write::finish(&mut map, body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    *response.headers_mut() = map;
    response
}

/// Calls `write` with the input, after filling in its idempotency token.
pub(crate) fn with_token<T>(
    input: &dyn Structure,
    options: &EncodeOptions<'_>,
    write: impl FnOnce(&dyn Structure) -> T,
) -> T {
    match WithToken::new(input, options) {
        Some(filled) => write(&filled),
        None => write(input),
    }
}

/// Serializes all members as a document.
///
/// # Errors
/// A value cannot be represented in the format.
pub(crate) fn document(
    codec: &dyn Codec,
    operation: &OperationSpec,
    value: &dyn Structure,
    style: JsonStyle,
) -> Result<Written, InputError> {
    let bytes = codec.write(operation.envelope(value.schema()), value, Part::All, style)?;
    Ok(Some((bytes, codec.media_type())))
}

/// Parses a document into all members. An empty body sets nothing, nor does a body for which the model has no
/// shape.
///
/// # Errors
/// The bytes do not match the schema.
pub(crate) fn read(
    codec: &dyn Codec,
    operation: &OperationSpec,
    bytes: &[u8],
    value: &mut dyn Structure,
    strictness: Strictness,
) -> Result<(), DecodeError> {
    if bytes.is_empty() || has_no_shape(value.schema()) {
        return Ok(());
    }
    let strictness = strictness.of(value);
    codec.read(
        operation.envelope(value.schema()),
        bytes,
        value,
        Part::All,
        strictness,
    )
}

/// Whether an operation has no such structure, as opposed to an empty one.
pub(crate) fn has_no_shape(schema: &Schema) -> bool {
    is_unit(schema)
}

/// The service's name, without its namespace.
pub(crate) fn service_name(service: &Service) -> &'static str {
    service
        .id
        .rsplit_once('#')
        .map_or(service.id, |(_, name)| name)
}
