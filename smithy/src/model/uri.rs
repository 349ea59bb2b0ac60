//! URI patterns of operations: literals, labels, and at most one greedy label.

use crate::maps::HashSet;

/// A parsed `uri` of the `http` trait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UriPattern {
    /// The segments of the path; a trailing slash adds an empty literal.
    pub segments: Vec<Segment>,
    /// The literal pairs in the query; a name without `=` has no value.
    pub query: Vec<(String, Option<String>)>,
}

/// One part of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// A literal segment.
    Literal(String),
    /// `{name}`: one segment from an input member.
    Label(String),
    /// `{name+}`: one or more segments from an input member.
    Greedy(String),
}

impl UriPattern {
    /// Parses a pattern; the error is a clause that says what is wrong.
    pub fn parse(uri: &str) -> Result<Self, String> {
        let (path, query) = match uri.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (uri, None),
        };
        let rest = path.strip_prefix('/').ok_or("it does not start with `/`")?;
        if uri.contains('#') {
            return Err("it has a fragment".into());
        }
        if uri.contains(|c: char| c.is_control() || c.is_whitespace()) {
            return Err("it has a blank or a control character".into());
        }
        let segments = if rest.is_empty() {
            Vec::new()
        } else {
            parse_path(rest)?
        };
        let pattern = Self {
            segments,
            query: query.map(parse_query).transpose()?.unwrap_or_default(),
        };
        pattern.check_labels()?;
        Ok(pattern)
    }

    /// The names of the labels, in order.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(Segment::label)
    }

    fn check_labels(&self) -> Result<(), String> {
        let mut seen: HashSet<&str> = HashSet::default();
        let mut greedy = None;
        for segment in &self.segments {
            let Some(label) = segment.label() else {
                continue;
            };
            if let Some(greedy) = greedy {
                return Err(format!(
                    "label `{label}` follows the greedy label `{greedy}`, which must be the last"
                ));
            }
            if !seen.insert(label) {
                return Err(format!("label `{label}` comes twice"));
            }
            if matches!(segment, Segment::Greedy(_)) {
                greedy = Some(label);
            }
        }
        Ok(())
    }
}

impl Segment {
    /// The name of a label; `None` for a literal.
    pub fn label(&self) -> Option<&str> {
        match self {
            Self::Literal(_) => None,
            Self::Label(name) | Self::Greedy(name) => Some(name),
        }
    }
}

fn parse_path(path: &str) -> Result<Vec<Segment>, String> {
    let parts: Vec<&str> = path.split('/').collect();
    let last = parts.len().saturating_sub(1);
    let segment = |(number, part): (usize, &&str)| match *part {
        "" if number != last => Err("it has an empty segment".to_owned()),
        "." | ".." => Err(format!("it has the segment `{part}`")),
        part => parse_segment(part),
    };
    parts.iter().enumerate().map(segment).collect()
}

fn parse_segment(part: &str) -> Result<Segment, String> {
    if !part.contains(['{', '}']) {
        return Ok(Segment::Literal(part.to_owned()));
    }
    let inside = part
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let inside = inside.ok_or_else(|| format!("label and literal share the segment `{part}`"))?;
    let (name, greedy) = inside
        .strip_suffix('+')
        .map_or((inside, false), |name| (name, true));
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return Err(format!("`{inside}` is no name for a label"));
    }
    Ok(if greedy {
        Segment::Greedy(name.to_owned())
    } else {
        Segment::Label(name.to_owned())
    })
}

fn parse_query(query: &str) -> Result<Vec<(String, Option<String>)>, String> {
    if query.contains(['{', '}']) {
        return Err("it has a label in its query, which `httpQuery` members are for".into());
    }
    let mut pairs: Vec<(String, Option<String>)> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::default();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = match pair.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (pair, None),
        };
        if !seen.insert(name) {
            return Err(format!("the query has `{name}` twice"));
        }
        pairs.push((name.to_owned(), value));
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_path_and_query() {
        let pattern = UriPattern::parse("/a/{b}/c/{d+}/e/?x&y=1=2").unwrap();
        let literal = |text: &str| Segment::Literal(text.into());
        let label = Segment::Label("b".into());
        let segments = [
            literal("a"),
            label,
            literal("c"),
            Segment::Greedy("d".into()),
            literal("e"),
            literal(""),
        ];
        assert_eq!(pattern.segments, segments);
        assert_eq!(
            pattern.query,
            [("x".into(), None), ("y".into(), Some("1=2".into()))]
        );
        assert_eq!(pattern.labels().collect::<Vec<_>>(), ["b", "d"]);
        assert!(UriPattern::parse("/").unwrap().segments.is_empty());
    }

    #[test]
    fn refuses_what_smithy_refuses() {
        for bad in [
            "",
            "a",
            "/a//b",
            "/{a+}/{b}",
            "/{a}/{a}",
            "/x{a}",
            "/{}",
            "/{a-b}",
            "/a#b",
            "/a?b={c}",
            "/../a",
            "/a?b&b",
            "/a b",
            "/a\r\nHost: x",
        ] {
            assert!(UriPattern::parse(bad).is_err(), "{bad}");
        }
    }
}
