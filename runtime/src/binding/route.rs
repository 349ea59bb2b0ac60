//! Finds the operation for a request. Source: Smithy 2.0, "HTTP URI conflicts" and its rules of specificity.

use bytes::Bytes;

use super::uri;
use crate::operation::{Http, OperationSpec, Segment};

/// Why there is no operation for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteError {
    /// No operation has such a path: 404.
    NotFound,
    /// Operations have this path, but with other methods: 405.
    MethodNotAllowed,
}

/// The operation whose method, path and literal query parameters match most specifically: a literal segment beats a
/// label, a label beats a greedy label, and then the operation with more literal parameters wins.
///
/// # Errors
/// No operation matches.
pub fn route(
    operations: &[&'static OperationSpec],
    request: &http::Request<Bytes>,
) -> Result<&'static OperationSpec, RouteError> {
    let query: Vec<&str> = request
        .uri()
        .query()
        .unwrap_or_default()
        .split('&')
        .collect();
    let fits = |http: &Http| uri::labels(http, request.uri().path()).is_some();
    let bound = operations
        .iter()
        .filter_map(|op| op.http.map(|http| (*op, http)));
    let on_path: Vec<_> = bound.filter(|(_, http)| fits(http)).collect();
    on_path
        .iter()
        .filter(|(_, http)| http.method == request.method().as_str() && has_query(http, &query))
        .min_by_key(|(_, http)| rank(http))
        .map(|(operation, _)| *operation)
        .ok_or(match on_path.is_empty() {
            true => RouteError::NotFound,
            false => RouteError::MethodNotAllowed,
        })
}

fn has_query(http: &Http, query: &[&str]) -> bool {
    http.query.iter().all(|(name, value)| {
        query.iter().any(|pair| {
            let (key, found) = pair.split_once('=').unwrap_or((pair, ""));
            key == *name && value.is_none_or(|value| value == found)
        })
    })
}

/// Lower is more specific.
fn rank(http: &Http) -> (Vec<u8>, std::cmp::Reverse<usize>) {
    let segments = http.route.iter().map(|segment| match segment {
        Segment::Literal(_) => 0,
        Segment::Label(_) => 1,
        Segment::Greedy(_) => 2,
    });
    (segments.collect(), std::cmp::Reverse(http.query.len()))
}
