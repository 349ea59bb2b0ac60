//! Standard functions of the rules engine. They are total: `None`, "not set", if there is no result.
//!
//! Source: Smithy 2.0, "Rules engine standard library".

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Url, Value};

/// Everything except the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// `substring`: characters `start..stop`, counted from the end if `reverse`. ASCII only.
pub(super) fn substring(input: &str, start: i64, stop: i64, reverse: bool) -> Option<String> {
    let (start, stop) = (usize::try_from(start).ok()?, usize::try_from(stop).ok()?);
    if !input.is_ascii() || start >= stop || stop > input.len() {
        return None;
    }
    let range = if reverse {
        input.len() - stop..input.len() - start
    } else {
        start..stop
    };
    input.get(range).map(str::to_owned)
}

/// `split`: at most `limit` parts; no limit if it is 0.
pub(super) fn split(input: &str, delimiter: &str, limit: i64) -> Option<Value> {
    if delimiter.is_empty() {
        return None;
    }
    let part = |part: &str| Value::from(part.to_owned());
    Some(Value::List(match usize::try_from(limit).ok()? {
        0 => input.split(delimiter).map(part).collect(),
        limit => input.splitn(limit, delimiter).map(part).collect(),
    }))
}

/// `uriEncode`.
pub fn uri_encode(input: &str) -> String {
    utf8_percent_encode(input, RESERVED).to_string()
}

/// `parseURL`: URLs with a query are rejected.
pub(super) fn parse_url(input: &str) -> Option<Value> {
    let url = Url::parse(input)?;
    url.query.is_none().then(|| Value::Url(Box::new(url)))
}

/// `isValidHostLabel`: RFC 1123; with `dots`, one or more labels.
pub fn is_valid_host_label(input: &str, dots: bool) -> bool {
    if dots {
        return input
            .split('.')
            .all(|label| is_valid_host_label(label, false));
    }
    (1..=63).contains(&input.len())
        && input
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !input.starts_with('-')
        && !input.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn substrings_count_from_either_end() {
        assert_eq!(substring("abcdef", 0, 4, false).as_deref(), Some("abcd"));
        assert_eq!(substring("abcdef", 0, 2, true).as_deref(), Some("ef"));
        assert_eq!(substring("abcdef", 4, 4, false), None);
        assert_eq!(substring("abc", 0, 4, false), None);
        assert_eq!(substring("añc", 0, 2, false), None);
        assert_eq!(substring("abc", -1, 2, false), None);
    }
}
