//! Writes output that contains lone surrogates. Those that stand for undecodable bytes become these bytes again;
//! others are errors.
//!
//! Formatters work on `str`, which cannot hold a lone surrogate. So each surrogate is replaced with a private-use
//! character during formatting and restored in the finished text.

use std::borrow::Cow;
use std::io;

use super::Error;
use crate::value::{Key, Map, Value};

/// Offset from a surrogate to its stand-in in the last private-use plane.
const HIDING: u32 = 0x10_0000;

/// Whether any text in `value` has a lone surrogate.
pub(super) fn has_surrogates(value: &Value) -> bool {
    match value {
        Value::Wide(_) => true,
        Value::List(items) => items.iter().any(has_surrogates),
        Value::Map(map) => map.iter().any(|(key, value)| {
            matches!(key, Key::Other(key) if has_surrogates(key)) || has_surrogates(value)
        }),
        _ => false,
    }
}

/// A copy of `value` with lone surrogates replaced.
pub(super) fn hide(value: &Value) -> Value {
    match value {
        Value::Wide(points) => Value::Str(points.iter().filter_map(|&p| hidden(p)).collect()),
        Value::List(items) => Value::List(items.iter().map(hide).collect()),
        Value::Map(map) => {
            let entries = map.iter().map(|(key, value)| match key {
                Key::Other(key) => (Key::from(hide(key)), hide(value)),
                Key::Str(_) => (key.clone(), hide(value)),
            });
            Value::Map(Map::from_entries(entries.collect()))
        }
        other => other.clone(),
    }
}

fn hidden(point: u32) -> Option<char> {
    char::from_u32(point).or_else(|| char::from_u32(point + HIDING))
}

fn revealed(c: char) -> Option<u32> {
    u32::from(c)
        .checked_sub(HIDING)
        .filter(|point| (0xD800..0xE000).contains(point))
}

/// Writes `text`. A stand-in for a byte is written as that byte; any other stand-in is an error.
pub(super) fn reveal(text: &str, out: &mut dyn io::Write) -> Result<(), Error> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut line = Cow::Borrowed("");
    let mut failed = false;
    for whole in text.split_inclusive('\n') {
        let start = bytes.len();
        line = Cow::Borrowed(whole);
        for c in whole.chars() {
            match revealed(c) {
                None => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                Some(point @ 0xDC80..=0xDCFF) => bytes.push((point & 0xFF) as u8),
                Some(_) => {
                    failed = true;
                    break;
                }
            }
        }
        if failed {
            bytes.truncate(start);
            break;
        }
    }
    out.write_all(&bytes)?;
    match failed {
        true => Err(failure(&line)),
        false => Ok(()),
    }
}

/// The error for a line: the first run of surrogates that includes more than undecodable bytes, and its position in
/// the string, counting JSON's opening quote.
fn failure(line: &str) -> Error {
    let chars: Vec<char> = line.chars().collect();
    let surrogates: Vec<Option<u32>> = chars.iter().map(|&c| revealed(c)).collect();
    let culprit = surrogates
        .iter()
        .position(|point| point.is_some_and(|p| !(0xDC80..0xDD00).contains(&p)))
        .unwrap_or_default();
    let (before, after) = surrogates.split_at(culprit);
    let smuggled = before.iter().rev().take_while(|p| p.is_some()).count();
    let start = culprit - smuggled;
    let length = smuggled + after.iter().take_while(|p| p.is_some()).count();
    let opening = chars
        .get(..start)
        .unwrap_or_default()
        .windows(2)
        .rposition(|pair| pair == [' ', '"'])
        .map_or(0, |i| i + 1);
    Error::Surrogate {
        point: surrogates.get(start).copied().flatten().unwrap_or_default(),
        position: start - opening,
        length,
    }
}

/// The error for the first run of surrogates in YAML's order, with keys sorted, and its position within that text.
pub(super) fn first_surrogate(value: &Value) -> Option<Error> {
    match value {
        Value::Wide(points) => {
            let is_lone = |&&point: &&u32| char::from_u32(point).is_none();
            let position = points.iter().position(|point| is_lone(&point))?;
            let run = points.get(position..).unwrap_or_default();
            Some(Error::Surrogate {
                point: *run.first()?,
                position,
                length: run.iter().take_while(is_lone).count(),
            })
        }
        Value::List(items) => items.iter().find_map(first_surrogate),
        Value::Map(map) => {
            let mut entries: Vec<_> = map
                .iter()
                .map(|(key, value)| (key.to_value(), value))
                .collect();
            entries.sort_by_cached_key(|(key, _)| key.code_points());
            entries
                .iter()
                .find_map(|(key, value)| first_surrogate(key).or_else(|| first_surrogate(value)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Options, render};
    use crate::json::parse;

    #[test]
    fn smuggled_bytes_come_out_and_others_fail() {
        let mut out = Vec::new();
        let options = Options::new(Format::Json, "");
        render(options, &parse(r#"["a\udcff\u00e9"]"#).unwrap(), &mut out).unwrap();
        assert_eq!(out, b"[\n    \"a\xff\xc3\xa9\"\n]\n");
        let mut out = Vec::new();
        let error = render(options, &parse(r#"{"k":"a\ud800"}"#).unwrap(), &mut out).unwrap_err();
        assert_eq!(
            error.to_string(),
            "'utf-8' codec can't encode character '\\ud800' in position 2: surrogates not allowed"
        );
        assert_eq!(out, b"{\n");
    }

    #[test]
    fn surrogates_in_a_row_fail_together() {
        let failure = |format, text: &str| {
            let mut out = Vec::new();
            let shown = render(Options::new(format, ""), &parse(text).unwrap(), &mut out);
            (shown.unwrap_err().to_string(), out)
        };
        let (message, _) = failure(Format::Json, r#"["\udcff\ud800\ud801"]"#);
        assert_eq!(
            message,
            "'utf-8' codec can't encode characters in position 1-3: surrogates not allowed"
        );
        for format in [Format::Yaml, Format::YamlStream] {
            let (message, out) = failure(format, r#"{"b":"\ud801","a":["x","y\udcff\ud800z"]}"#);
            assert_eq!(
                message,
                "'utf-8' codec can't encode characters in position 1-2: surrogates not allowed"
            );
            assert_eq!(out, b"");
            let (message, _) = failure(format, r#"{"a":"\udc80"}"#);
            assert_eq!(
                message,
                "'utf-8' codec can't encode character '\\udc80' in position 0: surrogates not allowed"
            );
        }
    }

    #[test]
    fn private_use_characters_are_left_alone() {
        let mut out = Vec::new();
        render(
            Options::new(Format::Text, ""),
            &crate::value::Value::from("\u{10d800}"),
            &mut out,
        )
        .unwrap();
        assert_eq!(out, "\u{10d800}\n".as_bytes());
    }
}
