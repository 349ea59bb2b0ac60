//! Protocols: operations ⇄ HTTP messages, as pure functions without I/O.
//!
//! A protocol composes one HTTP binding style with codecs. Client and server share it.

mod aws_json;
#[cfg(feature = "query")]
mod aws_query;
#[cfg(feature = "query")]
mod ec2_query;
pub mod error_code;
mod json_error;
mod query_compatible;
mod rest_json1;
#[cfg(feature = "xml")]
mod rest_xml;
mod rpc_v2;
#[cfg(feature = "cbor")]
mod rpc_v2_cbor;
mod rpc_v2_json;
#[cfg(feature = "xml")]
mod xml_error;

use bytes::Bytes;

pub use aws_json::{
    AWS_JSON_1_0, AWS_JSON_1_0_QUERY_COMPATIBLE, AWS_JSON_1_1, AWS_JSON_1_1_QUERY_COMPATIBLE,
    AwsJson,
};
#[cfg(feature = "query")]
pub use aws_query::{AWS_QUERY, AwsQuery};
#[cfg(feature = "query")]
pub use ec2_query::{EC2_QUERY, Ec2Query};
pub use rest_json1::RestJson1;
#[cfg(feature = "xml")]
pub use rest_xml::{REST_XML, REST_XML_NO_ERROR_WRAPPING, RestXml};
pub use rpc_v2::RpcV2;
#[cfg(feature = "cbor")]
pub use rpc_v2_cbor::{RPC_V2_CBOR, RPC_V2_CBOR_QUERY_COMPATIBLE};
pub use rpc_v2_json::{RPC_V2_JSON, RPC_V2_JSON_QUERY_COMPATIBLE};

use crate::error::{DecodeError, InputError, Metadata};
use crate::operation::OperationSpec;
use crate::schema::Schema;
use crate::view::Structure;

/// `aws.protocols#restJson1`.
pub static REST_JSON_1: RestJson1 = RestJson1;

/// How a request is written. `Default` is what clients use.
#[derive(Clone, Copy)]
pub struct EncodeOptions<'a> {
    /// Spacing and escaping of JSON bodies.
    pub json: JsonStyle,
    /// Source of idempotency tokens: a fresh UUID, version 4, at each call.
    pub token: &'a (dyn Fn() -> String + Sync),
    /// The smallest body to compress, in bytes, where the operation lets it be compressed; `None`
    /// compresses nothing. A body that streams is compressed whatever its size.
    pub compress_from: Option<usize>,
    /// When requests carry checksums.
    pub request_checksums: ChecksumMode,
    /// When checksums of responses are asked for and compared.
    pub response_checksums: ChecksumMode,
}

/// From how many bytes on requests are compressed, unless something else is set. Source: Smithy 2.0,
/// `requestCompression`.
pub(crate) const COMPRESS_FROM: usize = 10_240;

/// When a checksum that an operation offers is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChecksumMode {
    /// Whenever the operation offers it.
    #[default]
    WhenSupported,
    /// When the operation demands it or the input asks for it.
    WhenRequired,
}

impl Default for EncodeOptions<'_> {
    fn default() -> Self {
        EncodeOptions {
            json: JsonStyle::Compact,
            token: &crate::client::uuid_v4,
            compress_from: Some(COMPRESS_FROM),
            request_checksums: ChecksumMode::default(),
            response_checksums: ChecksumMode::default(),
        }
    }
}

/// Spacing and escaping of JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JsonStyle {
    /// No white space, UTF-8.
    #[default]
    Compact,
    /// `", "` and `": "`, everything outside ASCII escaped.
    SpacedAscii,
}

/// A wire protocol.
pub trait Protocol: Sync {
    /// Absolute id of the protocol's trait, such as `aws.protocols#restJson1`.
    fn id(&self) -> &'static str;

    /// Writes a request. Its URI is path and query only; an endpoint is applied later.
    fn encode_request(
        &self,
        operation: &OperationSpec,
        input: &dyn Structure,
        options: &EncodeOptions<'_>,
    ) -> Result<http::Request<Bytes>, InputError>;

    /// Whether the response is a success of the operation.
    fn is_success(&self, operation: &OperationSpec, response: &http::Response<Bytes>) -> bool {
        operation.succeeds_with(response.status())
    }

    /// How events are written; `None` when the protocol has no event streams.
    #[cfg(feature = "event-streams")]
    fn events(&'static self) -> Option<crate::event::EventFormat<'static>> {
        None
    }

    /// Reads a successful response into an output at zero.
    fn decode_response(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
        output: &mut dyn Structure,
    ) -> Result<(), DecodeError>;

    /// Reads what an error response says of itself. Never fails: a body that is not the protocol's
    /// must not hide the status.
    fn error_metadata(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
    ) -> Metadata;

    /// Index in the operation's error table of the error with this metadata.
    fn error_index(&self, operation: &OperationSpec, metadata: &Metadata) -> Option<usize> {
        let named = |name: fn(&Schema) -> &'static str| {
            let mut errors = operation.errors.iter();
            errors.position(|schema| name(schema) == metadata.shape_name())
        };
        // A service may not know what its model calls the errors of others.
        named(Schema::service_name).or_else(|| named(Schema::name))
    }

    /// Reads the members of a modelled error.
    fn decode_error(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
        error: &mut dyn Structure,
    ) -> Result<(), DecodeError>;

    /// Reads a request into an input at zero. The server's side of `encode_request`.
    fn decode_request(
        &self,
        operation: &OperationSpec,
        request: &http::Request<Bytes>,
        input: &mut dyn Structure,
    ) -> Result<(), DecodeError>;

    /// Writes a successful response.
    fn encode_response(
        &self,
        operation: &OperationSpec,
        output: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError>;

    /// Writes an error response.
    fn encode_error(
        &self,
        operation: &OperationSpec,
        error: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError>;
}

/// The name of an error that goes on the wire.
pub fn error_name(schema: &Schema) -> &'static str {
    schema.service_name()
}
