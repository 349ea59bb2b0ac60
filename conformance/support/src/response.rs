//! `smithy.test#httpResponseTests`: what a client makes of a response, an output or an error of the model.

use smithgen_client::{ErrorView, OperationError as _, Unread};
use smithgen_runtime::Metadata;
use smithgen_runtime::view::Structure;

use crate::case::Case;
use crate::exchange::Exchange;
use crate::outcome::{Call, Failure, Outcome, expect};
use crate::{client, params, run, values};

/// Answers a call with the case's response and compares the output with the case's parameters.
///
/// # Errors
/// The first difference.
pub fn response<O: smithgen_client::Operation>(case: &str, call: Call<O>) -> Outcome {
    let case = Case::parse(case)?;
    let output = answered::<O>(&case, call)?;
    let output = output.map_err(|error| format!("taken for an error: {error}"))?;
    let mut expected = O::Output::default();
    params::fill(&mut expected, &case.0["params"])?;
    Ok(values::same(&expected, &output)?)
}

/// Answers a call with the case's response and compares the error with the case's parameters.
///
/// `shape` is the error's id, `is_variant` tells its variant of the operation's enum from the others.
///
/// # Errors
/// The first difference.
pub fn error<O: smithgen_client::Operation>(
    case: &str,
    shape: &str,
    is_variant: fn(&O::Error) -> bool,
    call: Call<O>,
) -> Outcome {
    let case = Case::parse(case)?;
    let error = match answered::<O>(&case, call)? {
        Ok(_) => return Err("taken for a success".to_owned().into()),
        Err(error) => error,
    };
    if !is_variant(&error) {
        return Err(format!("taken for another error: {error:?}").into());
    }
    let ErrorView::Modeled(metadata, members) = error.view() else {
        return Err(format!("taken for no error of the model: {error:?}").into());
    };
    expect("error", shape, members.schema().id())?;
    described(&case, metadata)?;
    // The members that the case names, in an error of the same type.
    let mut compared = Err(format!("{shape} is not among the operation's errors"));
    let mut compare = |expected: &mut dyn Structure| {
        compared = params::fill(expected, &case.0["params"])
            .and_then(|()| values::same(expected, members));
    };
    rebuilt::<O>(shape, Unread::new(metadata.clone(), &mut compare));
    Ok(compared?)
}

/// What the operation returns when the service answers as the case says. The input has its labels
/// and nothing else.
fn answered<O: smithgen_client::Operation>(
    case: &Case,
    call: Call<O>,
) -> Result<Result<O::Output, O::Error>, Failure> {
    let exchange = Exchange::answering(case.response()?);
    let mut input = O::Input::default();
    params::fill_labels(&mut input);
    let config = client::config(case, &exchange, O::SPEC).validate(false);
    let result = run::block_on(call(config, input))?;
    match exchange.requests().is_empty() {
        false => Ok(result),
        true => Err(match result {
            Ok(_) => "nothing was sent".to_owned(),
            Err(error) => format!("nothing was sent: {error}"),
        }
        .into()),
    }
}

fn rebuilt<O: smithgen_client::Operation>(shape: &str, unread: Unread<'_>) -> Option<O::Error> {
    let index = O::SPEC
        .errors()
        .iter()
        .position(|error| error.id() == shape)?;
    O::Error::modeled(index, unread)
}

/// What every error tells, whatever its members: status, message, and code and type where the case has them.
fn described(case: &Case, metadata: &Metadata) -> Result<(), String> {
    expect(
        "status",
        &case.0["code"].to_string(),
        &metadata.status.to_string(),
    )?;
    let vendor = &case.0["vendorParams"];
    if let Some(code) = vendor["code"].as_str() {
        expect("code", code, &metadata.code)?;
    }
    if let Some(fault) = vendor["type"].as_str() {
        expect("type", fault, metadata.fault.as_deref().unwrap_or_default())?;
    }
    let params = &case.0["params"];
    let message = ["message", "Message"]
        .into_iter()
        .find_map(|name| params[name].as_str());
    match (message, &metadata.message) {
        (Some(expected), Some(found)) => expect("message", expected, found),
        _ => Ok(()),
    }
}
