//! The tokens of a JSON text: white space, strings, numbers, and values to skip.
//!
//! Source: RFC 8259. The text is known to be UTF-8 before scanning begins.

use std::borrow::Cow;

use super::bytes::{number_length, plain_length, to_quote};
use crate::codec::failure::{Failure, Result};
use crate::codec::names::same;
pub(crate) use crate::limits::JSON_DEPTH as DEPTH;

/// A place in a JSON text.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// How many more levels may be opened.
    depth: u32,
    /// Whether `NaN` and `Infinity` are numbers, as they are to many readers of JSON and to none by RFC 8259.
    pub(super) special_numbers: bool,
}

/// A number in JSON's grammar.
#[derive(Clone, Copy)]
pub(crate) struct NumberText<'a> {
    /// As it stands.
    pub(crate) text: &'a str,
    /// Neither fraction nor exponent.
    pub(crate) integral: bool,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Scanner {
                text,
                at: 0,
                depth: DEPTH,
                special_numbers: false,
            }),
            Err(error) => Err(Failure::at(error.valid_up_to(), "not UTF-8")),
        }
    }

    /// Offset of the next byte.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// The bytes still to come.
    fn rest(&self) -> &'a [u8] {
        self.bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte, white space skipped.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn fail(&self, reason: &'static str) -> Box<Failure> {
        match self.rest().is_empty() {
            true => Failure::at(self.at, "the document ends too early"),
            false => Failure::at(self.at, reason),
        }
    }

    /// Goes past this byte, white space before it skipped.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8, reason: &'static str) -> Result<()> {
        match self.peek() {
            Some(found) if found == byte => {
                self.at += 1;
                Ok(())
            }
            _ => Err(self.fail(reason)),
        }
    }

    /// Goes past this byte if it is next.
    #[inline]
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let next = self.peek() == Some(byte);
        self.at += usize::from(next);
        next
    }

    /// Enters an array or object: past the opening byte. False when it is empty and already left.
    pub(crate) fn open(&mut self, open: u8, close: u8, reason: &'static str) -> Result<bool> {
        self.expect(open, reason)?;
        let Some(depth) = self.depth.checked_sub(1) else {
            return Err(Failure::at(self.at, "nested too deeply"));
        };
        if self.eat(close) {
            return Ok(false);
        }
        self.depth = depth;
        Ok(true)
    }

    /// After an item: true past a comma, false past the closing byte.
    #[inline]
    pub(crate) fn more(&mut self, close: u8) -> Result<bool> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                self.depth += 1;
                Ok(false)
            }
            _ => Err(self.fail("expected a comma or the end of the array or object")),
        }
    }

    /// Past `null` if it is next.
    pub(crate) fn null(&mut self) -> Result<bool> {
        match self.peek() {
            Some(b'n') => self.literal("null").map(|()| true),
            _ => Ok(false),
        }
    }

    pub(crate) fn bool(&mut self) -> Result<bool> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => Err(self.fail("expected a boolean")),
        }
    }

    fn literal(&mut self, literal: &'static str) -> Result<()> {
        if !self.rest().starts_with(literal.as_bytes()) {
            return Err(self.fail("expected a value"));
        }
        self.at += literal.len();
        Ok(())
    }

    /// Past the name of a number that is none, where those are numbers.
    pub(super) fn special_number(&mut self) -> Option<f64> {
        if !self.special_numbers {
            return None;
        }
        let names = [
            ("NaN", f64::NAN),
            ("Infinity", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
        ];
        self.peek();
        let is_next = |(name, _): &&(&str, f64)| self.rest().starts_with(name.as_bytes());
        let (name, value) = names.iter().find(is_next)?;
        self.at += name.len();
        Some(*value)
    }

    /// The text between this offset and the next byte.
    pub(super) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The whole text, if it is not a document.
    pub(super) fn unreadable(&self) -> Option<&'a str> {
        let mut scan = Scanner { at: 0, ..*self };
        let read = scan.skip_value().and_then(|()| scan.end());
        read.is_err().then_some(self.text)
    }

    /// The end of the text.
    pub(crate) fn end(&mut self) -> Result<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(Failure::at(self.at, "text after the end of the document")),
        }
    }

    /// Past a key, its colon too, if it is exactly this name, written without escapes.
    #[inline]
    pub(crate) fn eat_key(&mut self, name: &str) -> Result<bool> {
        let length = name.len();
        let rest = self.rest();
        // Both quotes first: most names that are not this one have another length.
        let known = rest.get(length + 1) == Some(&b'"')
            && rest.first() == Some(&b'"')
            && rest
                .get(1..=length)
                .is_some_and(|key| same(key, name.as_bytes()));
        if known {
            self.at += name.len() + 2;
            self.expect(b':', "expected a colon")?;
        }
        Ok(known)
    }

    /// A key, past its colon.
    pub(crate) fn key(&mut self) -> Result<Cow<'a, str>> {
        let key = self.string("expected a key")?;
        self.expect(b':', "expected a colon")?;
        Ok(key)
    }

    /// A string, borrowed unless it has escapes.
    #[inline]
    pub(crate) fn string(&mut self, reason: &'static str) -> Result<Cow<'a, str>> {
        self.expect(b'"', reason)?;
        let start = self.at;
        self.at += plain_length(self.rest());
        let plain = self.text.get(start..self.at).unwrap_or_default();
        match self.bytes().get(self.at) {
            Some(b'"') => {
                self.at += 1;
                Ok(Cow::Borrowed(plain))
            }
            _ => self.escaped_string(plain).map(Cow::Owned),
        }
    }

    #[inline(never)]
    fn escaped_string(&mut self, plain: &'a str) -> Result<String> {
        let mut string = String::with_capacity(plain.len() + to_quote(self.rest()));
        string.push_str(plain);
        loop {
            match self.bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(string);
                }
                Some(b'\\') => {
                    self.at += 1;
                    string.push(self.escape()?);
                }
                _ => return Err(self.fail("a control character in a string")),
            }
            let start = self.at;
            self.at += plain_length(self.rest());
            string.push_str(self.text.get(start..self.at).unwrap_or_default());
        }
    }

    /// The character of an escape, past its backslash.
    fn escape(&mut self) -> Result<char> {
        let Some(byte) = self.bytes().get(self.at) else {
            return Err(self.fail(""));
        };
        let plain = match byte {
            b'"' | b'\\' | b'/' => char::from(*byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return Err(self.fail("an unknown escape in a string")),
        };
        self.at += 1;
        Ok(plain)
    }

    /// `uXXXX`, or two of them that make a surrogate pair. A lone surrogate has no place in UTF-8; it
    /// becomes U+FFFD, as a message should not be lost for it.
    fn unicode_escape(&mut self) -> Result<char> {
        let first = self.hex()?;
        if (0xD800..0xDC00).contains(&first) && self.rest().starts_with(b"\\u") {
            let before = self.at;
            self.at += 1;
            let second = self.hex()?;
            if (0xDC00..0xE000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = before;
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// `u` and four digits.
    fn hex(&mut self) -> Result<u32> {
        let digits = self.rest().get(1..5).unwrap_or_default();
        let value = digits.iter().try_fold(0, |sum, b| {
            char::from(*b).to_digit(16).map(|digit| sum * 16 + digit)
        });
        match value {
            Some(value) if digits.len() == 4 => {
                self.at += 5;
                Ok(value)
            }
            _ => Err(self.fail("expected four hexadecimal digits")),
        }
    }

    pub(crate) fn number(&mut self, reason: &'static str) -> Result<NumberText<'a>> {
        self.peek();
        let rest = self.rest();
        let Some((length, integral)) = number_length(rest) else {
            return Err(self.fail(reason));
        };
        let start = self.at;
        self.at += length;
        // `2ABC` and `0x42` are no numbers, rather than numbers with text after them.
        if self
            .rest()
            .first()
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'.')
        {
            self.at = start;
            return Err(self.fail(reason));
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        Ok(NumberText { text, integral })
    }

    /// An integer of at most 18 digits, the common case. `None`: something else, nothing consumed.
    #[inline]
    pub(crate) fn small_integer(&mut self) -> Option<i64> {
        self.peek();
        let rest = self.rest();
        let negative = rest.first() == Some(&b'-');
        let digits = rest.get(usize::from(negative)..)?;
        let mut value = 0_i64;
        let mut count = 0;
        for byte in digits.iter().take(18) {
            match byte {
                b'0'..=b'9' => value = value * 10 + i64::from(byte - b'0'),
                _ => break,
            }
            count += 1;
        }
        let leading_zero = count > 1 && digits.first() == Some(&b'0');
        let ends = matches!(
            digits.get(count),
            Some(b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t')
        );
        if count == 0 || leading_zero || !ends {
            return None;
        }
        self.at += usize::from(negative) + count;
        Some(if negative { -value } else { value })
    }

    /// Past a value of any kind. Checks the grammar; keeps nothing.
    pub(crate) fn skip_value(&mut self) -> Result<()> {
        match self.peek() {
            Some(b'"') => self.skip_string(),
            Some(b'{') => {
                if self.open(b'{', b'}', "")? {
                    loop {
                        self.peek();
                        self.skip_string()?;
                        self.expect(b':', "expected a colon")?;
                        self.skip_value()?;
                        if !self.more(b'}')? {
                            break;
                        }
                    }
                }
                Ok(())
            }
            Some(b'[') => {
                if self.open(b'[', b']', "")? {
                    loop {
                        self.skip_value()?;
                        if !self.more(b']')? {
                            break;
                        }
                    }
                }
                Ok(())
            }
            Some(b't' | b'f') => self.bool().map(drop),
            Some(b'n') => self.literal("null"),
            _ if self.special_number().is_some() => Ok(()),
            _ => self.number("expected a value").map(drop),
        }
    }

    fn skip_string(&mut self) -> Result<()> {
        self.expect(b'"', "expected a string")?;
        loop {
            self.at += plain_length(self.rest());
            match self.bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    self.escape()?;
                }
                _ => return Err(self.fail("a control character in a string")),
            }
        }
    }
}
