//! Python's escape encodings: `unicode_escape` and `raw_unicode_escape`.

use std::fmt::Write as _;

use super::{Decoded, Fault};

pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'\\' {
            out.push(u32::from(byte));
            continue;
        }
        let (&kind, after) = rest.split_first().ok_or(Fault::Undecodable)?;
        rest = after;
        let simple = match kind {
            b'\n' => continue,
            b'\\' | b'\'' | b'"' => kind,
            b'a' => 0x07,
            b'b' => 0x08,
            b'f' => 0x0C,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 0x0B,
            b'0'..=b'7' => {
                let more = rest.iter().take(2).take_while(|b| matches!(b, b'0'..=b'7'));
                let more: Vec<u8> = more.copied().collect();
                rest = rest.get(more.len()..).unwrap_or_default();
                let digits = [kind].into_iter().chain(more);
                out.push(digits.fold(0, |sum, digit| sum * 8 + u32::from(digit - b'0')));
                continue;
            }
            b'x' => {
                out.push(hex(&mut rest, 2)?);
                continue;
            }
            b'u' => {
                out.push(hex(&mut rest, 4)?);
                continue;
            }
            b'U' => {
                out.push(hex(&mut rest, 8)?);
                continue;
            }
            b'N' => return Err(named()),
            other => {
                out.extend([u32::from(b'\\'), u32::from(other)]);
                continue;
            }
        };
        out.push(u32::from(simple));
    }
    Ok(out)
}

/// Names of characters are not supported: their table would be larger than the program.
fn named() -> Fault {
    Fault::Refused(
        "\\N{...} in a text in unicode_escape is not supported: write \\u and the number of the character".to_owned(),
    )
}

pub(super) fn decode_raw(bytes: &[u8]) -> Decoded {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (byte, rest.split_first()) {
            (b'\\', Some((&kind @ (b'u' | b'U'), after))) => {
                rest = after;
                out.push(hex(&mut rest, if kind == b'u' { 4 } else { 8 })?);
            }
            // A backslash consumes the next character, so that in `\\u` neither backslash starts an escape.
            (b'\\', Some((&other, after))) => {
                rest = after;
                out.extend([u32::from(b'\\'), u32::from(other)]);
            }
            _ => out.push(u32::from(byte)),
        }
    }
    Ok(out)
}

/// Reads `count` hexadecimal digits.
fn hex(rest: &mut &[u8], count: usize) -> Result<u32, Fault> {
    let (digits, after) = rest.split_at_checked(count).ok_or(Fault::Undecodable)?;
    let digits = digits.iter().map(|&digit| char::from(digit).to_digit(16));
    let digits: Vec<u32> = digits.collect::<Option<_>>().ok_or(Fault::Undecodable)?;
    let point = digits
        .into_iter()
        .fold(0_u32, |sum, digit| sum << 4 | digit);
    *rest = after;
    if point > 0x10_FFFF {
        return Err(Fault::Undecodable);
    }
    Ok(point)
}

pub(super) fn encode(text: &str) -> Vec<u8> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            ' '..='~' => out.push(c),
            other => out.push_str(&super::shown(other)),
        }
    }
    out.into_bytes()
}

pub(super) fn encode_raw(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        let mut escape = String::new();
        let point = u32::from(c);
        // Writing to a string cannot fail.
        let _ = match u8::try_from(point) {
            Ok(byte) => {
                out.push(byte);
                Ok(())
            }
            Err(_) if point < 0x1_0000 => write!(escape, "\\u{point:04x}"),
            Err(_) => write!(escape, "\\U{point:08x}"),
        };
        out.extend(escape.into_bytes());
    }
    out
}
