//! YAML 1.2 as the AWS CLI reads it: one document, no duplicate keys, and the type rules of the reference's
//! library. [`saphyr_parser`] handles the grammar; types, tags, merging and limits are ours.

mod build;
mod compose;
mod resolve;
mod scalar;
mod tabs;
mod timestamp;

use std::fmt;

use crate::value::Value;

pub(crate) use resolve::{Tag, Version, resolve};

/// Why text cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The text is not supported YAML; the reason is for logs. The reference only says `Invalid YAML received.`
    Invalid(String),
    /// A scalar that has the form of its type but an invalid value, such as February 30. The reference fails with
    /// this message, as for internal errors.
    Scalar(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Invalid(message) | Error::Scalar(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

/// Reads the only document of `text`; null if there is none.
///
/// # Errors
/// See [`Error`].
pub fn parse(text: &str) -> Result<Value, Error> {
    if let Some(bad) = text.chars().find(|&c| !is_allowed(c)) {
        return Err(Error::Invalid(format!(
            "special characters are not allowed: {bad:?}"
        )));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The reference treats this as a line break, the parser does not.
    let text = text.replace('\u{85}', "\n");
    let version = version(&text)?;
    let graph = compose::compose(&text, version)?;
    build::build(graph, version)
}

/// Reads a value that is itself text or bytes, such as an argument or a file.
///
/// # Errors
/// Like [`parse`]; bytes must be UTF-8 or, with a byte order mark, UTF-16.
pub fn parse_value(value: &Value) -> Result<Value, Error> {
    match value {
        Value::Str(text) => parse(text),
        Value::Bytes(bytes) => parse(&decode(bytes)?),
        _ => Err(Error::Invalid("no text".to_owned())),
    }
}

fn decode(bytes: &[u8]) -> Result<String, Error> {
    let utf16 = |body: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = body
            .chunks_exact(2)
            .filter_map(|pair| Some(read(pair.try_into().ok()?)))
            .collect();
        String::from_utf16(&units).map_err(|error| Error::Invalid(error.to_string()))
    };
    match bytes {
        [0xFE, 0xFF, body @ ..] => utf16(body, u16::from_be_bytes),
        [0xFF, 0xFE, body @ ..] => utf16(body, u16::from_le_bytes),
        _ => match crate::json::decode_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(Error::Invalid(error.to_string())),
        },
    }
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}

/// The version in the directives before the document.
fn version(text: &str) -> Result<Version, Error> {
    let directives = text.lines().take_while(|line| !line.starts_with("---"));
    let Some(directive) = directives
        .filter_map(|line| line.strip_prefix("%YAML"))
        .next()
    else {
        return Ok(Version::V1_2);
    };
    let number = directive.split('#').next().unwrap_or_default().trim();
    match number
        .split_once('.')
        .map(|(major, minor)| (major.parse(), minor.parse()))
    {
        Some((Ok(1), Ok(1))) => Ok(Version::V1_1),
        Some((Ok(1), Ok(2))) => Ok(Version::V1_2),
        Some((Ok(1), Ok::<u32, _>(minor))) => Err(Error::Scalar(format!(
            "version minor part can only be 2 or 1, got (1, {minor})"
        ))),
        _ => Err(Error::Invalid(format!(
            "found incompatible YAML document {number}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match parse(text) {
            Ok(value) => value.repr().to_string(),
            Err(Error::Scalar(message)) => format!("! {message}"),
            Err(Error::Invalid(_)) => "invalid".to_owned(),
        }
    }

    #[test]
    fn scalars_are_read_by_1_2() {
        for (text, want) in [
            (
                "a: [yes, off, y, tRUE, true, TRUE]",
                "{'a': ['yes', 'off', 'y', 'tRUE', True, True]}",
            ),
            (
                "a: [012, 0o17, 1_000, 0x1F, -0b11, +3]",
                "{'a': [12, 15, 1000, 31, -3, 3]}",
            ),
            (
                "a: [1.5, .5, 1., 1e3, -.inf, .NaN, 1_0.5, 1.2.3]",
                "{'a': [1.5, 0.5, 1.0, 1000.0, -inf, nan, 10.5, '1.2.3']}",
            ),
            ("a: 12:30", "{'a': '12:30'}"),
            ("a: [null, ~, , '']", "invalid"),
            ("a: [null, ~, '']", "{'a': [None, None, '']}"),
            ("a: \"1\"", "{'a': '1'}"),
            (
                "a: 12345678901234567890123",
                "{'a': 12345678901234567890123}",
            ),
            ("", "None"),
            ("# nothing", "None"),
        ] {
            assert_eq!(read(text), want, "{text}");
        }
    }

    #[test]
    fn dates_are_objects() {
        assert_eq!(read("2024-01-02"), "datetime.date(2024, 1, 2)");
        assert_eq!(parse("2024-01-02").unwrap().to_string(), "2024-01-02");
        assert_eq!(parse("2024-01-02").unwrap().class(), "datetime.date");
        assert_eq!(read("2024-13-45"), "! month must be in 1..12");
    }

    #[test]
    fn a_directive_switches_to_1_1() {
        assert_eq!(
            read("%YAML 1.1\n---\na: [yes, 012, 0o17, 1_000]\nb: 1:30\n"),
            "{'a': [True, 10, '0o17', 1000], 'b': 90}"
        );
        assert_eq!(read("%YAML 2.0\n---\na: yes"), "invalid");
    }

    #[test]
    fn what_is_ambiguous_is_rejected() {
        for text in [
            "a: 1\na: 2",
            "1: a\n1.0: b",
            "--- a\n--- b",
            "a: !foo bar",
            "!!python/object:os.system x",
            "a: \"\u{7}\"",
            "a: *b",
            "a: =",
            "a: [",
            "? {a: 1}\n: 1",
        ] {
            assert_eq!(read(text), "invalid", "{text}");
        }
    }

    #[test]
    fn aliases_share_and_merge() {
        assert_eq!(read("a: &x [1]\nb: *x"), "{'a': [1], 'b': [1]}");
        assert_eq!(
            read("<<: [{a: 1}, {a: 2, b: 3}]\nc: 1"),
            "{'a': 1, 'b': 3, 'c': 1}"
        );
        assert_eq!(read("<<: {a: 1}\na: 2"), "{'a': 2}");
        assert_eq!(read("\"<<\": {a: 1}"), "{'<<': {'a': 1}}");
        assert_eq!(read("&a [*a]"), "[[...]]");
    }

    #[test]
    fn tags_of_the_core_are_known() {
        assert_eq!(read("!!str 3"), "'3'");
        assert_eq!(read("!!int \"3\""), "3");
        assert_eq!(read("! \"3\""), "3");
        assert_eq!(read("!!binary aGk="), "b'hi'");
        assert_eq!(read("!!float 1"), "1.0");
        assert_eq!(read("!!map [a]"), "invalid");
    }

    #[test]
    fn keys_may_be_anything_hashable() {
        assert_eq!(
            read("1: a\n2024-01-02: b\n[x, y]: c"),
            "{1: 'a', datetime.date(2024, 1, 2): 'b', ('x', 'y'): 'c'}"
        );
    }

    #[test]
    fn tabs_are_no_blanks_outside_of_quotes() {
        for text in ["\ta: 1", "a: 1\t", "a:\tb", "a\tb: 1", "a: x\ty"] {
            assert_eq!(read(text), "invalid", "{text:?}");
        }
        assert_eq!(read("a: \"x\ty\" #\tz"), "{'a': 'x\\ty'}");
        assert_eq!(read("a: [1,\t2]"), "{'a': [1, 2]}");
        assert_eq!(read("a: |\n  x\ty\n"), "{'a': 'x\\ty\\n'}");
    }

    #[test]
    fn a_block_that_ends_without_line_break_has_none() {
        assert_eq!(read("a: |\n  x"), "{'a': 'x'}");
        assert_eq!(read("a: |\n  x\n"), "{'a': 'x\\n'}");
        assert_eq!(read("a: >\n  x\n  y"), "{'a': 'x y'}");
        assert_eq!(read("a: |-\n  x"), "{'a': 'x'}");
    }

    #[test]
    fn bombs_are_defused() {
        let mut bomb = "a0: &a0 [x, x]\n".to_owned();
        for i in 1..40 {
            bomb += &format!("a{i}: &a{i} [*a{0}, *a{0}]\n", i - 1);
        }
        assert_eq!(read(&bomb), "invalid");
        assert_eq!(read(&"[".repeat(100_000)), "invalid");
        let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
        assert_eq!(read(&deep), "invalid");
    }
}
