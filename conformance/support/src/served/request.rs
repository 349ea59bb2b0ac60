//! `smithy.test#httpRequestTests`: what a server's method gets.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName};
use smithgen_runtime::{OperationSpec, Structure, http};

use super::call::{call, described, prepared};
use super::{Player, Playing, Serve};
use crate::case::{self, Case};
use crate::outcome::Outcome;
use crate::{compare, params, streams, values};

/// Sends the case's request and compares the input that the method gets with the case's parameters.
///
/// # Errors
/// The first difference.
pub fn request(case: &str, serve: Serve, operation: &'static OperationSpec) -> Outcome {
    let case = Case::parse(case)?;
    let request = completed(&case, operation)?;
    let player = Arc::new(Compares {
        params: case.0["params"].clone(),
        operation,
        outcome: Mutex::default(),
    });
    let response = call(serve, player.clone(), request)?;
    let outcome = player.outcome.lock();
    match outcome.unwrap_or_else(PoisonError::into_inner).take() {
        Some(outcome) => Ok(outcome?),
        None => {
            let body = String::from_utf8_lossy(response.body());
            Err(format!("refused with {}: {body}", response.status()).into())
        }
    }
}

const TARGET: HeaderName = HeaderName::from_static("x-amz-target");

/// The request of a case. What it does not say of it, because it is to be checked of a client alone, is what a client sends:
/// the body, and the header that names the operation.
fn completed(
    case: &Case,
    operation: &'static OperationSpec,
) -> Result<http::Request<Bytes>, String> {
    let client = || {
        let mut input = DynamicStructure::new(operation.input(), Typing::Typed);
        params::fill(&mut input, &case.0["params"])?;
        prepared(operation, &input)
    };
    let is_summed = case
        .headers()
        .any(|(name, _)| name.eq_ignore_ascii_case("content-md5"));
    let mut request = match case.text("body") {
        // The digest is that of the body as clients write it, not as the case does.
        Some(body) if is_summed => {
            let sent = client()?.body().clone();
            compare::body(case.media_type(), body, &sent, &compare::Maps::default())?;
            described(case, sent, operation)?
        }
        Some(body) => described(case, case::bytes(case.media_type(), body)?, operation)?,
        None => {
            let sent = client()?;
            let mut request = described(case, sent.body().clone(), operation)?;
            for name in [CONTENT_TYPE, CONTENT_ENCODING] {
                let value = sent.headers().get(&name).cloned();
                let is_there = request.headers().contains_key(&name);
                if let Some(value) = value.filter(|_| !is_there && !request.body().is_empty()) {
                    request.headers_mut().insert(name, value);
                }
            }
            request
        }
    };
    let is_typed = case.text("bodyMediaType").is_some() || request.body().is_empty();
    let names: &[HeaderName] = match is_typed {
        true => &[TARGET],
        false => &[TARGET, CONTENT_TYPE],
    };
    for name in names {
        let is_forbidden = case.texts("forbidHeaders").any(|it| name == it);
        if is_forbidden || request.headers().contains_key(name) {
            continue;
        }
        if let Some(value) = client()?.headers().get(name) {
            request.headers_mut().insert(name, value.clone());
        }
    }
    Ok(request)
}

/// Compares the input, and returns nothing.
struct Compares {
    params: Value,
    operation: &'static OperationSpec,
    outcome: Mutex<Option<Result<(), String>>>,
}

impl Player for Compares {
    fn called<'a>(
        &'a self,
        operation: &'static OperationSpec,
        input: &'a mut (dyn Structure + Send),
        blank: &'a mut (dyn Structure + Send),
    ) -> Playing<'a> {
        Box::pin(async move {
            let outcome = self.compare(operation, input, blank).await;
            let mut place = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
            *place = Some(outcome);
            Err("a case about the request alone".to_owned())
        })
    }
}

impl Compares {
    async fn compare(
        &self,
        operation: &'static OperationSpec,
        input: &mut (dyn Structure + Send),
        expected: &mut (dyn Structure + Send),
    ) -> Result<(), String> {
        if !std::ptr::eq(operation, self.operation) {
            return Err(format!("taken for {}", operation.name()));
        }
        streams::settle(input).await?;
        params::fill(expected, &self.params)?;
        values::same_input(expected, input, operation.service().protocol())
    }
}
