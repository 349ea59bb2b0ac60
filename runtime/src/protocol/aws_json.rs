//! `aws.protocols#awsJson1_0` and `#awsJson1_1`: a single URI, the operation in a header, JSON.

use bytes::Bytes;
use http::HeaderValue;

use super::{json_error, query_compatible};
use crate::binding::rpc;
use crate::codec::JsonStyle;
use crate::codec::json::Json;
use crate::error::{DecodeError, InputError, Metadata};
use crate::operation::OperationSpec;
use crate::operation::{Addressing, EncodeOptions, Protocol};
use crate::value::Strictness;
use crate::view::Structure;

/// One of the two protocols; use the statics in [`protocol`](super).
#[derive(Debug)]
pub struct AwsJson {
    id: &'static str,
    json: Json,
    /// Whether a server includes the namespace in error names.
    full_error_names: bool,
    query_compatible: bool,
}

impl AwsJson {
    const fn v1_0(query_compatible: bool) -> Self {
        AwsJson {
            id: "aws.protocols#awsJson1_0",
            json: json("application/x-amz-json-1.0"),
            full_error_names: true,
            query_compatible,
        }
    }

    const fn v1_1(query_compatible: bool) -> Self {
        AwsJson {
            id: "aws.protocols#awsJson1_1",
            json: json("application/x-amz-json-1.1"),
            full_error_names: false,
            query_compatible,
        }
    }
}

const fn json(media_type: &'static str) -> Json {
    Json {
        media_type,
        json_name: false,
        timestamp_format: true,
        big_numbers_as_strings: false,
    }
}

/// `aws.protocols#awsJson1_0`.
pub static AWS_JSON_1_0: AwsJson = AwsJson::v1_0(false);
/// `aws.protocols#awsJson1_0` with `aws.protocols#awsQueryCompatible`.
pub static AWS_JSON_1_0_QUERY_COMPATIBLE: AwsJson = AwsJson::v1_0(true);
/// `aws.protocols#awsJson1_1`.
pub static AWS_JSON_1_1: AwsJson = AwsJson::v1_1(false);
/// `aws.protocols#awsJson1_1` with `aws.protocols#awsQueryCompatible`.
pub static AWS_JSON_1_1_QUERY_COMPATIBLE: AwsJson = AwsJson::v1_1(true);

impl Protocol for AwsJson {
    fn id(&self) -> &'static str {
        self.id
    }

    fn addressing(&self) -> Addressing {
        Addressing::Target
    }

    fn media_type(&self) -> &'static str {
        self.json.media_type
    }

    fn encode_request(
        &self,
        operation: &OperationSpec,
        input: &dyn Structure,
        options: &EncodeOptions<'_>,
    ) -> Result<http::Request<Bytes>, InputError> {
        let target = format!(
            "{}.{}",
            rpc::service_name(operation.service),
            operation.name
        );
        let body = rpc::with_token(input, options, |input| {
            rpc::document(&self.json, operation, input, options.json)
        })?;
        let headers = [("x-amz-target", target.as_str()), query_compatible::MODE];
        let count = if self.query_compatible { 2 } else { 1 };
        rpc::request("/", headers.get(..count).unwrap_or_default(), body)
    }

    fn events(&'static self) -> Option<crate::operation::EventFormat<'static>> {
        Some(crate::operation::EventFormat {
            codec: &self.json,
            media_type: "application/json",
            initial_messages: true,
        })
    }

    fn decode_response(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
        output: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        rpc::read(
            &self.json,
            operation,
            response.body(),
            output,
            Strictness::Lenient,
        )
    }

    fn error_metadata(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
    ) -> Metadata {
        let mut metadata = json_error::metadata(operation, response);
        if self.query_compatible {
            query_compatible::apply(&mut metadata, response);
        }
        metadata
    }

    fn decode_error(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
        error: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        rpc::read(
            &self.json,
            operation,
            response.body(),
            error,
            Strictness::Lenient,
        )
    }

    fn decode_request(
        &self,
        operation: &OperationSpec,
        request: &http::Request<Bytes>,
        input: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        rpc::read(
            &self.json,
            operation,
            request.body(),
            input,
            Strictness::Strict,
        )
    }

    fn encode_response(
        &self,
        operation: &OperationSpec,
        output: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        let body = match rpc::has_no_shape(operation.output) {
            true => Some((Vec::new(), self.json.media_type)),
            false => rpc::document(&self.json, operation, output, JsonStyle::Compact)?,
        };
        Ok(rpc::response(200, body))
    }

    fn encode_error(
        &self,
        operation: &OperationSpec,
        error: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        let schema = error.schema();
        let name = match self.full_error_names {
            true => schema.id,
            false => schema.service_name(),
        };
        let body = rpc::document(&self.json, operation, error, JsonStyle::Compact)?
            .map(|(bytes, media_type)| (json_error::with_type(&bytes, name), media_type));
        let mut response = rpc::response(rpc::error_status(schema), body);
        if self.query_compatible {
            let (name, text) = query_compatible::error_header(schema);
            if let Ok(value) = HeaderValue::from_str(&text) {
                response.headers_mut().insert(name, value);
            }
        }
        Ok(response)
    }
}
