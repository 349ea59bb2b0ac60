//! UTF-7, UTF-16 and UTF-32.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::{Decoded, Fault};

/// Byte order of a code unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Little,
    Big,
    /// Given by a byte order mark; little-endian when encoding.
    Marked,
}

/// The error for a missing byte order mark.
fn without_mark(bits: u32) -> Fault {
    Fault::Refused(format!("UTF-{bits} stream does not start with BOM"))
}

/// The byte order that a mark indicates, and the rest of the input.
fn marked<'a>(bytes: &'a [u8], little: &[u8], big: &[u8]) -> Option<(bool, &'a [u8])> {
    let big = bytes.strip_prefix(big).map(|rest| (true, rest));
    big.or_else(|| bytes.strip_prefix(little).map(|rest| (false, rest)))
}

pub(super) fn decode_utf16(bytes: &[u8], order: Order) -> Decoded {
    let mark = marked(bytes, b"\xff\xfe", b"\xfe\xff");
    let (is_big, body) = match order {
        Order::Little => (false, bytes),
        Order::Big => (true, bytes),
        Order::Marked => mark.unwrap_or((false, bytes)),
    };
    let (units, rest) = body.as_chunks::<2>();
    let unit = if is_big {
        u16::from_be_bytes
    } else {
        u16::from_le_bytes
    };
    let units = units.iter().map(|&pair| unit(pair));
    let points: Result<Vec<u32>, _> = char::decode_utf16(units)
        .map(|c| c.map(u32::from))
        .collect();
    match points {
        Ok(_) if !rest.is_empty() => Err(Fault::Undecodable),
        Ok(points) if order == Order::Marked && mark.is_none() && !points.is_empty() => {
            Err(without_mark(16))
        }
        Ok(points) => Ok(points),
        Err(_) => Err(Fault::Undecodable),
    }
}

pub(super) fn decode_utf32(bytes: &[u8], order: Order) -> Decoded {
    let mark = marked(bytes, b"\xff\xfe\0\0", b"\0\0\xfe\xff");
    let (is_big, body) = match order {
        Order::Little => (false, bytes),
        Order::Big => (true, bytes),
        Order::Marked => mark.unwrap_or((false, bytes)),
    };
    let (fours, rest) = body.as_chunks::<4>();
    let point = if is_big {
        u32::from_be_bytes
    } else {
        u32::from_le_bytes
    };
    let points: Vec<u32> = fours.iter().map(|&four| point(four)).collect();
    if !rest.is_empty() || points.iter().any(|&point| char::from_u32(point).is_none()) {
        return Err(Fault::Undecodable);
    }
    if order == Order::Marked && mark.is_none() && !points.is_empty() {
        return Err(without_mark(32));
    }
    Ok(points)
}

pub(super) fn encode_utf16(text: &str, order: Order) -> Vec<u8> {
    let mark = (order == Order::Marked).then_some(0xFEFF);
    let units = mark.into_iter().chain(text.encode_utf16());
    match order {
        Order::Big => units.flat_map(u16::to_be_bytes).collect(),
        _ => units.flat_map(u16::to_le_bytes).collect(),
    }
}

pub(super) fn encode_utf32(text: &str, order: Order) -> Vec<u8> {
    let mark = (order == Order::Marked).then_some(0xFEFF);
    let points = mark.into_iter().chain(text.chars().map(u32::from));
    match order {
        Order::Big => points.flat_map(u32::to_be_bytes).collect(),
        _ => points.flat_map(u32::to_le_bytes).collect(),
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

pub(super) fn decode_utf7(bytes: &[u8]) -> Decoded {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = match (byte, after) {
            (b'+', [b'-', after @ ..]) => {
                out.push(u32::from(b'+'));
                after
            }
            (b'+', _) => shifted(after, &mut out).ok_or(Fault::Undecodable)?,
            (..0x80, _) => {
                out.push(u32::from(byte));
                after
            }
            _ => return Err(Fault::Undecodable),
        };
    }
    Ok(out)
}

/// Decodes the base64-encoded UTF-16 after a `+` and returns the rest of the input. Lone surrogates are kept,
/// except for a high one at the very end.
fn shifted<'a>(bytes: &'a [u8], out: &mut Vec<u32>) -> Option<&'a [u8]> {
    let end = bytes.iter().position(|&byte| !is_base64(byte));
    let (digits, after) = bytes.split_at_checked(end.unwrap_or(bytes.len()))?;
    let decoded = STANDARD_NO_PAD.decode(digits).ok()?;
    let (pairs, []) = decoded.as_chunks::<2>() else {
        return None;
    };
    let units = pairs.iter().map(|&pair| u16::from_be_bytes(pair));
    let ends_high = matches!(units.clone().next_back(), Some(0xD800..0xDC00));
    out.extend(char::decode_utf16(units).map(|unit| match unit {
        Ok(c) => u32::from(c),
        Err(lone) => u32::from(lone.unpaired_surrogate()),
    }));
    match after.first() {
        // A `+` without digits is valid only at the end of the input.
        None => (!ends_high).then_some(after),
        Some(_) if digits.is_empty() => None,
        Some(byte) => {
            if ends_high && !(*byte < 0x80 && *byte != b'+') {
                out.pop();
            }
            Some(after.strip_prefix(b"-").unwrap_or(after))
        }
    }
}

pub(super) fn encode_utf7(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_single = is_direct(first) || first == '+';
        let end = match is_single {
            true => Some(first.len_utf8()),
            false => rest.find(is_direct),
        };
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        if is_single {
            out.extend_from_slice(part.as_bytes());
            out.extend((first == '+').then_some(b'-'));
            continue;
        }
        let units: Vec<u8> = part.encode_utf16().flat_map(u16::to_be_bytes).collect();
        out.push(b'+');
        out.extend_from_slice(STANDARD_NO_PAD.encode(units).as_bytes());
        // A `-` is needed unless the next character already ends the digits.
        let next = rest.bytes().next();
        let is_seen = next.is_some_and(|byte| !is_base64(byte) && byte != b'-');
        out.extend((!is_seen).then_some(b'-'));
    }
    out
}

/// Whether Python writes the character as itself.
fn is_direct(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='}') && c != '+' && c != '\\'
}
