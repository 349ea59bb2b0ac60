//! Integers of any size between decimal text and big-endian bytes. Source: RFC 8949, section 3.4.3.

use crate::limits::BIG_NUMBER_BYTES as LONGEST;

/// Decimal digits of big-endian bytes plus this addend. `None` when they are too many.
pub(super) fn to_decimal(bytes: &[u8], addend: u32) -> Option<String> {
    const BASE: u64 = 1_000_000_000;
    let bytes = match bytes.iter().position(|b| *b != 0) {
        Some(start) => bytes.get(start..).unwrap_or_default(),
        None => &[],
    };
    if bytes.len() > LONGEST {
        return None;
    }
    // Limbs of nine digits, lowest first.
    let mut limbs: Vec<u64> = vec![0];
    let mut shift_in = |factor: u64, carry: u64| {
        let mut carry = carry;
        for limb in &mut limbs {
            let sum = *limb * factor + carry;
            *limb = sum % BASE;
            carry = sum / BASE;
        }
        while carry > 0 {
            limbs.push(carry % BASE);
            carry /= BASE;
        }
    };
    // Four bytes at a time, the odd ones first: a limb times 2^32 still fits.
    let (odd, whole) = bytes.split_at(bytes.len() % 4);
    for chunk in std::iter::once(odd).chain(whole.chunks(4)) {
        let value = chunk.iter().fold(0, |v, byte| v << 8 | u64::from(*byte));
        shift_in(1 << (8 * chunk.len()), value);
    }
    shift_in(1, u64::from(addend));
    let mut limbs = limbs.iter().rev();
    let mut text = limbs.next().copied().unwrap_or_default().to_string();
    for limb in limbs {
        text.push_str(&format!("{limb:09}"));
    }
    Some(text)
}

/// Big-endian bytes of decimal digits minus this subtrahend, without leading zeros. `None` when the
/// text is not a natural number, smaller than the subtrahend, or too long.
pub(super) fn from_decimal(digits: &str, subtrahend: u32) -> Option<Vec<u8>> {
    // A byte is worth 2.4 digits.
    if digits.len() > LONGEST * 2 || digits.is_empty() {
        return None;
    }
    // Limbs of 32 bits, lowest first.
    let mut limbs: Vec<u32> = Vec::new();
    for chunk in digits.as_bytes().chunks(9) {
        let chunk = std::str::from_utf8(chunk).ok()?;
        let plain = chunk.bytes().all(|b| b.is_ascii_digit());
        let mut carry: u64 = chunk.parse().ok().filter(|_| plain)?;
        let factor = 10_u64.pow(chunk.len() as u32);
        for limb in &mut limbs {
            let sum = u64::from(*limb) * factor + carry;
            *limb = sum as u32;
            carry = sum >> 32;
        }
        if carry > 0 {
            limbs.push(carry as u32);
        }
    }
    let mut borrow = subtrahend;
    for limb in &mut limbs {
        let (difference, under) = limb.overflowing_sub(borrow);
        *limb = difference;
        borrow = u32::from(under);
    }
    if borrow > 0 {
        return None;
    }
    let bytes: Vec<u8> = limbs
        .iter()
        .rev()
        .flat_map(|limb| limb.to_be_bytes())
        .collect();
    let start = bytes.iter().position(|b| *b != 0).unwrap_or(bytes.len());
    Some(bytes.get(start..).unwrap_or_default().to_vec())
}

/// A decimal number as mantissa, without leading zeros, and power of ten; its sign apart.
pub(super) fn split_decimal(text: &str) -> Option<(bool, String, i64)> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let places = i64::try_from(fraction.len()).ok()?;
    Some((negative, digits.to_owned(), i64::from(exponent) - places))
}

/// Decimal text of mantissa times a power of ten; with an exponent where zeros would grow too many.
pub(super) fn join_decimal(negative: bool, digits: &str, exponent: i64) -> String {
    const ZEROS: i64 = 32;
    let sign = if negative { "-" } else { "" };
    let length = i64::try_from(digits.len()).unwrap_or(i64::MAX);
    let places = exponent.saturating_neg();
    if exponent == 0 {
        return format!("{sign}{digits}");
    }
    if exponent > 0 || places > length.saturating_add(ZEROS) {
        return format!("{sign}{digits}E{exponent:+}");
    }
    // Both are below the length of a text plus 32.
    let places = usize::try_from(places).unwrap_or_default();
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_digits_are_the_same_number() {
        for digits in [
            "1",
            "255",
            "256",
            "18446744073709551616",
            "340282366920938463463374607431768211456",
        ] {
            let bytes = from_decimal(digits, 0).unwrap();
            assert_eq!(to_decimal(&bytes, 0).unwrap(), digits);
            let less = from_decimal(digits, 1).unwrap();
            assert_eq!(to_decimal(&less, 1).unwrap(), digits);
        }
        assert_eq!(
            from_decimal("18446744073709551616", 0).unwrap(),
            [1, 0, 0, 0, 0, 0, 0, 0, 0]
        );
        assert_eq!(to_decimal(&[], 0).unwrap(), "0");
        assert!(from_decimal("0", 0).unwrap().is_empty());
        assert_eq!(from_decimal("0", 1), None);
    }

    #[test]
    fn numbers_are_as_long_as_is_allowed_and_no_longer() {
        assert!(to_decimal(&[1; LONGEST], 0).is_some());
        assert_eq!(to_decimal(&[1; LONGEST + 1], 0), None);
        assert!(from_decimal(&"1".repeat(LONGEST * 2), 0).is_some());
        assert_eq!(from_decimal(&"1".repeat(LONGEST * 2 + 1), 0), None);
    }

    #[test]
    fn decimals_keep_every_digit() {
        for text in ["1.10", "-0.00001", "123456789.000", "0.5", "12"] {
            let (negative, digits, exponent) = split_decimal(text).unwrap();
            assert_eq!(join_decimal(negative, &digits, exponent), text);
        }
        assert_eq!(join_decimal(false, "1", -1_000_000_000), "1E-1000000000");
        assert_eq!(join_decimal(true, "12", 3), "-12E+3");
        assert_eq!(join_decimal(false, "1", i64::MIN), "1E-9223372036854775808");
    }
}
