//! Which operation a request is for. Source: Smithy 2.0, "http trait": the most specific pattern wins.

use bytes::Bytes;

use crate::operation::{Http, OperationSpec, Segment};

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The operation with this index.
    Operation(usize),
    /// The path is known, the method is not.
    OtherMethod,
    /// Nothing here.
    Nothing,
}

/// Finds the operation whose pattern fits the request best.
pub(super) fn find<'a>(
    operations: impl Iterator<Item = &'a OperationSpec>,
    request: &http::Request<Bytes>,
) -> Found {
    let path = request.uri().path();
    let query = request.uri().query().unwrap_or_default();
    let mut other_method = false;
    let mut best: Option<(Vec<u8>, usize)> = None;
    for (index, operation) in operations.enumerate() {
        let Some(http) = operation.http else { continue };
        let Some(rank) = rank(http, path, query) else { continue };
        if http.method != request.method().as_str() {
            other_method = true;
        } else if best.as_ref().is_none_or(|(held, _)| *held < rank) {
            best = Some((rank, index));
        }
    }
    match best {
        Some((_, index)) => Found::Operation(index),
        None if other_method => Found::OtherMethod,
        None => Found::Nothing,
    }
}

/// How specific the match is, compared byte by byte: literals over labels over greedy labels, then
/// the number of query literals. Nothing when the pattern does not fit.
fn rank(http: &Http, path: &str, query: &str) -> Option<Vec<u8>> {
    let mut parts: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    if parts == [""] {
        parts.clear();
    }
    let mut rank = Vec::with_capacity(http.path.len() + 1);
    let mut at = 0;
    for (position, segment) in http.path.iter().enumerate() {
        match segment {
            Segment::Literal(text) => {
                (parts.get(at)? == text).then_some(())?;
                rank.push(3);
                at += 1;
            }
            Segment::Label(_) => {
                (!parts.get(at)?.is_empty()).then_some(())?;
                rank.push(2);
                at += 1;
            }
            Segment::Greedy(_) => {
                let after = http.path.len() - position - 1;
                let end = parts.len().checked_sub(after)?;
                (end > at).then_some(())?;
                rank.push(1);
                at = end;
            }
        }
    }
    (at == parts.len()).then_some(())?;
    let pairs = || query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    for (name, value) in http.query {
        let fits = |(key, given): (&str, &str)| key == *name && value.is_none_or(|v| v == given);
        pairs().any(fits).then_some(())?;
    }
    rank.push(u8::try_from(http.query.len()).unwrap_or(u8::MAX));
    Some(rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn http(path: &'static [Segment]) -> Http {
        Http { method: "GET", path, query: &[], code: 200 }
    }

    #[test]
    fn literal_beats_label_beats_greedy() {
        let literal = rank(&http(&[Segment::Literal("a"), Segment::Literal("b")]), "/a/b", "");
        let label = rank(&http(&[Segment::Literal("a"), Segment::Label(0)]), "/a/b", "");
        let greedy = rank(&http(&[Segment::Greedy(0)]), "/a/b", "");
        assert!(literal > label && label > greedy && greedy.is_some());
    }

    #[test]
    fn greedy_leaves_room_for_what_follows() {
        let path = &[Segment::Greedy(0), Segment::Literal("end")];
        assert!(rank(&http(path), "/a/b/end", "").is_some());
        assert!(rank(&http(path), "/end", "").is_none());
        assert!(rank(&http(path), "/a/b", "").is_none());
    }

    #[test]
    fn query_literals_must_be_there() {
        let http = Http { method: "GET", path: &[], query: &[("x", Some("1")), ("y", None)], code: 200 };
        assert!(rank(&http, "/", "y&x=1").is_some());
        assert!(rank(&http, "/", "x=1").is_none());
    }
}
