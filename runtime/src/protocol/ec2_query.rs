//! `aws.protocols#ec2Query`: awsQuery with different names, lists and errors.

use bytes::Bytes;

use super::aws_query::{FORM, request};
use super::xml_error;
use crate::binding::rpc;
use crate::codec::form::{self, Flavour};
use crate::codec::{JsonStyle, Part, xml};
use crate::error::{DecodeError, InputError, Metadata};
use crate::operation::OperationSpec;
use crate::operation::{Addressing, EncodeOptions, Protocol};
use crate::value::Strictness;
use crate::view::Structure;

/// The protocol; use [`EC2_QUERY`].
#[derive(Debug)]
pub struct Ec2Query;

/// `aws.protocols#ec2Query`.
pub static EC2_QUERY: Ec2Query = Ec2Query;

const XML: &str = "text/xml;charset=UTF-8";

impl Protocol for Ec2Query {
    fn id(&self) -> &'static str {
        "aws.protocols#ec2Query"
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
        request(Flavour::Ec2Query, operation, input, options)
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
        xml::read_within(response.body(), &[], output, Part::All, Strictness::Lenient)
    }

    fn error_metadata(
        &self,
        operation: &OperationSpec,
        response: &http::Response<Bytes>,
    ) -> Metadata {
        xml_error::metadata(operation, response)
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
        form::read(Flavour::Ec2Query, request.body(), input, Strictness::Strict)
    }

    fn encode_response(
        &self,
        operation: &OperationSpec,
        output: &dyn Structure,
    ) -> Result<http::Response<Bytes>, InputError> {
        let root = format!("{}Response", operation.name);
        let namespace = operation.service.xml_namespace;
        let body = xml::write_document(
            &root,
            namespace,
            &[],
            &[],
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
        let before = [("Code", schema.service_name())];
        let wrappers = [
            xml::Wrapper {
                name: "Errors",
                before: &[],
            },
            xml::Wrapper {
                name: "Error",
                before: &before,
            },
        ];
        let body = xml::write_document(
            "Response",
            None,
            &[],
            &wrappers,
            error,
            Part::All,
            JsonStyle::Compact,
        )?;
        Ok(rpc::response(rpc::error_status(schema), Some((body, XML))))
    }
}
