//! Punycode (RFC 3492), and `idna` limited to ASCII labels.

use super::{Decoded, Fault};

const BASE: u32 = 36;
const DAMP: u32 = 700;
const SKEW: u32 = 38;

fn threshold(place: u32, bias: u32) -> u32 {
    (BASE * (place + 1)).saturating_sub(bias).clamp(1, 26)
}

fn adapted(delta: u32, is_first: bool, count: u32) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / count;
    let mut divisions = 0;
    while delta > 455 {
        delta /= BASE - 1;
        divisions += BASE;
    }
    divisions + BASE * delta / (delta + SKEW)
}

pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if !bytes.is_ascii() {
        return Err(Fault::Undecodable);
    }
    let (base, extended) = match bytes.iter().rposition(|&byte| byte == b'-') {
        Some(dash) => bytes.split_at(dash),
        None => (&[][..], bytes),
    };
    let extended = extended.strip_prefix(b"-").unwrap_or(extended);
    let mut out: Vec<u32> = base.iter().map(|&byte| u32::from(byte)).collect();
    let (mut point, mut position, mut bias, mut is_first) = (0x80_u128, 0_u128, 72, true);
    let mut rest = extended;
    while !rest.is_empty() {
        let delta = number(&mut rest, bias)?;
        let count = out.len() as u128 + 1;
        position = position.saturating_add(delta);
        point = point.saturating_add(position / count);
        let character = u32::try_from(point).ok().filter(|&c| c <= 0x10_FFFF);
        let Some(character) = character else {
            return Err(Fault::Refused(format!("Invalid character U+{point:x}")));
        };
        position %= count;
        // A position in a `Vec` always fits a `usize`.
        out.insert(usize::try_from(position).unwrap_or_default(), character);
        position += 1;
        let delta = u32::try_from(delta).unwrap_or(u32::MAX);
        bias = adapted(delta, is_first, u32::try_from(count).unwrap_or(u32::MAX));
        is_first = false;
    }
    Ok(out)
}

/// Reads a variable-length integer.
fn number(rest: &mut &[u8], bias: u32) -> Result<u128, Fault> {
    let (mut sum, mut weight) = (0_u128, 1_u128);
    for place in 0.. {
        let Some((&byte, after)) = rest.split_first() else {
            return Err(Fault::Refused("incomplete punicode string".to_owned()));
        };
        let digit = match byte.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => u32::from(letter - b'A'),
            digit @ b'0'..=b'9' => u32::from(digit - b'0') + 26,
            other => {
                let shown = char::from(other);
                return Err(Fault::Refused(format!(
                    "Invalid extended code point '{shown}'"
                )));
            }
        };
        *rest = after;
        sum = sum.saturating_add(weight.saturating_mul(u128::from(digit)));
        let threshold = threshold(place, bias);
        if digit < threshold {
            break;
        }
        weight = weight.saturating_mul(u128::from(BASE - threshold));
    }
    Ok(sum)
}

pub(super) fn encode(text: &[char]) -> Vec<u8> {
    let mut out: Vec<u8> = text
        .iter()
        .filter(|c| c.is_ascii())
        .map(|&c| c as u8)
        .collect();
    let mut handled = out.len();
    if handled > 0 {
        out.push(b'-');
    }
    let (mut point, mut delta, mut bias, mut is_first) = (0x80_u32, 0_u32, 72, true);
    while let Some(next) = text
        .iter()
        .map(|&c| u32::from(c))
        .filter(|&c| c >= point)
        .min()
    {
        let count = u32::try_from(handled + 1).unwrap_or(u32::MAX);
        delta = delta.saturating_add((next - point).saturating_mul(count));
        point = next;
        for &c in text {
            if u32::from(c) < point {
                delta = delta.saturating_add(1);
            }
            if u32::from(c) == point {
                push_number(delta, bias, &mut out);
                handled += 1;
                bias = adapted(delta, is_first, u32::try_from(handled).unwrap_or(u32::MAX));
                (delta, is_first) = (0, false);
            }
        }
        delta = delta.saturating_add(1);
        point += 1;
    }
    out
}

fn push_number(mut number: u32, bias: u32, out: &mut Vec<u8>) {
    let digit = |value: u32| {
        b"abcdefghijklmnopqrstuvwxyz0123456789"
            .get(value as usize)
            .copied()
    };
    for place in 0.. {
        let threshold = threshold(place, bias);
        if number < threshold {
            break;
        }
        out.extend(digit(threshold + (number - threshold) % (BASE - threshold)));
        number = (number - threshold) / (BASE - threshold);
    }
    out.extend(digit(number));
}

/// Decodes ASCII labels, which stand for themselves.
pub(super) fn decode_idna(bytes: &[u8]) -> Decoded {
    if !bytes.is_ascii() {
        return Err(Fault::Undecodable);
    }
    if bytes
        .split(|&byte| byte == b'.')
        .any(|label| label.starts_with(b"xn--"))
    {
        return Err(Fault::Refused(unprepared()));
    }
    Ok(bytes.iter().map(|&byte| u32::from(byte)).collect())
}

fn unprepared() -> String {
    "labels of idna that are not ASCII are not supported".to_owned()
}

pub(super) fn encode_idna(text: &str) -> Result<Vec<u8>, String> {
    let labels: Vec<&str> = text.strip_suffix('.').unwrap_or(text).split('.').collect();
    if !text.is_ascii() {
        return Err(unprepared());
    }
    if !text.is_empty()
        && labels
            .iter()
            .any(|label| label.is_empty() || label.len() > 63)
    {
        return Err("label empty or too long".to_owned());
    }
    Ok(text.as_bytes().to_vec())
}
