//! Which versions of HTTP an operation travels over: what the trait of its protocol says.

use serde::Deserialize;

use super::streams;
use crate::ir::{HttpVersions, OperationTrait};
use smithgen_model::model::traits::ProtocolHttp;
use smithgen_model::model::{self, Model, Shape};

/// The property of an operation that is not content with HTTP/1.1.
///
/// Without a word in the model that is one whose input streams events: both ways at once they are seldom served
/// over HTTP/1.1, though models of such services say so of none of their protocols.
pub(in crate::lower) fn of(
    model: &Model,
    service: &Shape,
    protocol: &str,
    operation: &model::Operation,
) -> Option<OperationTrait> {
    let said = service.traits.get(protocol).map(ProtocolHttp::deserialize);
    let said = said.and_then(Result::ok).unwrap_or_default();
    let list = match streams::has_events(model, operation) {
        true => said.event_stream_http.or(said.http),
        false => said.http,
    };
    let versions = match list {
        Some(list) => best(&list)?,
        None if streams::sends_events(model, operation) => HttpVersions::Http2OrHttp1,
        None => return None,
    };
    Some(OperationTrait::HttpVersions(versions))
}

/// What a list comes to, best first, of which only the versions count that the runtime speaks; `None` for HTTP/1.1.
///
/// A list that begins with HTTP/1.1 is content with it whatever follows: offered both, a server picks by its own
/// order rather than by the model's.
fn best(list: &[String]) -> Option<HttpVersions> {
    let mut known = list
        .iter()
        .map(String::as_str)
        .filter(|id| matches!(*id, "http/1.1" | "h2"));
    match (known.next()?, known.any(|id| id == "http/1.1")) {
        ("h2", true) => Some(HttpVersions::Http2OrHttp1),
        ("h2", false) => Some(HttpVersions::Http2),
        _ => None,
    }
}
