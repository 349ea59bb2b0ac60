//! Arbitrarily large integers: an `i64`, or canonical decimal text.

use std::cmp::Ordering;
use std::fmt;

/// An integer of any size, with no more arithmetic than queries need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Int(Repr);

/// The text starts with `-` if negative, has no leading zeros, and never fits an `i64`, so equality can be derived.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Repr {
    Small(i64),
    Big(Box<str>),
}

impl Int {
    /// Parses an optional sign and ASCII digits.
    #[must_use]
    pub fn from_decimal(text: &str) -> Option<Int> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        if let Ok(small) = text.parse() {
            return Some(Int(Repr::Small(small)));
        }
        let digits = digits.trim_start_matches('0');
        let sign = if negative { "-" } else { "" };
        Some(Int(Repr::Big(format!("{sign}{digits}").into())))
    }

    /// Parses digits in base 2, 8 or 16; `None` if there is any other character or no digit.
    #[must_use]
    pub fn from_radix(negative: bool, digits: &str, radix: u32) -> Option<Int> {
        // Little-endian decimal limbs of nine digits each.
        let mut limbs: Vec<u64> = vec![0];
        if digits.is_empty() {
            return None;
        }
        for c in digits.chars() {
            let mut carry = u64::from(c.to_digit(radix)?);
            for limb in &mut limbs {
                let sum = *limb * u64::from(radix) + carry;
                *limb = sum % 1_000_000_000;
                carry = sum / 1_000_000_000;
            }
            if carry > 0 {
                limbs.push(carry);
            }
        }
        let mut text = String::from(if negative { "-" } else { "" });
        for limb in limbs.iter().rev() {
            text.push_str(&format!("{limb:09}"));
        }
        Int::from_decimal(&text)
    }

    /// Python's `int(text)`: surrounding blanks, a sign, decimal digits of any script, single `_` between digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Int> {
        let text = text.trim_matches(is_python_space);
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let mut plain = String::from(sign);
        let mut after_digit = false;
        for c in digits.chars() {
            match super::unicode::decimal_digit(c) {
                Some(digit) => {
                    plain.push(char::from(b'0' + digit));
                    after_digit = true;
                }
                None if c == '_' && after_digit => after_digit = false,
                None => return None,
            }
        }
        if after_digit {
            Int::from_decimal(&plain)
        } else {
            None
        }
    }

    /// Python's `int(f)`: truncates exactly; `None` for NaN and infinities.
    #[must_use]
    pub fn from_float(f: f64) -> Option<Int> {
        if !f.is_finite() {
            return None;
        }
        let text = format!("{:.0}", f.trunc());
        Int::from_decimal(if text == "-0" { "0" } else { &text })
    }

    /// The value, if it fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self.0 {
            Repr::Small(i) => Some(i),
            Repr::Big(_) => None,
        }
    }

    /// The nearest `f64`, infinite when out of range.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            #[expect(
                clippy::cast_precision_loss,
                reason = "nearest is what Python gives, too"
            )]
            Repr::Small(i) => *i as f64,
            // Decimal digits with an optional sign always parse.
            Repr::Big(text) => text.parse().unwrap_or(f64::NAN),
        }
    }

    /// Whether this is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0 == Repr::Small(0)
    }

    /// The absolute value.
    #[must_use]
    pub fn abs(&self) -> Int {
        match &self.0 {
            Repr::Small(i) => Int::from(i128::from(*i).abs()),
            Repr::Big(text) => Int(Repr::Big(text.trim_start_matches('-').into())),
        }
    }

    /// The exact sum.
    #[must_use]
    pub fn add(&self, other: &Int) -> Int {
        match (&self.0, &other.0) {
            (Repr::Small(a), Repr::Small(b)) => Int::from(i128::from(*a) + i128::from(*b)),
            _ => add_decimal(&self.to_string(), &other.to_string()),
        }
    }

    /// Compares exactly with a float; `None` for NaN.
    #[must_use]
    pub fn partial_cmp_float(&self, f: f64) -> Option<Ordering> {
        if f.is_nan() {
            return None;
        }
        let Some(whole) = Int::from_float(f) else {
            return Some(if f > 0.0 {
                Ordering::Less
            } else {
                Ordering::Greater
            });
        };
        let fraction = f - f.trunc();
        Some(self.cmp(&whole).then(0.0_f64.partial_cmp(&fraction)?))
    }

    fn magnitude(text: &str) -> (bool, &str) {
        match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        }
    }
}

/// Adds two canonical decimal texts digit by digit; used only for numbers beyond `i64`.
fn add_decimal(a: &str, b: &str) -> Int {
    let ((a_negative, a), (b_negative, b)) = (Int::magnitude(a), Int::magnitude(b));
    let smaller = (a.len(), a) < (b.len(), b);
    let ((long_negative, long), short) = if smaller {
        ((b_negative, b), a)
    } else {
        ((a_negative, a), b)
    };
    let subtract = a_negative != b_negative;
    let mut digits = Vec::with_capacity(long.len() + 1);
    let mut carry = 0_i8;
    let mut short = short.bytes().rev();
    for l in long.bytes().rev() {
        let s = short.next().map_or(0, |d| (d - b'0').cast_signed());
        let l = (l - b'0').cast_signed();
        let sum = if subtract {
            l - s - carry
        } else {
            l + s + carry
        };
        carry = i8::from(!(0..10).contains(&sum));
        digits.push(b'0' + sum.rem_euclid(10).cast_unsigned());
    }
    if carry > 0 {
        digits.push(b'1');
    }
    let digits: String = digits.into_iter().rev().map(char::from).collect();
    let sign = if long_negative { "-" } else { "" };
    // A sign followed by at least one digit always parses.
    Int::from_decimal(&format!("{sign}{digits}")).unwrap_or(Int(Repr::Small(0)))
}

/// Whether Python's `str.strip()` removes the character.
pub(crate) fn is_python_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

impl From<i64> for Int {
    fn from(i: i64) -> Int {
        Int(Repr::Small(i))
    }
}

impl From<i128> for Int {
    fn from(i: i128) -> Int {
        match i64::try_from(i) {
            Ok(small) => Int(Repr::Small(small)),
            Err(_) => Int(Repr::Big(i.to_string().into())),
        }
    }
}

impl fmt::Display for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Small(i) => write!(f, "{i}"),
            Repr::Big(text) => f.write_str(text),
        }
    }
}

impl Ord for Int {
    fn cmp(&self, other: &Int) -> Ordering {
        if let (Repr::Small(a), Repr::Small(b)) = (&self.0, &other.0) {
            return a.cmp(b);
        }
        let (a, b) = (self.to_string(), other.to_string());
        match (Int::magnitude(&a), Int::magnitude(&b)) {
            ((true, _), (false, _)) => Ordering::Less,
            ((false, _), (true, _)) => Ordering::Greater,
            ((false, a), (false, b)) => (a.len(), a).cmp(&(b.len(), b)),
            ((true, a), (true, b)) => (b.len(), b).cmp(&(a.len(), a)),
        }
    }
}

impl PartialOrd for Int {
    fn partial_cmp(&self, other: &Int) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(text: &str) -> Int {
        Int::from_decimal(text).unwrap()
    }

    #[test]
    fn parses_what_python_parses() {
        for (text, want) in [
            (" 42 ", "42"),
            ("1_000", "1000"),
            ("+07", "7"),
            ("-0", "0"),
            ("\u{663}\u{664}", "34"),
            (
                "-000123456789012345678901234567890",
                "-123456789012345678901234567890",
            ),
        ] {
            assert_eq!(Int::parse(text).unwrap().to_string(), want, "{text}");
        }
        for text in ["", " ", "1__0", "_1", "1_", "1.0", "0x1", "--1", "1 2"] {
            assert_eq!(Int::parse(text), None, "{text}");
        }
    }

    #[test]
    fn floats_are_cut_exactly() {
        assert_eq!(
            Int::from_float(1e20).unwrap().to_string(),
            "100000000000000000000"
        );
        assert_eq!(Int::from_float(-1.9).unwrap().to_string(), "-1");
        assert_eq!(Int::from_float(-0.5).unwrap().to_string(), "0");
        assert_eq!(Int::from_float(f64::NAN), None);
    }

    #[test]
    fn big_numbers_compare_and_add() {
        let big = int("9223372036854775808");
        assert!(int("-9223372036854775809") < int("5") && int("5") < big);
        assert_eq!(big.add(&int("-9223372036854775808")), int("0"));
        assert_eq!(
            int("99999999999999999999").add(&int("1")),
            int("100000000000000000000")
        );
        assert_eq!(
            int("100000000000000000000").add(&int("-1")),
            int("99999999999999999999")
        );
        assert_eq!(
            int("-100000000000000000000").add(&int("1")),
            int("-99999999999999999999")
        );
        assert_eq!(
            big.partial_cmp_float(9_223_372_036_854_775_808.0),
            Some(Ordering::Equal)
        );
        assert_eq!(int("1").partial_cmp_float(1.5), Some(Ordering::Less));
        assert_eq!(int("-1").partial_cmp_float(-1.5), Some(Ordering::Greater));
    }

    #[test]
    fn other_bases_read_exactly() {
        assert_eq!(
            Int::from_radix(false, "ffffffffffffffffffff", 16)
                .unwrap()
                .to_string(),
            "1208925819614629174706175"
        );
        assert_eq!(Int::from_radix(true, "17", 8), Some(int("-15")));
        assert_eq!(Int::from_radix(false, "19", 8), None);
    }
}
