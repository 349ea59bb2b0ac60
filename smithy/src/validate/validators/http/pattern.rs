//! The patterns of paths and of host prefixes, read as leniently as Smithy's specification has them.

use std::collections::BTreeMap;

use crate::maps::{HashMap, HashSet};
use crate::model::id::is_identifier;
use crate::model::uri::Segment;

/// The pattern of a path and its query.
pub(super) struct Uri {
    pub(super) segments: Vec<Segment>,
    pub(super) query: BTreeMap<String, String>,
}

impl Uri {
    /// Reads a pattern; the error says in a clause what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let Some(rest) = text.strip_prefix('/') else {
            return Err("it does not start with `/`".to_owned());
        };
        if text.ends_with('?') {
            return Err("it ends with `?`".to_owned());
        }
        if text.contains('#') {
            return Err("it has a fragment".to_owned());
        }
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (rest, None),
        };
        // Slashes at the end mean nothing.
        let path = path.trim_end_matches('/');
        let segments = match path {
            "" => Vec::new(),
            path => path.split('/').map(segment).collect::<Result<_, _>>()?,
        };
        check_labels(&segments)?;
        let query = query.map(parse_query).transpose()?;
        Ok(Self {
            segments,
            query: query.unwrap_or_default(),
        })
    }
}

/// Reads the pattern of a host prefix; the error says in a clause what is wrong with it.
pub(super) fn host_prefix(text: &str) -> Result<Vec<Segment>, String> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (literal, after) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
        if !literal.is_empty() {
            segments.push(segment(literal)?);
        }
        if after.is_empty() {
            break;
        }
        let follows_label = segments.last().is_some_and(|last| last.label().is_some());
        if literal.is_empty() && follows_label {
            return Err("there is nothing between two labels".to_owned());
        }
        let Some(end) = after.find('}') else {
            return Err("a label does not end".to_owned());
        };
        let (label, next) = after.split_at(end + 1);
        segments.push(segment(label)?);
        rest = next;
    }
    check_labels(&segments)?;
    match segments.iter().any(|it| matches!(it, Segment::Greedy(_))) {
        true => Err("a label is greedy, which only one of a URI can be".to_owned()),
        false => Ok(segments),
    }
}

/// The labels of a pattern by their names, which are the same in any case.
pub(super) struct Labels<'s>(HashMap<String, &'s Segment>);

impl<'s> Labels<'s> {
    pub(super) fn of(segments: &'s [Segment]) -> Self {
        let labels = segments
            .iter()
            .filter_map(|segment| Some((segment.label()?.to_ascii_lowercase(), segment)));
        Self(labels.collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&'s Segment> {
        self.0.get(&name.to_ascii_lowercase()).copied()
    }
}

fn segment(text: &str) -> Result<Segment, String> {
    let inside = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let Some(inside) = inside else {
        return match text {
            "" => Err("it has an empty segment".to_owned()),
            text if text.contains(['{', '}']) => {
                Err(format!("label and literal share the segment `{text}`"))
            }
            text => Ok(Segment::Literal(text.to_owned())),
        };
    };
    let (name, is_greedy) = match inside.strip_suffix('+') {
        Some(name) => (name, true),
        None => (inside, false),
    };
    match is_identifier(name) {
        false => Err(format!("`{inside}` is no name for a label")),
        true if is_greedy => Ok(Segment::Greedy(name.to_owned())),
        true => Ok(Segment::Label(name.to_owned())),
    }
}

fn check_labels(segments: &[Segment]) -> Result<(), String> {
    let mut seen = HashSet::default();
    for label in segments.iter().filter_map(Segment::label) {
        if !seen.insert(label.to_ascii_lowercase()) {
            return Err(format!("label `{label}` comes twice"));
        }
    }
    Ok(())
}

fn parse_query(query: &str) -> Result<BTreeMap<String, String>, String> {
    if query.contains(['{', '}']) {
        return Err("it has a label in its query, which `httpQuery` members are for".to_owned());
    }
    let mut pairs = BTreeMap::new();
    for pair in query.trim_end_matches('&').split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if pairs.insert(name.to_owned(), value.to_owned()).is_some() {
            return Err(format!("the query has `{name}` twice"));
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_uris() {
        for good in ["/", "/a/", "/{a+}/{b}", "/../a", "/a?b&c=d=e", "/a//"] {
            assert!(Uri::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "", "a", "//a", "/a?", "/a#b", "/{a}/{A}", "/x{a}", "/{}", "/{a-b}", "/a?{b}", "/a?b&b",
        ] {
            assert!(Uri::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn reads_host_prefixes() {
        let label = Segment::Label("b".into());
        let [a, c] = ["a-", "."].map(|text| Segment::Literal(text.into()));
        assert_eq!(host_prefix("a-{b}.").unwrap(), [a, label, c]);
        for bad in ["{a}{b}", "{a", "a}", "{}", "{a+}.", "{a}.{a}", "{{a}}"] {
            assert!(host_prefix(bad).is_err(), "{bad}");
        }
    }
}
