//! `smithy.test#httpResponseTests`: what a server answers, an output or an error of the model.

use std::sync::Arc;

use serde_json::Value;
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::{OperationSpec, Structure, http};

use super::call::{call, valid};
use super::{Answer, Player, Playing, Serve};
use crate::case::Case;
use crate::outcome::{Outcome, expect};
use crate::{compare, params};

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
    Ok(check(&case, &response)?)
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
pub(super) fn check(case: &Case, response: &http::Response<Bytes>) -> Result<(), String> {
    check_head(case, response)?;
    match case.text("body") {
        Some(expected) => {
            let sent = response.headers().get("content-type");
            let media_type = match (case.media_type(), sent) {
                ("", Some(sent)) => sent.to_str().unwrap_or_default(),
                (media_type, _) => media_type,
            };
            compare::body_of_response(media_type, expected, response.body())
        }
        None => Ok(()),
    }
}

/// Compares everything but the body.
pub(super) fn check_head(case: &Case, response: &http::Response<Bytes>) -> Result<(), String> {
    let told = || String::from_utf8_lossy(response.body()).into_owned();
    let code = case.0["code"].to_string();
    expect("status", &code, response.status().as_str()).map_err(|e| format!("{e}: {}", told()))?;
    let headers = response.headers();
    for (name, value) in case.headers() {
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
