//! Views into JSON.

use base64::Engine as _;

use super::Json;
use super::bytes::{is_plain, plain_length};
use super::scan::DEPTH;
use crate::codec::JsonStyle;
use crate::codec::failure::{Failure, Result};
use crate::codec::{Part, each_entry};
use crate::schema::{Kind, Member, Schema, TimestampFormat};
use crate::value::{DateTime, Decimal, Document, Number, timestamp_format};
use crate::view::{List, Map, Ref, Structure};

/// Writes one JSON text.
pub(crate) struct Writer<'a> {
    out: Vec<u8>,
    json: &'a Json,
    spaced: bool,
    /// How many more levels may be opened.
    depth: u32,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(json: &'a Json, style: JsonStyle) -> Self {
        let spaced = style == JsonStyle::Python;
        Writer {
            out: Vec::with_capacity(128),
            json,
            spaced,
            depth: DEPTH,
        }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.out
    }

    pub(super) fn open(&mut self, byte: u8) -> Result<()> {
        match self.depth.checked_sub(1) {
            Some(depth) => self.depth = depth,
            None => return Err(Failure::new("nested too deeply")),
        }
        self.out.push(byte);
        Ok(())
    }

    pub(super) fn close(&mut self, byte: u8) {
        self.depth += 1;
        self.out.push(byte);
    }

    #[inline]
    pub(super) fn comma(&mut self, first: &mut bool) {
        if *first {
            *first = false;
        } else if self.spaced {
            self.out.extend_from_slice(b", ");
        } else {
            self.out.push(b',');
        }
    }

    /// A key of any text.
    #[inline]
    pub(super) fn key(&mut self, key: &str, first: &mut bool) {
        if self.spaced || !is_plain(key.as_bytes()) {
            self.comma(first);
            self.string(key);
            self.colon();
            return;
        }
        self.plain_key(key, first);
    }

    pub(super) fn colon(&mut self) {
        self.raw(if self.spaced { ": " } else { ":" });
    }

    /// A key in which nothing has to be escaped, written without spaces.
    #[inline]
    fn plain_key(&mut self, key: &str, first: &mut bool) {
        self.out.reserve(key.len() + 4);
        match std::mem::take(first) {
            true => self.out.push(b'"'),
            false => self.out.extend_from_slice(b",\""),
        }
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    /// The key of a member. Its name in the model is an identifier, so that only another name need be
    /// looked at.
    #[inline]
    fn member_key(&mut self, member: &'static Member, first: &mut bool) {
        match member.traits.is_empty() && !self.spaced {
            true => self.plain_key(member.name, first),
            false => self.key(self.json.name(member), first),
        }
    }

    pub(crate) fn structure(&mut self, value: &dyn Structure, part: Part) -> Result<()> {
        let schema = value.schema();
        self.open(b'{')?;
        let mut first = true;
        match value.order() {
            Some(order) => {
                for index in order {
                    self.member(value, schema, *index, part, &mut first)?;
                }
            }
            None => {
                for index in 0..schema.members.len() {
                    self.member(value, schema, index, part, &mut first)?;
                }
            }
        }
        if first && schema.kind == Kind::Union && value.unknown().is_some() {
            return Err(Failure::new("a union member that the model does not know"));
        }
        self.close(b'}');
        Ok(())
    }

    #[inline]
    fn member(
        &mut self,
        structure: &dyn Structure,
        schema: &'static Schema,
        index: usize,
        part: Part,
        first: &mut bool,
    ) -> Result<()> {
        let Some(member) = schema.members.get(index) else {
            return Ok(());
        };
        let value = &structure.get(index);
        if matches!(*value, Ref::Unset | Ref::Null) || !part.holds(member) {
            return Ok(());
        }
        self.member_key(member, first);
        self.value(member, value)
            .map_err(|e| e.in_member(member.name))
    }

    pub(crate) fn value(&mut self, member: &'static Member, value: &Ref<'_>) -> Result<()> {
        match *value {
            Ref::Str(value) => self.string(value),
            Ref::Int(value) => self.integer(value),
            Ref::Bool(value) => self.raw(if value { "true" } else { "false" }),
            Ref::Structure(value) => return self.structure(value, Part::All),
            Ref::List(value) => return self.list(member.target, value),
            Ref::Map(value) => return self.map(member.target, value),
            Ref::Timestamp(value) => self.timestamp(value, self.json.timestamp(member))?,
            Ref::Double(value) => self.double(value),
            Ref::Float(value) => self.float(value),
            Ref::Blob(value) => self.blob(value),
            Ref::BigInteger(value) => self.big_number(value.as_str()),
            Ref::BigDecimal(value) => self.big_number(value.as_str()),
            Ref::Document(value) => return self.document(value),
            Ref::Untyped(value) => return self.untyped(value),
            Ref::Events(_) => return Err(Failure::new("an event stream is no document")),
            Ref::Stream(value) => match value.as_bytes() {
                Some(bytes) => self.blob(&bytes),
                None => return Err(Failure::new("not in memory")),
            },
            Ref::Unset | Ref::Null => self.raw("null"),
        }
        Ok(())
    }

    fn list(&mut self, schema: &'static Schema, list: &dyn List) -> Result<()> {
        self.open(b'[')?;
        let mut first = true;
        if let Some(member) = schema.members.first() {
            for index in 0..list.len() {
                self.comma(&mut first);
                self.value(member, &list.get(index))
                    .map_err(|e| e.in_item(index))?;
            }
        }
        self.close(b']');
        Ok(())
    }

    fn map(&mut self, schema: &'static Schema, map: &dyn Map) -> Result<()> {
        self.open(b'{')?;
        let mut first = true;
        if let [keys, member, ..] = schema.members {
            each_entry(map, keys, |key, value| {
                self.key(key, &mut first);
                self.value(member, value)
            })?;
        }
        self.close(b'}');
        Ok(())
    }

    pub(crate) fn document(&mut self, value: &Document) -> Result<()> {
        let mut first = true;
        match value {
            Document::Null => self.raw("null"),
            Document::Bool(value) => self.raw(if *value { "true" } else { "false" }),
            Document::Number(value) => self.number(value),
            Document::String(value) => self.string(value),
            Document::Array(items) => {
                self.open(b'[')?;
                for item in items {
                    self.comma(&mut first);
                    self.document(item)?;
                }
                self.close(b']');
            }
            Document::Object(members) => {
                self.open(b'{')?;
                for (key, value) in members {
                    self.key(key, &mut first);
                    self.document(value)?;
                }
                self.close(b'}');
            }
        }
        Ok(())
    }

    pub(super) fn number(&mut self, value: &Number) {
        match value {
            Number::Int(value) => self.integer(*value),
            Number::Uint(value) => self.raw(itoa::Buffer::new().format(*value)),
            Number::Float(value) => self.double(*value),
            Number::Big(value) => self.raw(value.as_str()),
        }
    }

    #[inline]
    pub(super) fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn integer(&mut self, value: i64) {
        self.raw(itoa::Buffer::new().format(value));
    }

    fn double(&mut self, value: f64) {
        match value.is_finite() {
            true if self.spaced => self.raw(&python_float(value)),
            true => self.raw(zmij::Buffer::new().format_finite(value)),
            false => self.special_float(value),
        }
    }

    fn float(&mut self, value: f32) {
        match value.is_finite() {
            true => self.raw(zmij::Buffer::new().format_finite(value)),
            false => self.special_float(value.into()),
        }
    }

    fn special_float(&mut self, value: f64) {
        self.raw(match value {
            f64::INFINITY => "\"Infinity\"",
            f64::NEG_INFINITY => "\"-Infinity\"",
            _ => "\"NaN\"",
        });
    }

    fn big_number(&mut self, text: &str) {
        match self.json.big_numbers_as_strings {
            true => self.string(text),
            false => self.raw(text),
        }
    }

    fn timestamp(&mut self, value: DateTime, format: TimestampFormat) -> Result<()> {
        let value = match format {
            TimestampFormat::EpochSeconds if self.spaced => DateTime::from_secs(value.secs()),
            _ => value,
        };
        let text = timestamp_format::text(value, format).map_err(Failure::new)?;
        match format {
            TimestampFormat::EpochSeconds => self.raw(&text),
            _ => self.string(&text),
        }
        Ok(())
    }

    pub(super) fn blob(&mut self, value: &[u8]) {
        self.out.push(b'"');
        let start = self.out.len();
        self.out.resize(start + value.len().div_ceil(3) * 4, 0);
        let engine = &base64::engine::general_purpose::STANDARD;
        let target = self.out.get_mut(start..).unwrap_or_default();
        // The room is exactly what base64 with padding takes.
        let written = engine.encode_slice(value, target).unwrap_or(0);
        self.out.truncate(start + written);
        self.out.push(b'"');
    }

    #[inline]
    pub(super) fn string(&mut self, text: &str) {
        if self.spaced || !is_plain(text.as_bytes()) {
            return self.escaped_string(text);
        }
        self.out.reserve(text.len() + 2);
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b'"');
    }

    #[inline(never)]
    fn escaped_string(&mut self, text: &str) {
        self.out.push(b'"');
        self.characters(text);
        self.out.push(b'"');
    }

    /// What stands between the quotes.
    pub(super) fn characters(&mut self, text: &str) {
        match self.spaced {
            true => self.ascii(text),
            false => self.utf8(text),
        }
    }

    #[inline]
    fn utf8(&mut self, text: &str) {
        let mut rest = text.as_bytes();
        loop {
            let plain = plain_length(rest);
            let (head, tail) = rest.split_at_checked(plain).unwrap_or((rest, &[]));
            self.out.extend_from_slice(head);
            let Some((byte, after)) = tail.split_first() else {
                return;
            };
            self.escape(u32::from(*byte));
            rest = after;
        }
    }

    fn ascii(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '"' | '\\' => self.escape(character.into()),
                ' '..='~' => self.out.push(character as u8),
                _ => {
                    for unit in character.encode_utf16(&mut [0; 2]) {
                        self.escape(u32::from(*unit));
                    }
                }
            }
        }
    }

    /// The escape of a UTF-16 code unit.
    #[cold]
    pub(super) fn escape(&mut self, unit: u32) {
        let short = match unit {
            0x22 => b'"',
            0x5C => b'\\',
            0x08 => b'b',
            0x0C => b'f',
            0x0A => b'n',
            0x0D => b'r',
            0x09 => b't',
            _ => {
                self.raw(&format!("\\u{unit:04x}"));
                return;
            }
        };
        self.out.extend_from_slice(&[b'\\', short]);
    }
}

/// A finite double as Python's `repr` shows it: shortest digits, an exponent below 1e-4 and from
/// 1e16 on.
pub(crate) fn python_float(value: f64) -> String {
    let shortest = zmij::Buffer::new().format(value).to_owned();
    let Some(decimal) = Decimal::new(&shortest) else {
        return shortest;
    };
    let sign = if decimal.negative { "-" } else { "" };
    let digits = decimal.digits.as_str();
    let count = digits.len() as i64;
    // Power of ten of the first digit.
    let power = decimal.exponent + count - 1;
    if digits.is_empty() {
        return format!("{sign}0.0");
    }
    if !(-4..16).contains(&power) {
        let (first, others) = digits.split_at(1);
        let point = if others.is_empty() { "" } else { "." };
        let side = if power < 0 { '-' } else { '+' };
        return format!(
            "{sign}{first}{point}{others}e{side}{:02}",
            power.unsigned_abs()
        );
    }
    if power < 0 {
        return format!("{sign}0.{}{digits}", "0".repeat((-power - 1) as usize));
    }
    let whole = (power + 1) as usize;
    match digits.split_at_checked(whole) {
        Some((whole, "")) => format!("{sign}{whole}.0"),
        Some((whole, fraction)) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{digits}{}.0", "0".repeat(whole - digits.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_read_as_in_python() {
        let cases = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (1.5, "1.5"),
            (100.0, "100.0"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.5e300, "1.5e+300"),
            (123_456_789.125, "123456789.125"),
            (-2.5e-7, "-2.5e-07"),
        ];
        for (value, text) in cases {
            assert_eq!(python_float(value), text);
        }
    }
}
