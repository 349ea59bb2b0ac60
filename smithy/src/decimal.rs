//! Numbers of any size and precision, compared as they are written.

use std::cmp::Ordering;

/// A decimal number: its sign, its digits without leading zeros, and how many of them stand before the point.
/// Zero by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Decimal {
    is_negative: bool,
    digits: Vec<u8>,
    point: i64,
}

impl Decimal {
    /// Reads a number such as `-12.5e3`; a part before or after the point may be missing, but not both.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (is_negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        // What is beyond any exponent that can be kept is as good as the greatest one.
        let exponent = match exponent.parse::<i32>() {
            Ok(exponent) => i64::from(exponent),
            Err(_) if !is_integer(exponent) => return None,
            Err(_) if exponent.starts_with('-') => i64::from(i32::MIN),
            Err(_) => i64::from(i32::MAX),
        };
        let mut point = i64::try_from(whole.len()).ok()? + exponent;
        let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
        digits.drain(..zeros);
        point -= i64::try_from(zeros).ok()?;
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        match digits.is_empty() {
            true => Some(Self {
                is_negative: false,
                digits,
                point: 0,
            }),
            false => Some(Self {
                is_negative,
                digits,
                point,
            }),
        }
    }

    /// Whether it is zero.
    pub(crate) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    fn size(&self) -> (i64, &[u8]) {
        match self.is_zero() {
            true => (i64::MIN, &self.digits),
            false => (self.point, &self.digits),
        }
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_negative, other.is_negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.size().cmp(&other.size()),
            (true, true) => other.size().cmp(&self.size()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_numbers_however_they_are_written() {
        let order = [
            "-1e3",
            "-12.5",
            "-0.1",
            "0",
            "1e-9",
            "0.1",
            "1",
            "1.05",
            "9.9",
            "10",
            "1e99999999999",
        ];
        for pair in order.windows(2) {
            let [a, b] = [pair[0], pair[1]].map(|text| Decimal::parse(text).unwrap());
            assert!(a < b, "{pair:?}");
        }
        for (a, b) in [
            ("1", "1.0"),
            ("100", "1e2"),
            ("-0", "0.0"),
            ("+.5", "5e-1"),
            ("7.", "007"),
        ] {
            assert_eq!(Decimal::parse(a), Decimal::parse(b), "{a} {b}");
        }
        for bad in ["", "-", ".", "a", "1e", "1e1.5", "0x1", "1 "] {
            assert_eq!(Decimal::parse(bad), None, "{bad}");
        }
    }
}
