//! Parses strings: escapes, surrogates, and the rejection of raw control characters.

use super::encoding::{code_points, push_point};
use super::read::{Error, Reader};
use crate::value::Value;

/// Reads a string after its opening quote.
pub(super) fn string(reader: &mut Reader<'_>) -> Result<Value, Error> {
    let begin = reader.at - 1;
    let mut text = Vec::new();
    loop {
        let start = reader.at;
        while reader
            .peek()
            .is_some_and(|b| b != b'"' && b != b'\\' && b >= 0x20)
        {
            reader.at += 1;
        }
        text.extend_from_slice(reader.text.get(start..reader.at).unwrap_or_default());
        match reader.peek() {
            None => return Err(reader.syntax("Unterminated string starting at", begin)),
            Some(b'"') => {
                reader.at += 1;
                return Ok(finish(text));
            }
            Some(b'\\') => escape(reader, begin, &mut text)?,
            Some(_) => return Err(reader.syntax("Invalid control character at", reader.at)),
        }
    }
}

fn finish(text: Vec<u8>) -> Value {
    match String::from_utf8(text) {
        Ok(text) => Value::Str(text),
        // Surrogate pairs written as escapes are joined already; a pair encoded directly stays two surrogates.
        Err(error) => Value::from_code_points(&code_points(error.as_bytes())),
    }
}

fn escape(reader: &mut Reader<'_>, begin: usize, text: &mut Vec<u8>) -> Result<(), Error> {
    let backslash = reader.at;
    reader.at += 2;
    let plain = match reader.text.get(backslash + 1) {
        None => return Err(reader.syntax("Unterminated string starting at", begin)),
        Some(&c @ (b'"' | b'\\' | b'/')) => c,
        Some(b'b') => 0x08,
        Some(b'f') => 0x0C,
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b't') => b'\t',
        Some(b'u') => {
            let point = code_unit(reader)?;
            push_point(joined(reader, point)?, text);
            return Ok(());
        }
        Some(_) => return Err(reader.syntax("Invalid \\escape", backslash)),
    };
    text.push(plain);
    Ok(())
}

/// Parses the four hexadecimal digits after `\u`.
fn code_unit(reader: &mut Reader<'_>) -> Result<u32, Error> {
    let digits = reader
        .text
        .get(reader.at..reader.at + 4)
        .unwrap_or_default();
    // Python requires at least one more character after the digits.
    let more = reader.at + 4 < reader.text.len();
    let valid = more && digits.iter().all(u8::is_ascii_hexdigit);
    let unit = std::str::from_utf8(digits)
        .ok()
        .filter(|_| valid)
        .and_then(|d| u32::from_str_radix(d, 16).ok());
    let unit = unit.ok_or_else(|| reader.syntax("Invalid \\uXXXX escape", reader.at - 1))?;
    reader.at += 4;
    Ok(unit)
}

/// Joins a high surrogate with a low one that follows it as an escape.
fn joined(reader: &mut Reader<'_>, point: u32) -> Result<u32, Error> {
    let next_escape = reader
        .text
        .get(reader.at..)
        .is_some_and(|rest| rest.starts_with(b"\\u"));
    if !(0xD800..0xDC00).contains(&point) || !next_escape {
        return Ok(point);
    }
    let here = reader.at;
    reader.at += 2;
    let next = code_unit(reader)?;
    if (0xDC00..0xE000).contains(&next) {
        return Ok(0x1_0000 + ((point - 0xD800) << 10) + (next - 0xDC00));
    }
    reader.at = here;
    Ok(point)
}
