//! `smithy.test#httpMalformedRequestTests`: what a server refuses, and how.

use std::sync::Arc;

use regex_lite::Regex;
use serde_json::Value;
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::{OperationSpec, Structure, http};

use super::call::{call, described};
use super::response::check_head;
use super::{Player, Playing, Serve};
use crate::case::{self, Case};
use crate::compare;
use crate::outcome::Outcome;

/// Sends the case's request, which no method may get, and compares the response with the case.
///
/// # Errors
/// The first difference.
pub fn malformed(case: &str, serve: Serve, operation: &'static OperationSpec) -> Outcome {
    let case = Case::parse(case)?;
    let sent = Case::parse(&case.0["request"].to_string())?;
    // Its body is an assertion, not a text.
    let mut expected = case.0["response"].clone();
    let asserted = expected.as_object_mut().and_then(|it| it.remove("body"));
    let expected = Case::parse(&expected.to_string())?;
    let body = case::bytes(sent.media_type(), sent.text("body").unwrap_or_default())?;
    let response = call(serve, Arc::new(Accepts), described(&sent, body, operation)?)?;
    if response.status() == http::StatusCode::IM_A_TEAPOT {
        return Err("taken for valid".to_owned().into());
    }
    check_head(&expected, &response)?;
    Ok(check_body(&asserted.unwrap_or_default(), &response)?)
}

/// `body.assertion`: what the body is, or a pattern that its message matches.
fn check_body(body: &Value, response: &http::Response<Bytes>) -> Result<(), String> {
    let media_type = body["mediaType"].as_str().unwrap_or_default();
    let assertion = &body["assertion"];
    if let Some(contents) = assertion["contents"].as_str() {
        compare::body_of_response(media_type, contents, response.body())?;
    }
    let Some(pattern) = assertion["messageRegex"].as_str() else {
        return Ok(());
    };
    let pattern = Regex::new(pattern).map_err(|e| format!("case: {pattern}: {e}"))?;
    let text = String::from_utf8_lossy(response.body());
    match pattern.is_match(&text) {
        true => Ok(()),
        false => Err(format!("body: {text} does not match {pattern}")),
    }
}

/// Answers what nothing else does: that a method was called.
struct Accepts;

impl Player for Accepts {
    fn called<'a>(
        &'a self,
        _: &'static OperationSpec,
        _: &'a mut (dyn Structure + Send),
        _: &'a mut (dyn Structure + Send),
    ) -> Playing<'a> {
        Box::pin(std::future::ready(Err(super::TEAPOT.to_owned())))
    }
}
