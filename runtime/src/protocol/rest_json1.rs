//! `aws.protocols#restJson1`: REST bindings with JSON bodies.

use bytes::Bytes;

use super::{EncodeOptions, Protocol};
use crate::error::{DecodeError, InputError, Metadata};
use crate::operation::OperationSpec;
use crate::view::Structure;

/// The protocol; use [`REST_JSON_1`](super::REST_JSON_1).
#[derive(Debug)]
pub struct RestJson1;

const LATER: &str = "restJson1 is not here yet";

fn later() -> InputError {
    InputError::Invalid {
        path: String::new(),
        reason: LATER.to_owned(),
    }
}

impl Protocol for RestJson1 {
    fn id(&self) -> &'static str {
        "aws.protocols#restJson1"
    }

    fn encode_request(
        &self,
        _: &OperationSpec,
        _: &dyn Structure,
        _: &EncodeOptions<'_>,
    ) -> Result<http::Request<Bytes>, InputError> {
        Err(later())
    }

    fn decode_response(
        &self,
        _: &OperationSpec,
        _: &http::Response<Bytes>,
        _: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        Err(DecodeError::new(LATER))
    }

    fn error_metadata(&self, _: &OperationSpec, response: &http::Response<Bytes>) -> Metadata {
        Metadata {
            status: response.status().as_u16(),
            ..Metadata::default()
        }
    }

    fn decode_error(
        &self,
        _: &OperationSpec,
        _: &http::Response<Bytes>,
        _: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        Err(DecodeError::new(LATER))
    }

    fn decode_request(
        &self,
        _: &OperationSpec,
        _: &http::Request<Bytes>,
        _: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        Err(DecodeError::new(LATER))
    }

    fn encode_response(
        &self,
        _: &OperationSpec,
        _: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        Err(later())
    }

    fn encode_error(
        &self,
        _: &OperationSpec,
        _: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        Err(later())
    }
}
