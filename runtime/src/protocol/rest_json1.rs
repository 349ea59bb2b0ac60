//! `aws.protocols#restJson1`: REST bindings with JSON bodies.

use bytes::Bytes;
use http::HeaderValue;

use super::{error_code, json_error};
use crate::binding::{Rest, with_head};
use crate::codec::json;
use crate::error::{DecodeError, InputError, Metadata};
use crate::operation::OperationSpec;
use crate::operation::{EncodeOptions, Protocol};
use crate::view::Structure;

/// The protocol; use [`REST_JSON_1`](super::REST_JSON_1).
#[derive(Debug)]
pub struct RestJson1;

static REST: Rest = Rest {
    codec: &json::REST,
    empty_structure_payload: true,
    empty_response_document: true,
};

impl Protocol for RestJson1 {
    fn id(&self) -> &'static str {
        "aws.protocols#restJson1"
    }

    fn media_type(&self) -> &'static str {
        REST.codec.media_type()
    }

    fn uses_http_bindings(&self) -> bool {
        true
    }

    fn encode_request(
        &self,
        operation: &OperationSpec,
        input: &dyn Structure,
        options: &EncodeOptions<'_>,
    ) -> Result<http::Request<Bytes>, InputError> {
        REST.encode_request(operation, input, options)
    }

    fn events(&'static self) -> Option<crate::operation::EventFormat<'static>> {
        Some(crate::operation::EventFormat {
            codec: &json::REST,
            media_type: "application/json",
            initial_messages: false,
        })
    }

    fn decode_response(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
        output: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        REST.decode_response(operation, response, output)
    }

    fn error_metadata(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
    ) -> Metadata {
        let metadata = json_error::metadata(operation, response);
        with_head(operation, response, metadata)
    }

    fn decode_error(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
        error: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        REST.decode_response(operation, response, error)
    }

    fn decode_request(
        &self,
        operation: &OperationSpec,
        request: &http::Request<Bytes>,
        input: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        REST.decode_request(operation, request, input)
    }

    fn encode_response(
        &self,
        operation: &OperationSpec,
        output: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        REST.encode_response(operation, output)
    }

    fn encode_error(
        &self,
        operation: &OperationSpec,
        error: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        let mut response = REST.encode_error(operation, error)?;
        if let Ok(name) = HeaderValue::from_str(super::error_name(error.schema())) {
            response.headers_mut().insert(error_code::ERROR_TYPE, name);
        }
        Ok(response)
    }
}
