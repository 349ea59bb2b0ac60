//! Paths of `@http` as a tree, built once. Source: Smithy 2.0, "HTTP URI conflicts" and its rules of specificity.

use std::borrow::Cow;
use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::hosts;
use crate::operation::{Http, OperationSpec, Segment};

/// The operations of a service by path, method and query.
#[derive(Default)]
pub(super) struct Paths {
    root: Node,
}

/// What may follow the segments up to here.
#[derive(Default)]
struct Node {
    literals: HashMap<Cow<'static, str>, Node>,
    label: Option<Box<Node>>,
    /// What follows a greedy label, and the operations whose path ends there.
    greedy: Vec<(Vec<Segment>, Ends)>,
    ends: Ends,
}

/// The operations whose path ends at the same place, those with most query literals first.
type Ends = Vec<End>;

struct End {
    http: &'static Http,
    operation: &'static OperationSpec,
    index: usize,
}

/// What a path is good for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// The operation with this index.
    Operation(usize),
    /// Operations have this path, but with these other methods.
    Methods(Vec<&'static str>),
    /// No operation has it.
    None,
}

impl Paths {
    /// Adds an operation; of those that nothing distinguishes, the first is found.
    pub(super) fn add(&mut self, operation: &'static OperationSpec, index: usize) {
        let Some(http) = operation.http else {
            return;
        };
        let end = End {
            http,
            operation,
            index,
        };
        let mut node = &mut self.root;
        for (at, segment) in http.route.iter().enumerate() {
            match segment {
                Segment::Literal(literal) => {
                    node = node.literals.entry(decode(literal)).or_default();
                }
                Segment::Label(_) => node = node.label.get_or_insert_default(),
                Segment::Greedy(_) => {
                    let after = http.route.get(at + 1..).unwrap_or_default();
                    node.add_greedy(after, end);
                    return;
                }
            }
        }
        insert(&mut node.ends, end);
    }

    /// The operation whose method, path and query literals match most specifically: a literal segment beats a label,
    /// a label beats a greedy label, and then the operation with more query literals wins. Those that are called at
    /// hosts with another prefix do not count.
    pub(super) fn find(
        &self,
        prefix: Option<&str>,
        method: &str,
        path: &str,
        query: &str,
    ) -> Match {
        let Some(path) = path.strip_prefix('/') else {
            return Match::None;
        };
        let mut search = Search {
            prefix,
            method,
            query,
            others: Vec::new(),
        };
        // The path `/` has no segment, not an empty one.
        let rest = Some(path).filter(|path| !path.is_empty());
        let found = match rest {
            None => search.among(&self.root.ends),
            Some(_) => None,
        };
        match found.or_else(|| search.below(&self.root, Some(path))) {
            Some(operation) => Match::Operation(operation),
            None if search.others.is_empty() => Match::None,
            None => Match::Methods(search.others),
        }
    }
}

impl Node {
    fn add_greedy(&mut self, after: &'static [Segment], end: End) {
        let same = |known: &[Segment]| {
            known.len() == after.len() && known.iter().zip(after).all(|(a, b)| kind(a) == kind(b))
        };
        let known = self.greedy.iter_mut().find(|(known, _)| same(known));
        match known {
            Some((_, ends)) => insert(ends, end),
            None => {
                self.greedy.push((after.to_vec(), vec![end]));
                // Literals are more specific than labels, and a longer tail more than a shorter one.
                self.greedy.sort_by_key(|(after, _)| rank(after));
            }
        }
    }
}

/// What a segment is, without the label's member.
fn kind(segment: &Segment) -> Option<Cow<'static, str>> {
    match segment {
        Segment::Literal(text) => Some(decode(text)),
        Segment::Label(_) | Segment::Greedy(_) => None,
    }
}

/// Lower is more specific.
fn rank(after: &[Segment]) -> (std::cmp::Reverse<usize>, Vec<bool>) {
    let labels = after
        .iter()
        .map(|segment| !matches!(segment, Segment::Literal(_)));
    (std::cmp::Reverse(after.len()), labels.collect())
}

fn insert(ends: &mut Ends, end: End) {
    let at = ends.partition_point(|known| known.http.query.len() >= end.http.query.len());
    ends.insert(at, end);
}

struct Search<'a> {
    prefix: Option<&'a str>,
    method: &'a str,
    query: &'a str,
    /// Methods of operations whose path and query match.
    others: Vec<&'static str>,
}

impl Search<'_> {
    /// The operation below this node for the rest of a path; `None` for a path that has ended.
    fn below(&mut self, node: &Node, rest: Option<&str>) -> Option<usize> {
        let Some(rest) = rest else {
            return self.among(&node.ends);
        };
        let (segment, after) = match rest.split_once('/') {
            Some((segment, after)) => (segment, Some(after)),
            None => (rest, None),
        };
        if let Some(next) = node.literals.get(&*decode(segment))
            && let Some(found) = self.below(next, after)
        {
            return Some(found);
        }
        if let Some(next) = &node.label
            && !segment.is_empty()
            && let Some(found) = self.below(next, after)
        {
            return Some(found);
        }
        let mut greedy = node.greedy.iter();
        greedy.find_map(|(tail, ends)| match ends_with(rest, tail) {
            true => self.among(ends),
            false => None,
        })
    }

    fn among(&mut self, ends: &Ends) -> Option<usize> {
        for end in ends {
            if !has_query(end.http, self.query) || !hosts::is_at(end.operation, self.prefix) {
                continue;
            }
            if end.http.method == self.method {
                return Some(end.index);
            }
            if !self.others.contains(&end.http.method) {
                self.others.push(end.http.method);
            }
        }
        None
    }
}

/// Whether segments for a greedy label are followed by this tail.
fn ends_with(rest: &str, tail: &[Segment]) -> bool {
    let mut before = rest;
    for segment in tail.iter().rev() {
        let Some((left, last)) = before.rsplit_once('/') else {
            return false;
        };
        before = left;
        match segment {
            Segment::Literal(literal) if decode(last) != decode(literal) => return false,
            Segment::Literal(_) => {}
            _ if last.is_empty() => return false,
            _ => {}
        }
    }
    !before.is_empty()
}

fn has_query(http: &Http, query: &str) -> bool {
    http.query.iter().all(|(name, value)| {
        query.split('&').any(|pair| {
            let (key, found) = pair.split_once('=').unwrap_or((pair, ""));
            decode(key) == *name && value.is_none_or(|value| decode(found) == value)
        })
    })
}

/// Percent-decodes. What is not UTF-8 matches no literal.
fn decode(text: &str) -> Cow<'_, str> {
    match text.contains('%') {
        false => Cow::Borrowed(text),
        true => percent_decode_str(text).decode_utf8_lossy(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Service;
    use crate::protocol::REST_JSON_1;
    use crate::schema::prelude;
    use Segment::{Greedy, Label, Literal};

    fn http(method: &'static str, path: &'static [Segment]) -> &'static Http {
        Box::leak(Box::new(Http::new(method, path, 200)))
    }

    fn paths(all: &[&'static Http]) -> Paths {
        static SERVICE: Service = Service::new("test#Service", "", "", &REST_JSON_1);
        let mut paths = Paths::default();
        for (index, http) in all.iter().enumerate() {
            let operation = OperationSpec::new("Do", &SERVICE, &prelude::UNIT, &prelude::UNIT);
            paths.add(Box::leak(Box::new(operation.with_http(http))), index);
        }
        paths
    }

    fn find(paths: &Paths, method: &str, uri: &str) -> Option<usize> {
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        match paths.find(None, method, path, query) {
            Match::Operation(index) => Some(index),
            _ => None,
        }
    }

    #[test]
    fn the_most_specific_path_wins() {
        let paths = paths(&[
            http("GET", &[Greedy(0)]),
            http("GET", &[Literal("a"), Label(0)]),
            http("GET", &[Literal("a"), Literal("b")]),
            http("GET", &[Label(0), Literal("b")]),
            http("GET", &[Literal("a"), Greedy(0)]),
            http("GET", &[Literal("a"), Greedy(0), Literal("end")]),
            http("GET", &[]),
        ]);
        for (path, index) in [
            ("/", 6),
            ("/x", 0),
            ("/a", 0),
            ("/a/b", 2),
            ("/a/%62", 2),
            ("/a/c", 1),
            ("/x/b", 3),
            ("/x/c", 0),
            ("/a/b/c", 4),
            ("/a/b/c/end", 5),
            ("/a/end", 1),
        ] {
            assert_eq!(find(&paths, "GET", path), Some(index), "{path}");
        }
        assert_eq!(
            find(&paths, "GET", "/a//"),
            Some(4),
            "a greedy label keeps slashes"
        );
        assert_eq!(find(&paths, "GET", "//"), Some(0));
    }

    #[test]
    fn a_branch_that_leads_nowhere_is_left_again() {
        let paths = paths(&[
            http("GET", &[Literal("a"), Literal("b"), Literal("c")]),
            http("PUT", &[Label(0), Literal("b"), Literal("d")]),
            http(
                "PUT",
                &[Literal("a"), Literal("b"), Literal("d"), Literal("e")],
            ),
        ]);
        assert_eq!(find(&paths, "PUT", "/a/b/d"), Some(1));
        let found = paths.find(None, "GET", "/a/b/d", "");
        assert_eq!(found, Match::Methods(vec!["PUT"]));
        assert_eq!(paths.find(None, "GET", "/a/b", ""), Match::None);
    }

    #[test]
    fn query_literals_distinguish() {
        let with = |query| -> &'static Http {
            Box::leak(Box::new(
                Http::new("GET", &[Label(0)], 200).with_query(query),
            ))
        };
        let paths = paths(&[
            http("GET", &[Label(0)]),
            with(&[("acl", None)]),
            with(&[("acl", None), ("v", Some("2"))]),
            http("DELETE", &[Label(0)]),
        ]);
        assert_eq!(find(&paths, "GET", "/x"), Some(0));
        assert_eq!(find(&paths, "GET", "/x?acl"), Some(1));
        assert_eq!(find(&paths, "GET", "/x?acl=&w=1"), Some(1));
        assert_eq!(find(&paths, "GET", "/x?v=2&acl"), Some(2));
        assert_eq!(find(&paths, "GET", "/x?v=3&acl"), Some(1));
        assert_eq!(find(&paths, "DELETE", "/x?acl"), Some(3));
    }

    #[test]
    fn labels_are_never_empty() {
        let paths = paths(&[
            http("GET", &[Literal("a"), Label(0)]),
            http("GET", &[Literal("b"), Literal("")]),
        ]);
        assert_eq!(find(&paths, "GET", "/a/"), None);
        assert_eq!(find(&paths, "GET", "/a"), None);
        assert_eq!(find(&paths, "GET", "/b/"), Some(1));
        assert_eq!(find(&paths, "GET", "a/x"), None);
    }
}
