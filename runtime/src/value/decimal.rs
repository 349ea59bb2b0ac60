//! Canonical form of decimal numbers.

/// A decimal number in canonical form: digits without zeros at either end. Zero has no digits, and keeps its sign.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) negative: bool,
    pub(crate) digits: String,
    /// Power of ten of the last digit.
    pub(crate) exponent: i64,
}

impl Decimal {
    /// Order of numbers; the zeros are equal.
    #[cfg(feature = "constraints")]
    pub(crate) fn compare(&self, other: &Decimal) -> std::cmp::Ordering {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let sign = |number: &Decimal| match (number.digits.is_empty(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        // The power of ten of the first digit, and the digits, which have no zeros at their end.
        let magnitude = |number: &Decimal| number.exponent + number.digits.len() as i64;
        match sign(self).cmp(&sign(other)) {
            Equal if self.digits.is_empty() => Equal,
            Equal => {
                let larger = magnitude(self)
                    .cmp(&magnitude(other))
                    .then_with(|| self.digits.cmp(&other.digits));
                if self.negative {
                    larger.reverse()
                } else {
                    larger
                }
            }
            Less => Less,
            Greater => Greater,
        }
    }

    /// `None` if the text is not a number, or its exponent is out of range.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let trimmed = all.trim_end_matches('0');
        let digits = trimmed.trim_start_matches('0');
        if digits.is_empty() {
            return Some(Decimal {
                negative,
                digits: String::new(),
                exponent: 0,
            });
        }
        let dropped = (all.len() - trimmed.len()) as i64;
        let exponent = i64::from(exponent) - fraction.len() as i64 + dropped;
        Some(Decimal {
            negative,
            digits: digits.to_owned(),
            exponent,
        })
    }
}
