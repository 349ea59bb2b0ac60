//! The path and query of a request: labels, parameters, percent-encoding.

use std::borrow::Cow;
use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Location, Side};
use crate::codec::failure::{Failure, Result};
use crate::codec::plain as text;
use crate::error::InputError;
use crate::operation::{Http, OperationSpec, Segment};
use crate::schema::{Kind, Member, TimestampFormat};
use crate::value::Strictness;
use crate::view::{Map, Ref, Slot, Structure};

const FORMAT: TimestampFormat = TimestampFormat::DateTime;

/// All characters except RFC 3986's unreserved ones.
pub const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The same for greedy labels, which keep slashes.
const RESERVED_IN_GREEDY: &AsciiSet = &RESERVED.remove(b'/');

/// Percent-encodes everything except `A-Za-z0-9-._~`.
pub(crate) fn encode(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

/// The path and query of a request.
pub(crate) fn write(http: &Http, input: &dyn Structure) -> std::result::Result<String, InputError> {
    let mut uri = String::with_capacity(64);
    write_path(http, input, &mut uri)?;
    write_query(http, input, &mut uri)?;
    Ok(uri)
}

fn write_path(
    http: &Http,
    input: &dyn Structure,
    out: &mut String,
) -> std::result::Result<(), InputError> {
    for segment in http.path {
        out.push('/');
        let (index, set) = match segment {
            Segment::Literal(literal) => {
                out.push_str(literal);
                continue;
            }
            Segment::Label(index) => (*index, RESERVED),
            Segment::Greedy(index) => (*index, RESERVED_IN_GREEDY),
        };
        let Some(member) = input.schema().members.get(index) else {
            continue;
        };
        let value = input.get(index);
        if matches!(value, Ref::Unset | Ref::Null) {
            return Err(InputError::Missing(vec![member.name.to_owned()]));
        }
        let text = text::write(member, value, FORMAT).map_err(|e| e.in_member(member.name))?;
        if text.is_empty() {
            let empty = Failure::new("part of the path must not be empty");
            return Err(empty.in_member(member.name).into());
        }
        out.extend(utf8_percent_encode(&text, set));
    }
    if http.path.is_empty() {
        out.push('/');
    }
    Ok(())
}

fn write_query(http: &Http, input: &dyn Structure, out: &mut String) -> Result<()> {
    let mut query = Query {
        out,
        separator: '?',
    };
    for (name, value) in http.query {
        query.begin();
        query.out.push_str(name);
        if let Some(value) = value {
            query.out.push('=');
            query.out.push_str(value);
        }
    }
    let mut named: Vec<&str> = http.query.iter().map(|(name, _)| *name).collect();
    let members = || input.schema().members.iter().enumerate();
    for (index, member) in members() {
        if let Location::Query(name) = Location::of(member, Side::Request)
            && query
                .parameter(name, member, input.get(index))
                .map_err(|e| e.in_member(member.name))?
        {
            named.push(name);
        }
    }
    for (index, member) in members() {
        if Location::of(member, Side::Request) == Location::QueryParams
            && let Ref::Map(map) = input.get(index)
            && let [_, value_member] = member.target.members
        {
            let entries = map.entries().into_iter();
            for (key, value) in entries.filter(|(key, _)| !named.contains(key)) {
                query
                    .parameter(key, value_member, value)
                    .map_err(|e| e.in_member(member.name))?;
            }
        }
    }
    Ok(())
}

struct Query<'a> {
    out: &'a mut String,
    separator: char,
}

impl Query<'_> {
    fn begin(&mut self) {
        self.out.push(self.separator);
        self.separator = '&';
    }

    /// Appends one pair, or one for each item of a list. False if nothing is set.
    fn parameter(&mut self, name: &str, member: &'static Member, value: Ref<'_>) -> Result<bool> {
        match (value, member.target.members.first()) {
            (Ref::Unset | Ref::Null, _) => Ok(false),
            (Ref::List(list), Some(item)) => {
                let mut any = false;
                for index in 0..list.len() {
                    any |= self
                        .parameter(name, item, list.get(index))
                        .map_err(|e| e.in_item(index))?;
                }
                Ok(any)
            }
            _ => {
                let text = text::write(member, value, FORMAT)?;
                self.begin();
                encode(name, self.out);
                self.out.push('=');
                encode(&text, self.out);
                Ok(true)
            }
        }
    }
}

/// The labels of a path that matches the operation, by member; `None` if it does not match.
pub(crate) fn labels<'a>(http: &Http, path: &'a str) -> Option<Vec<(usize, &'a str)>> {
    let mut rest = path.strip_prefix('/')?;
    if http.route.is_empty() {
        return rest.is_empty().then(Vec::new);
    }
    let mut labels = Vec::new();
    for (index, segment) in http.route.iter().enumerate() {
        let after = http.route.len() - index - 1;
        // A greedy label takes all segments that later ones do not need.
        let greedy = matches!(segment, Segment::Greedy(_));
        let count = if greedy {
            (rest.matches('/').count() + 1).checked_sub(after)?
        } else {
            1
        };
        let end = match count.checked_sub(1) {
            None => return None,
            Some(nth) => rest
                .match_indices('/')
                .nth(nth)
                .map_or(rest.len(), |(at, _)| at),
        };
        let (text, tail) = rest.split_at_checked(end)?;
        match segment {
            Segment::Literal(literal) if decode(text)? != decode(literal)? => return None,
            Segment::Literal(_) => {}
            Segment::Label(_) | Segment::Greedy(_) if text.is_empty() => return None,
            Segment::Label(member) | Segment::Greedy(member) => labels.push((*member, text)),
        }
        match tail.strip_prefix('/') {
            Some(tail) if after > 0 => rest = tail,
            None if after == 0 => {}
            _ => return None,
        }
    }
    Some(labels)
}

/// The path of a request with `***` in place of `@sensitive` labels, for display.
pub fn shown_path<'a>(operation: &OperationSpec, path: &'a str) -> Cow<'a, str> {
    let Some(http) = operation.http else {
        return Cow::Borrowed(path);
    };
    let members = operation.input.members;
    let hides = |index: usize| members.get(index).is_some_and(Member::is_sensitive);
    let is_hidden = |segment: &Segment| match segment {
        Segment::Literal(_) => false,
        Segment::Label(index) | Segment::Greedy(index) => hides(*index),
    };
    if path == "/" || !http.path.iter().any(is_hidden) {
        return Cow::Borrowed(path);
    }
    let mut texts = labels(http, path).unwrap_or_default().into_iter();
    let mut shown = String::with_capacity(path.len());
    for segment in http.path {
        shown.push('/');
        match segment {
            Segment::Literal(literal) => shown.push_str(literal),
            Segment::Label(index) | Segment::Greedy(index) => match texts.next() {
                Some((_, text)) if !hides(*index) => shown.push_str(text),
                _ => shown.push_str("***"),
            },
        }
    }
    Cow::Owned(shown)
}

/// Percent-decodes; `None` if the result is not UTF-8.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}

fn decoded(text: &str) -> Result<Cow<'_, str>> {
    decode(text).ok_or_else(|| Failure::new("not UTF-8"))
}

/// Reads labels and query parameters.
pub(crate) fn read(
    http: &Http,
    uri: &http::Uri,
    input: &mut dyn Structure,
    strictness: Strictness,
) -> Result<()> {
    let schema = input.schema();
    let labels =
        labels(http, uri.path()).ok_or_else(|| Failure::new("a path of another operation"))?;
    for (index, text) in labels {
        let Some(member) = schema.members.get(index) else {
            continue;
        };
        decoded(text)
            .and_then(|text| text::read(&text, member, input.slot(index), FORMAT, strictness))
            .map_err(|e| e.in_member(member.name))?;
    }
    let pairs = pairs(uri.query().unwrap_or_default())?;
    for (index, member) in schema.members.iter().enumerate() {
        match Location::of(member, Side::Request) {
            Location::Query(name) => {
                let mut values = pairs.iter().filter(|(key, _)| key == name).peekable();
                if values.peek().is_none() {
                    // A list without items has no parameter.
                    if strictness == Strictness::Strict
                        && member.target.kind == Kind::List
                        && member.must_be_sent()
                    {
                        input.slot(index);
                    }
                    continue;
                }
                let values = values.map(|(_, value)| value.as_ref());
                read_parameter(values, member, input.slot(index), strictness)
            }
            Location::QueryParams => match input.slot(index) {
                Slot::Map(map) => read_parameters(&pairs, member, map, strictness),
                _ => Ok(()),
            },
            _ => Ok(()),
        }
        .map_err(|e| e.in_member(member.name))?;
    }
    Ok(())
}

/// Reads the values of a parameter: all of them into a list, otherwise the first.
fn read_parameter<'a>(
    mut values: impl Iterator<Item = &'a str>,
    member: &'static Member,
    slot: Slot<'_>,
    strictness: Strictness,
) -> Result<()> {
    match (slot, member.target.members.first()) {
        (Slot::List(list), Some(item)) => {
            for (index, value) in values.enumerate() {
                let read = text::read(value, item, list.push(), FORMAT, strictness);
                read.map_err(|e| e.in_item(index))?;
            }
            Ok(())
        }
        (slot, _) => match values.next() {
            Some(value) => text::read(value, member, slot, FORMAT, strictness),
            None => Ok(()),
        },
    }
}

/// Reads all parameters, including those bound to other members.
fn read_parameters(
    pairs: &[(Cow<'_, str>, Cow<'_, str>)],
    member: &'static Member,
    map: &mut dyn Map,
    strictness: Strictness,
) -> Result<()> {
    let [keys, value_member] = member.target.members else {
        return Ok(());
    };
    let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (key, value) in pairs {
        values.entry(key).or_default().push(value);
    }
    for (key, values) in values {
        let read = read_parameter(
            values.into_iter(),
            value_member,
            map.insert(key),
            strictness,
        );
        read.map_err(|e| e.in_entry(keys.shown(key)))?;
    }
    Ok(())
}

/// The names and values of a query, percent-decoded.
fn pairs(query: &str) -> Result<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let pair = decode(name).zip(decode(value));
            pair.ok_or_else(|| Failure::new("a query parameter that is not UTF-8"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &'static [Segment]) -> Http {
        Http::new("GET", path, 200)
    }

    #[test]
    fn labels_take_their_segments() {
        use Segment::{Greedy, Label, Literal};
        let key = at(&[Literal("b"), Label(0), Greedy(1)]);
        assert_eq!(labels(&key, "/b/x/y/z"), Some(vec![(0, "x"), (1, "y/z")]));
        assert_eq!(labels(&key, "/b/x"), None);
        assert_eq!(labels(&key, "/c/x/y"), None);
        assert_eq!(labels(&key, "/b//y"), None);
        let middle = at(&[Greedy(0), Literal("end")]);
        assert_eq!(labels(&middle, "/a/b/end"), Some(vec![(0, "a/b")]));
        assert_eq!(labels(&middle, "/end"), None);
        assert_eq!(labels(&middle, "/a/b/fin"), None);
        assert_eq!(labels(&at(&[]), "/"), Some(vec![]));
        assert_eq!(labels(&at(&[]), "/a"), None);
        let hosted = at(&[Greedy(1)]).with_route(&[Label(0), Greedy(1)]);
        assert_eq!(labels(&hosted, "/x/y/z"), Some(vec![(0, "x"), (1, "y/z")]));
        assert_eq!(labels(&at(&[Literal("a")]), "/a/"), None);
        assert_eq!(
            labels(&at(&[Literal("a"), Literal("")]), "/a/"),
            Some(vec![])
        );
    }
}
