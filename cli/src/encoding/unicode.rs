//! UTF-7, UTF-16 and UTF-32.

use super::{Decoded, Fault};

/// The order of a unit's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Little,
    Big,
    /// A mark in front says which; little where we write it.
    Marked,
}

/// What is refused for want of a mark.
fn without_mark(bits: u32) -> Fault {
    Fault::Refused(format!("UTF-{bits} stream does not start with BOM"))
}

/// The order that a mark gives, and what follows it.
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

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64_digit(byte: u8) -> Option<u32> {
    let place = BASE64.iter().position(|&digit| digit == byte)?;
    u32::try_from(place).ok()
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

/// What follows a `+`: UTF-16 in base64. The rest, if it was right. Lone surrogates are let through, but for a last
/// one that nothing follows.
fn shifted<'a>(bytes: &'a [u8], out: &mut Vec<u32>) -> Option<&'a [u8]> {
    let digits = bytes.iter().map_while(|&byte| base64_digit(byte));
    let (mut buffer, mut bits, mut count) = (0_u32, 0, 0);
    let mut high: Option<u32> = None;
    for digit in digits {
        count += 1;
        buffer = buffer << 6 | digit;
        bits += 6;
        if bits < 16 {
            continue;
        }
        bits -= 16;
        let unit = buffer >> bits;
        buffer &= (1 << bits) - 1;
        match (high.take(), unit) {
            (Some(high), 0xDC00..0xE000) => {
                out.push(0x1_0000 + ((high & 0x3FF) << 10) + (unit & 0x3FF))
            }
            (before, _) => {
                out.extend(before);
                if (0xD800..0xDC00).contains(&unit) {
                    high = Some(unit);
                } else {
                    out.push(unit);
                }
            }
        }
    }
    let after = bytes.get(count..).unwrap_or_default();
    let is_whole = bits < 6 && buffer == 0;
    match after.first() {
        // Nothing but the end may follow a `+` without digits.
        None => (is_whole && high.is_none()).then_some(after),
        Some(_) if count == 0 || !is_whole => None,
        Some(byte) => {
            out.extend(high.filter(|_| *byte < 0x80 && *byte != b'+'));
            Some(after.strip_prefix(b"-").unwrap_or(after))
        }
    }
}

pub(super) fn encode_utf7(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let (mut buffer, mut bits, mut is_shifted) = (0_u32, 0, false);
    for c in text.chars() {
        let direct = u8::try_from(u32::from(c))
            .ok()
            .filter(|byte| is_direct(*byte));
        if let Some(byte) = direct {
            if is_shifted {
                flush(&mut out, buffer, &mut bits);
                is_shifted = false;
                if base64_digit(byte).is_some() || byte == b'-' {
                    out.push(b'-');
                }
            }
            out.push(byte);
            continue;
        }
        if !is_shifted && c == '+' {
            out.extend(b"+-");
            continue;
        }
        if !is_shifted {
            out.push(b'+');
            is_shifted = true;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            buffer = buffer << 16 | u32::from(*unit);
            bits += 16;
            while bits >= 6 {
                bits -= 6;
                out.push(digit(buffer >> bits));
                buffer &= (1 << bits) - 1;
            }
        }
    }
    flush(&mut out, buffer, &mut bits);
    if is_shifted {
        out.push(b'-');
    }
    out
}

fn flush(out: &mut Vec<u8>, buffer: u32, bits: &mut u32) {
    if *bits > 0 {
        out.push(digit(buffer << (6 - *bits)));
        *bits = 0;
    }
}

fn digit(number: u32) -> u8 {
    BASE64
        .get(number as usize & 0x3F)
        .copied()
        .unwrap_or_default()
}

/// Whether Python writes the character as itself.
fn is_direct(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'}') && byte != b'+' && byte != b'\\'
}
