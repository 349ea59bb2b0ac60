//! Common to `smithy.protocols#rpcv2Cbor` and `#rpcv2Json`: the operation in the path, and a header with the
//! protocol's name in both directions. Source: Smithy 2.0, "Smithy RPC v2 CBOR protocol".

use bytes::Bytes;
use http::HeaderValue;
use http::header::{ACCEPT, HeaderName};

use super::{json_error, query_compatible};
use crate::binding::rpc;
use crate::codec::Codec;
use crate::codec::JsonStyle;
use crate::error::{DecodeError, InputError, Metadata};
use crate::operation::OperationSpec;
use crate::operation::{Addressing, EncodeOptions, Protocol};
use crate::value::Strictness;
use crate::view::Structure;

/// One of the two protocols; use the statics in [`protocol`](super).
pub struct RpcV2 {
    pub(super) id: &'static str,
    /// The protocol's name in the header.
    pub(super) name: &'static str,
    pub(super) codec: &'static dyn Codec,
    /// The texts of [`json_error::NAMES`] at the top level of a document.
    pub(super) texts: fn(&[u8]) -> json_error::Texts,
    /// Inserts the name of an error into its document.
    pub(super) with_type: fn(&[u8], &str) -> Vec<u8>,
    pub(super) query_compatible: bool,
    /// Whether documents are text.
    pub(super) is_text: bool,
}

const PROTOCOL: HeaderName = HeaderName::from_static(PROTOCOL_NAME);
const PROTOCOL_NAME: &str = "smithy-protocol";
const TARGET: HeaderName = HeaderName::from_static("x-amz-target");

impl RpcV2 {
    /// An answer that says which protocol it is in.
    fn named(&self, mut response: http::Response<Bytes>) -> http::Response<Bytes> {
        let name = HeaderValue::from_static(self.name);
        response.headers_mut().insert(PROTOCOL, name);
        response
    }
}

impl Protocol for RpcV2 {
    fn id(&self) -> &'static str {
        self.id
    }

    fn addressing(&self) -> Addressing {
        Addressing::Path(self.name)
    }

    fn media_type(&self) -> &'static str {
        self.codec.media_type()
    }

    fn answers_in_text(&self) -> bool {
        self.is_text
    }

    fn encode_request(
        &self,
        operation: &OperationSpec,
        input: &dyn Structure,
        options: &EncodeOptions<'_>,
    ) -> Result<http::Request<Bytes>, InputError> {
        let service = rpc::service_name(operation.service);
        let path = format!("/service/{service}/operation/{}", operation.name);
        let body = match rpc::has_no_shape(operation.input) {
            true => None,
            false => rpc::with_token(input, options, |input| {
                rpc::document(self.codec, operation, input, options.json)
            })?,
        };
        let accept = (ACCEPT.as_str(), self.codec.media_type());
        let headers = [(PROTOCOL_NAME, self.name), accept, query_compatible::MODE];
        let count = if self.query_compatible { 3 } else { 2 };
        rpc::request(&path, headers.get(..count).unwrap_or_default(), body)
    }

    fn events(&'static self) -> Option<crate::operation::EventFormat<'static>> {
        Some(crate::operation::EventFormat {
            codec: self.codec,
            media_type: self.codec.media_type(),
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
            self.codec,
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
        let texts = (self.texts)(response.body());
        // The protocol defines one place; the others are fallbacks.
        let mut metadata = json_error::metadata_of(operation, response, texts, |mut places| {
            places
                .dunder_type
                .take()
                .into_iter()
                .chain(places.by_precedence())
        });
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
            self.codec,
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
        if request.headers().contains_key(TARGET) {
            return Err(DecodeError::new("a request of another protocol"));
        }
        rpc::read(
            self.codec,
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
            true => None,
            false => rpc::document(self.codec, operation, output, JsonStyle::Compact)?,
        };
        Ok(self.named(rpc::response(200, body)))
    }

    fn encode_error(
        &self,
        operation: &OperationSpec,
        error: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        let schema = error.schema();
        let body = rpc::document(self.codec, operation, error, JsonStyle::Compact)?
            .map(|(bytes, media_type)| ((self.with_type)(&bytes, schema.id), media_type));
        let mut response = self.named(rpc::response(rpc::error_status(schema), body));
        if self.query_compatible {
            let (name, text) = query_compatible::error_header(schema);
            if let Ok(value) = HeaderValue::from_str(&text) {
                response.headers_mut().insert(name, value);
            }
        }
        Ok(response)
    }
}
