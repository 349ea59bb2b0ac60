//! `smithy.test#httpRequestTests`: what a client sends.

use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::http::{HeaderMap, Request};

use crate::case::Case;
use crate::exchange::Exchange;
use crate::outcome::{Call, Outcome, expect};
use crate::{client, compare, params, run};

/// Sends the case's parameters and compares the request with the case.
///
/// # Errors
/// The first difference.
pub fn request<O: smithgen_client::Operation>(case: &str, call: Call<O>) -> Outcome {
    let case = Case::parse(case)?;
    let exchange = Exchange::silent();
    let mut input = O::Input::default();
    params::fill(&mut input, &case.0["params"])?;
    let sent = run::block_on(call(client::config(&case, &exchange, O::SPEC), input))?;
    let mut requests = exchange.requests();
    let request = match (requests.pop(), sent) {
        (Some(request), _) => request,
        (None, Err(error)) => return Err(format!("nothing was sent: {error}").into()),
        (None, Ok(_)) => return Err("nothing was sent".to_owned().into()),
    };
    authorized(&case, O::SPEC, &request)?;
    Ok(check(&case, &request, O::SPEC.input())?)
}

/// Whether the request carries what the scheme of the case asks for, else its operation's first. More cases do not
/// say: signatures depend on the time.
fn authorized(
    case: &Case,
    operation: &smithgen_runtime::OperationSpec,
    request: &Request<Bytes>,
) -> Result<(), String> {
    // Rules may choose another scheme.
    if operation.service().endpoint_rules().is_some() {
        return Ok(());
    }
    let scheme = match (case.text("authScheme"), operation.auth().first()) {
        (Some("aws.auth#sigv4"), _) | (None, Some(smithgen_runtime::Auth::SigV4)) => {
            "AWS4-HMAC-SHA256 "
        }
        (Some("smithy.api#httpBearerAuth"), _) | (None, Some(smithgen_runtime::Auth::Bearer)) => {
            "Bearer "
        }
        (Some("smithy.api#httpBasicAuth"), _) | (None, Some(smithgen_runtime::Auth::Basic)) => {
            "Basic "
        }
        _ => return Ok(()),
    };
    let found = request.headers().get("authorization");
    match found.is_some_and(|value| value.as_bytes().starts_with(scheme.as_bytes())) {
        true => Ok(()),
        false => Err(format!(
            "authorization: expected {scheme}…, found {found:?}"
        )),
    }
}

/// Compares everything but the body.
pub(crate) fn check_head(case: &Case, request: &Request<Bytes>) -> Result<(), String> {
    let text = |name: &str| case.text(name).unwrap_or_default();
    let uri = request.uri();
    expect("method", text("method"), request.method().as_str())?;
    expect("path", text("uri"), uri.path())?;
    if let Some(expected) = case.text("resolvedHost") {
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        expect("host", expected, authority)?;
    }
    query(case, uri.query())?;
    headers(case, request.headers())
}

fn check(
    case: &Case,
    request: &Request<Bytes>,
    input: &'static smithgen_runtime::Schema,
) -> Result<(), String> {
    check_head(case, request)?;
    match case.text("body") {
        Some(expected) => {
            let sent = request.headers().get("content-type");
            let media_type = match (case.media_type(), sent) {
                // A case that does not say what its body is takes it for what it claims to be.
                ("", Some(sent)) => sent.to_str().unwrap_or_default(),
                (media_type, _) => media_type,
            };
            let maps = compare::Maps::of(input);
            compare::body(media_type, expected, request.body(), &maps)
        }
        None => Ok(()),
    }
}

fn query(case: &Case, found: Option<&str>) -> Result<(), String> {
    compare::query(case.texts("queryParams"), found)?;
    let is_there = |name: &&str| compare::has_parameter(name, found);
    if let Some(name) = case.texts("forbidQueryParams").find(is_there) {
        return Err(format!("query: {name} must not be there"));
    }
    match case
        .texts("requireQueryParams")
        .find(|name| !is_there(name))
    {
        Some(name) => Err(format!("query: {name} must be there")),
        None => Ok(()),
    }
}

/// Headers that a message must have, and those that it must not.
fn headers(case: &Case, found: &HeaderMap) -> Result<(), String> {
    for (name, value) in case.headers() {
        compare::header(name, value, found)?;
    }
    let is_there = |name: &&str| found.contains_key(*name);
    if let Some(name) = case.texts("forbidHeaders").find(is_there) {
        return Err(format!("header {name} must not be there"));
    }
    match case.texts("requireHeaders").find(|name| !is_there(name)) {
        Some(name) => Err(format!("header {name} must be there")),
        None => Ok(()),
    }
}
