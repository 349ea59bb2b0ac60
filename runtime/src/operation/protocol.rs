//! What a wire protocol has to do.

use bytes::Bytes;

use super::{EncodeOptions, OperationSpec};
use crate::codec::Codec;
use crate::error::{DecodeError, InputError, Metadata};
use crate::schema::Schema;
use crate::view::Structure;

/// A wire protocol.
pub trait Protocol: Sync {
    /// Absolute id of the protocol's trait, such as `aws.protocols#restJson1`.
    fn id(&self) -> &'static str;

    /// Whether members travel where their HTTP bindings put them, rather than all in the body.
    fn uses_http_bindings(&self) -> bool {
        false
    }

    /// Whether answers are XML.
    fn answers_in_xml(&self) -> bool {
        false
    }

    /// Whether what is no document may be text for people, such as a gateway's.
    fn answers_in_text(&self) -> bool {
        true
    }

    /// How a request names its operation, by which a server finds it.
    fn addressing(&self) -> Addressing {
        Addressing::Bindings
    }

    /// Media type of the documents in requests.
    fn media_type(&self) -> &'static str;

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
    fn events(&'static self) -> Option<EventFormat<'static>> {
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

/// How a request of a protocol names its operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Addressing {
    /// By method, path and query, as `@http` binds them.
    Bindings,
    /// `POST /` with `x-amz-target: Service.Operation`.
    Target,
    /// `POST /service/Service/operation/Operation` with this name in `smithy-protocol`.
    Path(&'static str),
    /// `POST /` with `Action=Operation` in a form.
    Form,
}

/// How a protocol writes events.
#[derive(Clone, Copy)]
pub struct EventFormat<'a> {
    /// The format of documents.
    pub codec: &'a dyn Codec,
    /// Media type of documents.
    pub media_type: &'static str,
    /// Whether inputs and outputs travel in the first message of a stream, not in the HTTP message.
    pub initial_messages: bool,
}
