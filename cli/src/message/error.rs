//! Converts an error response to what the command shows.

use bytes::Bytes;
use smithgen_runtime::dynamic::{self, DynamicStructure, Typing};
use smithgen_runtime::error::Metadata;
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::protocol::error_code;
use smithgen_runtime::schema::{Kind, Member, Schema, Trait, prelude};
use smithgen_runtime::value::Untyped;

use super::output::{self, Timestamps};
use crate::errors::{Failure, ServiceFailure};
use crate::params::typed::short_class;
use crate::value::{Map, Value};

/// Members that any error may have, modelled or not.
pub(super) static SAID: Schema = Schema::annotated(
    "smithgen.cli#Error",
    Kind::Structure,
    &[
        Member::new("message", &prelude::STRING),
        Member::new("Message", &prelude::STRING),
        Member::new("code", &prelude::STRING),
        Member::new("Code", &prelude::STRING),
        Member::new("__type", &prelude::STRING),
    ],
    &[Trait::Error { client: true }],
);

/// Reads an error response.
///
/// # Errors
/// 255 with Python's message if the response cannot be read.
pub(crate) fn read(
    operation: &'static OperationSpec,
    response: &http::Response<Bytes>,
    exhausted: Option<u32>,
) -> Result<ServiceFailure, Failure> {
    let status = response.status().as_u16();
    let mut failure = ServiceFailure {
        operation: operation.name(),
        code: Value::from(status.to_string()),
        message: Value::from(""),
        members: Vec::new(),
        code_first: operation.service().protocol().answers_in_xml(),
        exhausted,
    };
    if status == 300 {
        // The reference first parses the response as a success.
        let output = output::read(operation, operation.output(), response)?;
        output::result(operation, &output, Timestamps::Wire, &[])?;
        failure.code = Value::from("Unknown");
        failure.message = Value::from("Unknown");
        return Ok(failure);
    }
    if status >= 500 && is_generic(response.body()) {
        failure.message = Value::from(reason(status));
        return Ok(failure);
    }
    let protocol = operation.service().protocol();
    if response.body().is_empty() && !protocol.answers_in_text() {
        return Err(has_no_get("bytes"));
    }
    let said = said(operation, response)?;
    let metadata = protocol.error_metadata(operation, response);
    failure.message = message(&said, &metadata);
    failure.code = match odd_code(&said, response)? {
        Some(code) => code,
        None => Value::from(metadata.code.as_str()),
    };
    if protocol.answers_in_xml() {
        let is_coded = metadata.code != status.to_string();
        let has_message = metadata.message.is_some();
        let is_bound = protocol.uses_http_bindings();
        in_xml(&mut failure, response, is_bound, (is_coded, has_message))?;
    }
    if let Some(shape) = shape(operation, &metadata) {
        let error = output::read(operation, shape, response)?;
        let members = output::result(operation, &error, Timestamps::Iso8601, &[])?;
        failure.members = in_model_order(shape, members);
    }
    Ok(failure)
}

/// What the reference shows of a document without a code or a message, or of none at all.
///
/// # Errors
/// 255 if the body has to be a document and is none.
fn in_xml(
    failure: &mut ServiceFailure,
    response: &http::Response<Bytes>,
    is_bound: bool,
    (is_coded, has_message): (bool, bool),
) -> Result<(), Failure> {
    let body = response.body().trim_ascii();
    match body.first() {
        None if is_bound => failure.message = Value::from(reason(response.status().as_u16())),
        Some(b'<') if !is_bound && has_no_errors(body) => {
            return Err(Failure::general("'NoneType' object is not iterable"));
        }
        Some(b'<') | None => {
            let (code, message) = match is_bound {
                true => ("", ""),
                false => ("Unknown", "Unknown"),
            };
            if !is_coded {
                failure.code = Value::from(code);
            }
            if !has_message {
                failure.message = Value::from(message);
            }
        }
        Some(_) if is_bound => {
            failure.code = Value::from("");
            failure.message = Value::from("");
        }
        Some(_) => {
            let body = Value::Bytes(response.body().to_vec());
            return Err(Failure::general(format!(
                "Unable to parse response (syntax error: line 1, column 0), invalid XML received. Further retries \
                 may succeed:\n{}",
                body.repr()
            )));
        }
    }
    Ok(())
}

/// Whether a document has an element for its errors with nothing in it.
fn has_no_errors(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    let empty = ["<Errors/>", "<Errors />", "<Errors></Errors>"];
    empty.iter().any(|it| text.contains(it))
}

/// Whether the body is empty or an HTML page from a proxy or load balancer.
fn is_generic(body: &[u8]) -> bool {
    let body = body.trim_ascii();
    body.is_empty() || body.starts_with(b"<html>")
}

/// The standard reason phrase, whatever was on the wire.
fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default()
}

/// Reads the common members of an error document, without checking their types.
///
/// # Errors
/// 255 if the document is not an object, or bytes are not valid text.
pub(super) fn said(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
) -> Result<DynamicStructure, Failure> {
    let (said, is_text) = decoded(operation, response);
    if let Some(found) = said.found() {
        return Err(has_no_get(short_class(&output::value(found))));
    }
    is_text.map(|()| said)
}

/// What the reference says of bytes that are no document.
const UNREADABLE: &str = "End of stream reached; this indicates a malformed CBOR response from the server or an issue in \
                          botocore";

fn has_no_get(class: &str) -> Failure {
    Failure::general(format!("'{class}' object has no attribute 'get'"))
}

/// What the protocol finds in an error document, and whether the body is one or at least text.
pub(super) fn decoded(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
) -> (DynamicStructure, Result<(), Failure>) {
    let mut said = DynamicStructure::new(&SAID, Typing::Loose);
    let protocol = operation.service().protocol();
    let is_text = match protocol.decode_error(operation, response, &mut said) {
        Ok(_) => Ok(()),
        Err(_) if !protocol.answers_in_text() => Err(Failure::general(UNREADABLE)),
        Err(_) => crate::json::decode_utf8(response.body())
            .map(drop)
            .map_err(|not_text| Failure::general(not_text.to_string())),
    };
    (said, is_text)
}

/// A member of [`SAID`], which may be null.
fn member<'a>(said: &'a DynamicStructure, name: &str) -> Option<&'a Untyped> {
    match said.value(SAID.member_index(name)?)? {
        dynamic::Value::Untyped(found) => Some(found),
        _ => None,
    }
}

/// The message, which need not be text. If the body is not a document, it is the whole body.
fn message(said: &DynamicStructure, metadata: &Metadata) -> Value {
    let found = member(said, "message").or_else(|| member(said, "Message"));
    match (found, said.unreadable()) {
        (Some(found), _) => output::value(found),
        (None, Some(text)) => Value::from(text),
        (None, None) => Value::from(metadata.message.as_deref().unwrap_or_default()),
    }
}

/// The code if it is not text, a case that the runtime ignores.
///
/// # Errors
/// 255 if Python fails on such a value.
fn odd_code(
    said: &DynamicStructure,
    response: &http::Response<Bytes>,
) -> Result<Option<Value>, Failure> {
    let odd = |found: &Untyped| {
        let value = output::value(found);
        (!value.is_string() && !matches!(value, Value::Null)).then_some(value)
    };
    let dunder_type = member(said, "__type").and_then(odd);
    if let Some(value) = dunder_type.as_ref().filter(|value| value.is_scalar()) {
        return Err(Failure::general(format!(
            "argument of type '{}' is not iterable",
            short_class(value)
        )));
    }
    let headers = response.headers();
    if error_code::of_header(headers).is_some() {
        return Ok(None);
    }
    let code = match member(said, "code").or_else(|| member(said, "Code")) {
        Some(found) if !found.is_null() => odd(found),
        _ if error_code::of_query_header(headers).is_some() => None,
        _ => dunder_type,
    };
    match code {
        // The reference uses the code as a dictionary key.
        Some(value) if !value.is_scalar() => Err(Failure::general(format!(
            "unhashable type: '{}'",
            short_class(&value)
        ))),
        code => Ok(code),
    }
}

/// The error's shape: one of the operation's errors, else one of the service's.
pub(crate) fn shape(operation: &OperationSpec, metadata: &Metadata) -> Option<&'static Schema> {
    let protocol = operation.service().protocol();
    let own = protocol.error_index(operation, metadata);
    if let Some(schema) = own.and_then(|index| operation.errors().get(index)) {
        return Some(schema);
    }
    let query_code = |schema: &Schema| {
        schema.traits().iter().find_map(|t| match t {
            Trait::AwsQueryError(error) => Some(error.code()),
            _ => None,
        })
    };
    let all = || {
        operation
            .errors()
            .iter()
            .chain(operation.service().errors())
    };
    all()
        .find(|s| query_code(s) == Some(&metadata.code))
        .or_else(|| all().find(|s| s.service_name() == metadata.shape_name()))
        .or_else(|| all().find(|s| s.name() == metadata.shape_name()))
        .copied()
}

fn in_model_order(shape: &Schema, mut members: Map) -> Vec<(&'static str, Value)> {
    let value = |m: &Member| Some((m.name(), members.remove(m.name())?));
    shape.members().iter().filter_map(value).collect()
}
