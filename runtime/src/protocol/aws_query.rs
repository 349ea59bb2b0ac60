//! `aws.protocols#awsQuery`: forms in requests, XML in responses.

use bytes::Bytes;

use super::query_compatible::{code, fault, query_error};
use super::xml_error;
use crate::binding::rpc;
use crate::codec::form::{self, Flavour};
use crate::codec::{JsonStyle, Part, xml};
use crate::error::{DecodeError, InputError, Metadata};
use crate::operation::OperationSpec;
use crate::operation::{Addressing, EncodeOptions, Protocol};
use crate::schema::Schema;
use crate::value::Strictness;
use crate::view::Structure;

/// The protocol; use [`AWS_QUERY`].
#[derive(Debug)]
pub struct AwsQuery;

/// `aws.protocols#awsQuery`.
pub static AWS_QUERY: AwsQuery = AwsQuery;

pub(super) const FORM: &str = "application/x-www-form-urlencoded";
const XML: &str = "text/xml";

/// A request for either query protocol.
pub(super) fn request(
    flavour: Flavour,
    operation: &OperationSpec,
    input: &dyn Structure,
    options: &EncodeOptions<'_>,
) -> Result<http::Request<Bytes>, InputError> {
    let first = [
        ("Action", operation.name),
        ("Version", operation.service.version),
    ];
    let body = rpc::with_token(input, options, |input| form::write(flavour, &first, input))?;
    rpc::request("/", &[], Some((body, FORM)))
}

impl Protocol for AwsQuery {
    fn id(&self) -> &'static str {
        "aws.protocols#awsQuery"
    }

    fn addressing(&self) -> Addressing {
        Addressing::Form
    }

    fn media_type(&self) -> &'static str {
        FORM
    }

    fn answers_in_xml(&self) -> bool {
        true
    }

    fn encode_request(
        &self,
        operation: &OperationSpec,
        input: &dyn Structure,
        options: &EncodeOptions<'_>,
    ) -> Result<http::Request<Bytes>, InputError> {
        request(Flavour::AwsQuery, operation, input, options)
    }

    fn decode_response(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
        output: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        if rpc::has_no_shape(operation.output) {
            return Ok(());
        }
        let result = format!("{}Result", operation.name);
        xml::read_within(
            response.body(),
            &[&result],
            output,
            Part::All,
            Strictness::Lenient,
        )
    }

    fn error_metadata(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
    ) -> Metadata {
        xml_error::metadata(operation, response)
    }

    fn error_index(&self, operation: &OperationSpec, metadata: &Metadata) -> Option<usize> {
        let named = |name: fn(&'static Schema) -> &'static str| {
            let mut errors = operation.errors.iter();
            errors.position(|schema| name(schema) == metadata.code)
        };
        // Errors may share a code and differ in status.
        let exactly = operation.errors.iter().position(|schema| {
            query_error(schema)
                .is_some_and(|it| it.code == metadata.code && it.status == metadata.status)
        });
        // Stand-ins for services send the shape's name even if the model has another code.
        exactly
            .or_else(|| named(code))
            .or_else(|| named(Schema::service_name))
            .or_else(|| named(Schema::name))
    }

    fn decode_error(
        &self,
        _: &OperationSpec,
        response: &http::Response<Bytes>,
        error: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        xml::read_error(response.body(), error, Part::All, Strictness::Lenient)
    }

    fn decode_request(
        &self,
        _: &OperationSpec,
        request: &http::Request<Bytes>,
        input: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        form::read(Flavour::AwsQuery, request.body(), input, Strictness::Strict)
    }

    fn encode_response(
        &self,
        operation: &OperationSpec,
        output: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        let root = format!("{}Response", operation.name);
        let result = format!("{}Result", operation.name);
        let wrappers = [xml::Wrapper {
            name: &result,
            before: &[],
        }];
        let count = if rpc::has_no_shape(operation.output) {
            0
        } else {
            1
        };
        let wrappers = wrappers.get(..count).unwrap_or_default();
        let namespace = operation.service.xml_namespace;
        let body = xml::write_document(
            &root,
            namespace,
            &[],
            wrappers,
            output,
            Part::All,
            JsonStyle::Compact,
        )?;
        Ok(rpc::response(200, Some((body, XML))))
    }

    fn encode_error(
        &self,
        _: &OperationSpec,
        error: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        let schema = error.schema();
        let before = [("Type", fault(schema)), ("Code", code(schema))];
        let wrapper = xml::Wrapper {
            name: "Error",
            before: &before,
        };
        let body = xml::write_document(
            "ErrorResponse",
            None,
            &[],
            &[wrapper],
            error,
            Part::All,
            JsonStyle::Compact,
        )?;
        let status = query_error(schema).map_or(rpc::error_status(schema), |error| error.status);
        Ok(rpc::response(status, Some((body, XML))))
    }
}
