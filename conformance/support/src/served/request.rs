//! `smithy.test#httpRequestTests`: what a server's method gets.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use smithgen_runtime::{OperationSpec, Structure};

use super::call::{call, described};
use super::{Player, Playing, Serve};
use crate::case::{self, Case};
use crate::outcome::Outcome;
use crate::{params, streams, values};

/// Sends the case's request and compares the input that the method gets with the case's parameters.
///
/// # Errors
/// The first difference.
pub fn request(case: &str, serve: Serve, operation: &'static OperationSpec) -> Outcome {
    let case = Case::parse(case)?;
    let body = case::bytes(case.media_type(), case.text("body").unwrap_or_default())?;
    let request = described(&case, body)?;
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
