//! `aws.protocols#restXml`: REST bindings with XML bodies.

use bytes::Bytes;
use http::HeaderValue;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};

use super::xml_error;
use crate::binding::{Body, Rest, Side, with_head};
use crate::codec::Codec;
use crate::codec::JsonStyle;
use crate::codec::xml::{self, Xml};
use crate::error::{DecodeError, InputError, Metadata};
use crate::operation::OperationSpec;
use crate::operation::{EncodeOptions, Protocol};
use crate::schema::{Kind, Schema};
use crate::view::Structure;

/// The protocol; use [`REST_XML`] or [`REST_XML_NO_ERROR_WRAPPING`].
pub struct RestXml {
    rest: Rest,
    xml: &'static Xml,
}

/// `aws.protocols#restXml`.
pub static REST_XML: RestXml = RestXml::new(&Xml {
    wrapped_errors: true,
});
/// `aws.protocols#restXml` with `noErrorWrapping`: `<Error>` is the root of an error.
pub static REST_XML_NO_ERROR_WRAPPING: RestXml = RestXml::new(&Xml {
    wrapped_errors: false,
});

impl RestXml {
    const fn new(xml: &'static Xml) -> Self {
        let rest = Rest {
            codec: xml,
            empty_structure_payload: false,
            empty_response_document: false,
        };
        RestXml { rest, xml }
    }
}

/// Whether the body of a success is an XML document, of the output's members or of one of them.
fn is_document(output: &'static Schema) -> bool {
    match Body::of(output, Side::Response) {
        Body::None => false,
        Body::Document => true,
        Body::Payload(_, member) => !matches!(
            member.target.kind,
            Kind::Blob | Kind::String | Kind::Enum | Kind::Document
        ),
    }
}

impl Protocol for RestXml {
    fn id(&self) -> &'static str {
        "aws.protocols#restXml"
    }

    fn media_type(&self) -> &'static str {
        self.rest.codec.media_type()
    }

    fn answers_in_xml(&self) -> bool {
        true
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
        self.rest.encode_request(operation, input, options)
    }

    fn is_success(&self, operation: &OperationSpec, response: &http::Response<Bytes>) -> bool {
        // S3 starts some responses before it knows the result, and may then report an error within a success.
        let late_error = !self.xml.wrapped_errors
            && is_document(operation.output)
            && xml::is_bare_error(response.body());
        operation.succeeds_with(response.status()) && !late_error
    }

    fn events(&'static self) -> Option<crate::operation::EventFormat<'static>> {
        Some(crate::operation::EventFormat {
            codec: self.xml,
            media_type: "application/xml",
            initial_messages: false,
        })
    }

    fn decode_response(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
        output: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        self.rest.decode_response(operation, response, output)
    }

    fn error_metadata(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
    ) -> Metadata {
        with_head(
            operation,
            response,
            xml_error::metadata(operation, response),
        )
    }

    fn decode_error(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
        error: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        self.rest.decode_response(operation, response, error)
    }

    fn decode_request(
        &self,
        operation: &OperationSpec,
        request: &http::Request<Bytes>,
        input: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        self.rest.decode_request(operation, request, input)
    }

    fn encode_response(
        &self,
        operation: &OperationSpec,
        output: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        self.rest.encode_response(operation, output)
    }

    fn encode_error(
        &self,
        operation: &OperationSpec,
        error: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        let mut response = self.rest.encode_error(operation, error)?;
        if response.body().is_empty() {
            // The error's name is in the body, whether or not the model has members there.
            let body = self.xml.write(
                operation.envelope(error.schema()),
                error,
                Side::Response.document(),
                JsonStyle::Compact,
            )?;
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
            headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
            *response.body_mut() = body.into();
        }
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Service;
    use crate::schema::{Member, Trait, prelude};

    static SERVICE: Service = Service::new("test#Store", "", "Store", &REST_XML_NO_ERROR_WRAPPING);
    static RESULT: Schema = Schema::new(
        "test#Result",
        Kind::Structure,
        &[Member::new("tag", &prelude::STRING)],
    );
    static COPIED: Schema = Schema::new(
        "test#Copied",
        Kind::Structure,
        &[
            Member::annotated("result", &RESULT, &[Trait::HttpPayload]),
            Member::annotated("version", &prelude::STRING, &[Trait::HttpHeader("v")]),
        ],
    );
    static READ: Schema = Schema::new(
        "test#Read",
        Kind::Structure,
        &[Member::annotated(
            "body",
            &prelude::BLOB,
            &[Trait::HttpPayload],
        )],
    );

    #[test]
    fn an_error_in_a_success_is_an_error_where_xml_is_expected() {
        let success = |output, body: &'static str| {
            let operation = OperationSpec::new("Do", &SERVICE, &prelude::UNIT, output);
            let response = http::Response::new(Bytes::from_static(body.as_bytes()));
            REST_XML_NO_ERROR_WRAPPING.is_success(&operation, &response)
        };
        let error = "<?xml version=\"1.0\"?><Error><Code>InternalError</Code></Error>";
        // A document for the member that is the payload, and one for all members.
        assert!(!success(&COPIED, error));
        assert!(!success(&RESULT, error));
        assert!(success(&COPIED, "<Result/>"));
        // Data stored by a caller may look like anything.
        assert!(success(&READ, error));
        assert!(success(&prelude::UNIT, error));
    }
}
