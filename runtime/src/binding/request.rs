//! Inputs ⇄ requests.

use bytes::Bytes;
use http::header::CONTENT_LENGTH;

use super::token::WithToken;
use super::{Body, Rest, Side, read, uri, write};
use crate::error::{DecodeError, InputError};
use crate::operation::EncodeOptions;
use crate::operation::{Http, OperationSpec};
use crate::value::Strictness;
use crate::view::{Ref, Structure};

impl Rest {
    /// Serializes a request.
    ///
    /// # Errors
    /// A label is not set, or a value cannot be represented where it is bound.
    pub fn encode_request(
        &self,
        operation: &OperationSpec,
        input: &dyn Structure,
        options: &EncodeOptions<'_>,
    ) -> Result<http::Request<Bytes>, InputError> {
        match WithToken::new(input, options) {
            Some(filled) => self.write_request(operation, &filled, options),
            None => self.write_request(operation, input, options),
        }
    }

    fn write_request(
        &self,
        operation: &OperationSpec,
        input: &dyn Structure,
        options: &EncodeOptions<'_>,
    ) -> Result<http::Request<Bytes>, InputError> {
        let http = bound(operation).map_err(|reason| invalid(reason.to_owned()))?;
        let mut headers = write::headers(input, Side::Request)?;
        let written = self.body(operation, input, Side::Request, options.json)?;
        let stated = headers.remove(CONTENT_LENGTH);
        let body = write::finish(&mut headers, written);
        // A streaming body is not available yet, and the caller may know its length.
        if streams(input) {
            headers.remove(CONTENT_LENGTH);
        }
        if let Some(stated) = stated {
            headers.insert(CONTENT_LENGTH, stated);
        }
        let uri = uri::write(http, input)?;
        let mut request = http::Request::new(body);
        *request.uri_mut() = http::Uri::try_from(uri).map_err(|e| invalid(e.to_string()))?;
        *request.method_mut() =
            http::Method::from_bytes(http.method.as_bytes()).map_err(|e| invalid(e.to_string()))?;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// Parses a request strictly.
    ///
    /// # Errors
    /// A value does not match the schema exactly, or the media type of the body, or those accepted for the
    /// response, are not the operation's.
    pub fn decode_request(
        &self,
        operation: &OperationSpec,
        request: &http::Request<Bytes>,
        input: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        let http = bound(operation).map_err(DecodeError::new)?;
        let headers = request.headers();
        self.check_accept(operation.output, headers)?;
        uri::read(http, request.uri(), input, Strictness::Strict)?;
        read::headers(headers, input, Side::Request, Strictness::Strict)?;
        self.check_content_type(operation.input, headers, request.body())?;
        self.read_body(
            operation,
            request.body(),
            input,
            Side::Request,
            Strictness::Strict,
        )
    }
}

/// Whether the body is a stream that is added to the request later.
fn streams(input: &dyn Structure) -> bool {
    match Body::of(input.schema(), Side::Request) {
        Body::Payload(index, _) => matches!(input.get(index), Ref::Stream(_)),
        _ => false,
    }
}

fn invalid(reason: String) -> InputError {
    InputError::Invalid {
        path: String::new(),
        reason,
    }
}

fn bound(operation: &OperationSpec) -> Result<&'static Http, &'static str> {
    operation.http.ok_or("the operation has no HTTP binding")
}
