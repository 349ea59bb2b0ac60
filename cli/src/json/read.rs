//! The parser: recursive descent over bytes.

use std::fmt;

use super::encoding::{self, DecodeError};
use super::strings;
use crate::limits::{JSON_DEPTH, JSON_DIGITS};
use crate::value::{Int, Key, Map, Value};

/// Why text is not JSON, and where. Displays as Python does: `Expecting value: line 1 column 1 (char 0)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub reason: Reason,
    /// Line of the fault, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Characters before the fault.
    pub char: usize,
}

/// What can be wrong with JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A fault of syntax, in Python's words.
    Syntax(&'static str),
    /// An integer with this many digits, more than Python converts.
    Digits(usize),
    /// Lists or mappings (in Python's words for what it was reading) nested too deeply. Python reports this as a
    /// failure of the program, not of the text.
    Depth(&'static str),
    /// Bytes that are invalid in their encoding.
    Decode(DecodeError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Syntax(what) => {
                write!(
                    f,
                    "{what}: line {} column {} (char {})",
                    self.line, self.column, self.char
                )
            }
            Reason::Digits(count) => write!(
                f,
                "Exceeds the limit ({JSON_DIGITS} digits) for integer string conversion: value has {count} digits; \
                 use sys.set_int_max_str_digits() to increase the limit"
            ),
            Reason::Depth(what) => write!(
                f,
                "maximum recursion depth exceeded while decoding a JSON {what} from a unicode string"
            ),
            Reason::Decode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Error {
        Error {
            reason: Reason::Decode(error),
            line: 1,
            column: 1,
            char: 0,
        }
    }
}

/// Parses text.
///
/// # Errors
/// Anything that Python's `json.loads` rejects.
pub fn parse(text: &str) -> Result<Value, Error> {
    Reader::new(text.as_bytes()).document()
}

/// Parses bytes in UTF-8, UTF-16 or UTF-32, with or without a byte order mark.
///
/// # Errors
/// Bytes that are invalid in the detected encoding, and anything that [`parse`] rejects.
pub fn parse_bytes(bytes: &[u8]) -> Result<Value, Error> {
    let text = encoding::to_utf8(bytes)?;
    encoding::check_generalised(&text)?;
    let mut reader = Reader::new(&text);
    reader.bom_allowed = true;
    reader.document()
}

/// Parses a value that is itself text or bytes, such as an argument.
///
/// # Errors
/// Like [`parse`] and [`parse_bytes`]; a value that is neither text nor bytes is an error too.
pub fn parse_value(value: &Value) -> Result<Value, Error> {
    match value {
        Value::Str(text) => parse(text),
        Value::Bytes(bytes) => parse_bytes(bytes),
        Value::Wide(points) => {
            let mut text = Vec::new();
            points
                .iter()
                .for_each(|&point| encoding::push_point(point, &mut text));
            Reader::new(&text).document()
        }
        _ => parse(""),
    }
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
    depth: usize,
    bom_allowed: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a [u8]) -> Reader<'a> {
        Reader {
            text,
            at: 0,
            depth: 0,
            bom_allowed: false,
        }
    }

    fn document(mut self) -> Result<Value, Error> {
        if !self.bom_allowed && self.text.starts_with(&[0xEF, 0xBB, 0xBF]) {
            return Err(self.syntax("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0));
        }
        self.blanks();
        let value = self.value()?;
        self.blanks();
        match self.peek() {
            None => Ok(value),
            Some(_) => Err(self.syntax("Extra data", self.at)),
        }
    }

    /// An error at byte `at`, its position counted in characters.
    pub(super) fn syntax(&self, what: &'static str, at: usize) -> Error {
        self.error(Reason::Syntax(what), at)
    }

    fn error(&self, reason: Reason, at: usize) -> Error {
        let before = self.text.get(..at).unwrap_or(self.text);
        let chars = |bytes: &[u8]| bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count();
        let line_start = before
            .iter()
            .rposition(|&b| b == b'\n')
            .map_or(0, |i| i + 1);
        Error {
            reason,
            line: before.iter().filter(|&&b| b == b'\n').count() + 1,
            column: chars(before.get(line_start..).unwrap_or_default()) + 1,
            char: chars(before),
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<Value, Error> {
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                strings::string(self)
            }
            Some(b'{') => self.nested("object", Reader::object),
            Some(b'[') => self.nested("array", Reader::array),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Value, Error> {
        let words = [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("NaN", Value::Float(f64::NAN)),
            ("Infinity", Value::Float(f64::INFINITY)),
            ("-Infinity", Value::Float(f64::NEG_INFINITY)),
        ];
        for (word, value) in words {
            if self.rest().starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.syntax("Expecting value", self.at))
    }

    fn nested(
        &mut self,
        what: &'static str,
        read: fn(&mut Reader<'a>) -> Result<Value, Error>,
    ) -> Result<Value, Error> {
        if self.depth == JSON_DEPTH {
            return Err(self.error(Reason::Depth(what), self.at));
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn array(&mut self) -> Result<Value, Error> {
        let mut items = Vec::new();
        self.blanks();
        if self.take(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value()?);
            self.blanks();
            if self.take(b']') {
                return Ok(Value::List(items));
            }
            if !self.take(b',') {
                return Err(self.syntax("Expecting ',' delimiter", self.at));
            }
            self.blanks();
        }
    }

    fn object(&mut self) -> Result<Value, Error> {
        let mut entries = Vec::new();
        self.blanks();
        if self.take(b'}') {
            return Ok(Value::Map(Map::new()));
        }
        loop {
            if !self.take(b'"') {
                return Err(
                    self.syntax("Expecting property name enclosed in double quotes", self.at)
                );
            }
            let key = Key::from(strings::string(self)?);
            self.blanks();
            if !self.take(b':') {
                return Err(self.syntax("Expecting ':' delimiter", self.at));
            }
            self.blanks();
            entries.push((key, self.value()?));
            self.blanks();
            if self.take(b'}') {
                return Ok(Value::Map(Map::from_entries(entries)));
            }
            if !self.take(b',') {
                return Err(self.syntax("Expecting ',' delimiter", self.at));
            }
            self.blanks();
        }
    }

    fn digits(&mut self) -> usize {
        let count = self
            .rest()
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        self.at += count;
        count
    }

    fn number(&mut self) -> Result<Value, Error> {
        let start = self.at;
        self.take(b'-');
        // JSON has no leading zeros: in `01`, the 1 is unexpected.
        let whole = if self.take(b'0') { 1 } else { self.digits() };
        if whole == 0 {
            self.at = start;
            return self.word();
        }
        let integer = self.at;
        if self.take(b'.') && self.digits() == 0 {
            self.at = integer;
        }
        let mantissa = self.at;
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            if self.digits() == 0 {
                self.at = mantissa;
            }
        }
        let text = self
            .text
            .get(start..self.at)
            .and_then(|t| std::str::from_utf8(t).ok())
            .unwrap_or_default();
        if self.at > integer {
            // Every JSON number is also a valid Rust float.
            return Ok(Value::Float(text.parse().unwrap_or(f64::NAN)));
        }
        if whole > JSON_DIGITS {
            return Err(self.error(Reason::Digits(whole), start));
        }
        Ok(Value::Int(
            Int::from_decimal(text).unwrap_or_else(|| Int::from(0_i64)),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_pythons_words_and_place() {
        for (text, want) in [
            ("", "Expecting value: line 1 column 1 (char 0)"),
            (
                "{",
                "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
            ),
            (
                "{\"a\"",
                "Expecting ':' delimiter: line 1 column 5 (char 4)",
            ),
            ("{\"a\":", "Expecting value: line 1 column 6 (char 5)"),
            (
                "{\"a\":1,}",
                "Expecting property name enclosed in double quotes: line 1 column 8 (char 7)",
            ),
            ("[1,]", "Expecting value: line 1 column 4 (char 3)"),
            ("[1", "Expecting ',' delimiter: line 1 column 3 (char 2)"),
            (
                "\"é",
                "Unterminated string starting at: line 1 column 1 (char 0)",
            ),
            (
                "[\"é\n\"]",
                "Invalid control character at: line 1 column 4 (char 3)",
            ),
            ("\"\\x\"", "Invalid \\escape: line 1 column 2 (char 1)"),
            (
                "\"\\u12\"",
                "Invalid \\uXXXX escape: line 1 column 3 (char 2)",
            ),
            (
                "\"\\ud800\\u\"",
                "Invalid \\uXXXX escape: line 1 column 9 (char 8)",
            ),
            (
                "\"\\",
                "Unterminated string starting at: line 1 column 1 (char 0)",
            ),
            ("-", "Expecting value: line 1 column 1 (char 0)"),
            ("01", "Extra data: line 1 column 2 (char 1)"),
            ("1.", "Extra data: line 1 column 2 (char 1)"),
            (
                "\u{feff}1",
                "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)",
            ),
            ("[1,\n 2,\n x]", "Expecting value: line 3 column 2 (char 9)"),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), want, "{text:?}");
        }
    }

    #[test]
    fn python_extensions_are_read() {
        assert_eq!(
            parse("[NaN, Infinity, -Infinity, -0.0]")
                .unwrap()
                .to_string(),
            "[nan, inf, -inf, -0.0]"
        );
        assert_eq!(
            parse("{\"a\":1,\"b\":2,\"a\":3}").unwrap().to_string(),
            "{'a': 3, 'b': 2}"
        );
        let big = "12345678901234567890123";
        assert_eq!(parse(big).unwrap().to_string(), big);
        assert_eq!(parse("1e400").unwrap().to_string(), "inf");
    }

    #[test]
    fn surrogates_pair_up_or_stay_alone() {
        assert_eq!(parse(r#""\ud83d\ude00""#).unwrap(), Value::from("😀"));
        assert_eq!(
            parse(r#""x\ud800y""#).unwrap(),
            Value::Wide([0x78, 0xD800, 0x79].into())
        );
        assert_eq!(
            parse(r#""\ud83d\u0041\ude00""#)
                .unwrap()
                .code_points()
                .unwrap(),
            [0xD83D, 0x41, 0xDE00]
        );
        assert_eq!(
            parse_value(&Value::from_os_bytes(b"[\"\xff\"]"))
                .unwrap()
                .to_string(),
            r"['\udcff']"
        );
    }

    #[test]
    fn bytes_of_any_unicode_encoding_are_read() {
        for bytes in [
            &b"[1]"[..],
            b"\xef\xbb\xbf[1]",
            b"\xff\xfe[\x001\x00]\x00",
            b"\x00[\x001\x00]",
            b"[\x00\x00\x001\x00\x00\x00]\x00\x00\x00",
            b"\x00\x00\xfe\xff\x00\x00\x00[\x00\x00\x001\x00\x00\x00]",
        ] {
            assert_eq!(parse_bytes(bytes).unwrap().to_string(), "[1]");
        }
        assert_eq!(
            parse_bytes(b"\"\xed\xa0\x80\"").unwrap(),
            Value::Wide([0xD800].into())
        );
        assert!(matches!(
            parse_bytes(b"\"\xe9\"").unwrap_err().reason,
            Reason::Decode(_)
        ));
    }
}
