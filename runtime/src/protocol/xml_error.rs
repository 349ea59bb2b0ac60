//! Metadata of error responses in XML protocols.

use bytes::Bytes;

use super::{error_code, json_error};
use crate::codec::xml;
use crate::error::Metadata;
use crate::operation::OperationSpec;

/// Code, fault, message and request id in the body, as far as it is XML; the header's code if the body has none.
pub(super) fn metadata(operation: &OperationSpec, response: &http::Response<Bytes>) -> Metadata {
    let body = xml::error_body(response.body());
    let header = error_code::of_header(response.headers());
    let code = body.code.as_deref().map(str::trim).or(header.as_deref());
    let mut metadata = json_error::metadata_with(operation, response, code, body.message);
    metadata.fault = body.kind;
    metadata.request_id = metadata.request_id.or(body.request_id);
    metadata
}
