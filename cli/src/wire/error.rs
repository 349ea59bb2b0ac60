//! An error response becomes what is shown of it.

use bytes::Bytes;
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::protocol::error_code::{self, Places};
use smithgen_runtime::schema::{Schema, Trait};

use super::json;
use super::response::{self, Timestamps};
use crate::errors::{Failure, ServiceFailure};
use crate::params::typed::short_class;
use crate::value::{Map, Value};

/// Whether the response is an error: by its status, or because it tells of one after it has begun a success, as
/// Amazon S3 does.
pub(crate) fn is_error(operation: &OperationSpec, response: &http::Response<Bytes>) -> bool {
    let protocol = operation.service.protocol;
    response.status().as_u16() >= 300 || !protocol.is_success(operation, response)
}

/// What an error response says.
///
/// # Errors
/// 255, in the words of the reference's interpreter, when it cannot be read.
pub(crate) fn read(
    operation: &'static OperationSpec,
    response: &http::Response<Bytes>,
    exhausted: Option<u32>,
) -> Result<ServiceFailure, Failure> {
    let status = response.status().as_u16();
    let mut failure = ServiceFailure {
        operation: operation.name,
        code: Value::from(status.to_string()),
        message: Value::from(""),
        members: Vec::new(),
        exhausted,
    };
    if status == 300 {
        // The reference reads it as a success before it takes it for an error.
        response::read(operation, operation.output, response, Timestamps::Wire)?;
        failure.code = Value::from("Unknown");
        failure.message = Value::from("Unknown");
        return Ok(failure);
    }
    if status >= 500 && is_generic(response.body()) {
        failure.message = Value::from(reason(status));
        return Ok(failure);
    }
    match json(operation) {
        Some(_) => read_json(operation, response, &mut failure)?,
        None => read_other(operation, response, &mut failure)?,
    }
    Ok(failure)
}

/// A page of some machine on the way, not of the service.
fn is_generic(body: &[u8]) -> bool {
    let body = body.trim_ascii();
    body.is_empty() || body.starts_with(b"<html>")
}

/// The standard's phrase, whatever was on the wire.
fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default()
}

fn read_json(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
    failure: &mut ServiceFailure,
) -> Result<(), Failure> {
    let body = response::parse_body(response.body())?;
    let Value::Map(body) = &body else {
        let class = short_class(&body);
        return Err(Failure::general(format!(
            "'{class}' object has no attribute 'get'"
        )));
    };
    failure.message = body
        .get("message")
        .or_else(|| body.get("Message"))
        .cloned()
        .unwrap_or(Value::from(""));
    if let Some(code) = code(body, response)? {
        failure.code = code;
    }
    if matches!(failure.code, Value::List(_) | Value::Map(_)) {
        // The reference looks the code up in a dictionary.
        return Err(Failure::general(format!(
            "unhashable type: '{}'",
            short_class(&failure.code)
        )));
    }
    let shape = failure
        .code
        .as_str()
        .and_then(|code| shape(operation, code));
    if let Some(shape) = shape {
        let members = response::read(operation, shape, response, Timestamps::Iso8601)?;
        failure.members = in_model_order(shape, members);
    }
    Ok(())
}

fn in_model_order(shape: &Schema, mut members: Map) -> Vec<(&'static str, Value)> {
    let value = |m: &smithgen_runtime::schema::Member| Some((m.name(), members.remove(m.name())?));
    shape.members().iter().filter_map(value).collect()
}

/// The code, if anything names it.
fn code(body: &Map, response: &http::Response<Bytes>) -> Result<Option<Value>, Failure> {
    let name = |text: &str| Value::from(error_code::name(text));
    let dunder_type = match body.get("__type") {
        Some(Value::Str(text)) => Some(name(text)),
        Some(Value::Null) | None => None,
        Some(other @ (Value::List(_) | Value::Map(_))) => Some(other.clone()),
        Some(other) => {
            return Err(Failure::general(format!(
                "argument of type '{}' is not iterable",
                short_class(other)
            )));
        }
    };
    let code = match body.get("code").or_else(|| body.get("Code")) {
        Some(Value::Str(text)) => Some(name(text)),
        Some(Value::Null) | None => None,
        Some(other) => Some(other.clone()),
    };
    let headers = response.headers();
    let places = Places {
        header: error_code::of_header(headers).map(Value::from),
        code,
        query: error_code::of_query_header(headers).map(|(code, _)| Value::from(code)),
        dunder_type,
    };
    Ok(places.by_precedence().next())
}

/// The service's error with this code, be it one of the operation's or not.
fn shape(operation: &OperationSpec, code: &str) -> Option<&'static Schema> {
    let own_code = |schema: &Schema| {
        schema.traits().iter().find_map(|t| match t {
            Trait::AwsQueryError(error) => Some(error.code),
            _ => None,
        })
    };
    let all = || operation.errors.iter().chain(operation.service.errors);
    all()
        .find(|s| own_code(s) == Some(code))
        .or_else(|| all().find(|s| s.service_name() == code))
        .or_else(|| all().find(|s| s.name() == code))
        .copied()
}

fn read_other(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
    failure: &mut ServiceFailure,
) -> Result<(), Failure> {
    let metadata = operation
        .service
        .protocol
        .error_metadata(operation, response);
    failure.message = Value::from(metadata.message.as_deref().unwrap_or_default());
    if let Some(shape) = shape(operation, &metadata.code) {
        let members = response::read(operation, shape, response, Timestamps::Iso8601)?;
        failure.members = in_model_order(shape, members);
        failure
            .members
            .retain(|(name, _)| !name.eq_ignore_ascii_case("message"));
    }
    failure.code = Value::from(metadata.code);
    Ok(())
}
