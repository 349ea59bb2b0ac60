//! `smithy.test#httpResponseTests`: what a server answers, an output or an error of the model.

use std::sync::Arc;

use serde_json::Value;
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::{OperationSpec, Schema, Structure, http};

use super::call::{call, valid};
use super::{Answer, Player, Playing, Serve, exceptions};
use crate::case::Case;
use crate::outcome::{Outcome, expect};
use crate::{compare, params, values};

/// Returns the case's parameters as an output and compares the response with the case.
///
/// # Errors
/// The first difference.
pub fn response(case: &str, serve: Serve, operation: &'static OperationSpec) -> Outcome {
    answered(case, serve, operation, None)
}

/// Returns the case's parameters as an error and compares the response with the case.
///
/// # Errors
/// The first difference.
pub fn error(
    case: &str,
    serve: Serve,
    operation: &'static OperationSpec,
    shape: &'static str,
) -> Outcome {
    answered(case, serve, operation, Some(shape))
}

fn answered(
    case: &str,
    serve: Serve,
    operation: &'static OperationSpec,
    error: Option<&'static str>,
) -> Outcome {
    let case = Case::parse(case)?;
    let params = case.0["params"].clone();
    let player = Arc::new(Returns { params, error });
    let response = call(serve, player, valid(operation)?)?;
    let schema = match error {
        Some(shape) => operation.errors().iter().find(|it| it.id() == shape),
        None => Some(&operation.output()),
    };
    let schema = schema.copied().unwrap_or(operation.output());
    Ok(check(&case, &response, operation, schema)?)
}

/// Returns what a case says.
struct Returns {
    params: Value,
    error: Option<&'static str>,
}

impl Player for Returns {
    fn called<'a>(
        &'a self,
        _: &'static OperationSpec,
        _: &'a mut (dyn Structure + Send),
        _: &'a mut (dyn Structure + Send),
    ) -> Playing<'a> {
        let params = self.params.clone();
        let fill = Box::new(move |value: &mut dyn Structure| params::fill(value, &params));
        Box::pin(std::future::ready(Ok(match self.error {
            Some(shape) => Answer::Error(shape, fill),
            None => Answer::Output(fill),
        })))
    }
}

/// Compares a response with a case.
pub(super) fn check(
    case: &Case,
    response: &http::Response<Bytes>,
    operation: &'static OperationSpec,
    schema: &'static Schema,
) -> Result<(), String> {
    check_head(case, response)?;
    let Some(expected) = case.text("body") else {
        return Ok(());
    };
    if exceptions::is_read(case.text("id").unwrap_or_default()) {
        return reads_the_same(case, response, operation, schema);
    }
    let sent = response.headers().get("content-type");
    let media_type = match (case.media_type(), sent) {
        ("", Some(sent)) => sent.to_str().unwrap_or_default(),
        (media_type, _) => media_type,
    };
    let maps = compare::Maps::of(schema);
    compare::body_of_response_with(media_type, expected, response.body(), &maps)
}

/// Compares what a client makes of the case's response and of the one that was sent.
fn reads_the_same(
    case: &Case,
    response: &http::Response<Bytes>,
    operation: &'static OperationSpec,
    schema: &'static Schema,
) -> Result<(), String> {
    let protocol = operation.service().protocol();
    let is_output = std::ptr::eq(schema, operation.output());
    let read = |response: &http::Response<Bytes>| {
        let mut value = DynamicStructure::new(schema, Typing::Typed);
        let result = match is_output {
            true => protocol.decode_response(operation, response, &mut value),
            false => protocol.decode_error(operation, response, &mut value),
        };
        let code = protocol.error_metadata(operation, response).code;
        result.map(|()| (value, code)).map_err(|e| e.to_string())
    };
    let (expected, code) = read(&case.response()?)?;
    let (found, found_code) = read(response)?;
    if !is_output {
        expect("code", &code, &found_code)?;
    }
    values::same(&expected, &found)
}

/// Compares everything but the body.
pub(super) fn check_head(case: &Case, response: &http::Response<Bytes>) -> Result<(), String> {
    let told = || String::from_utf8_lossy(response.body()).into_owned();
    let code = case.0["code"].to_string();
    expect("status", &code, response.status().as_str()).map_err(|e| format!("{e}: {}", told()))?;
    let headers = response.headers();
    for (name, value) in case.headers() {
        if exceptions::is_ignored(case.text("id").unwrap_or_default(), name) {
            continue;
        }
        // What is in front of the service adds the length of a body that has none in its head.
        if name.eq_ignore_ascii_case("content-length") && !headers.contains_key(name) {
            expect("length", value, &response.body().len().to_string())?;
            continue;
        }
        compare::header(name, value, headers)?;
    }
    let is_there = |name: &&str| headers.contains_key(*name);
    if let Some(name) = case.texts("forbidHeaders").find(is_there) {
        return Err(format!("header {name} must not be there"));
    }
    match case.texts("requireHeaders").find(|name| !is_there(name)) {
        Some(name) => Err(format!("header {name} must be there")),
        None => Ok(()),
    }
}
