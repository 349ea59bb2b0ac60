//! Numbers of a JSON text: what fits an integer, a double or nothing but decimal text.

use super::scan::NumberText;
use crate::value::{BigDecimal, Decimal, Number};

/// The powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

impl NumberText<'_> {
    /// The integer it is equal to: `1.0` and `1e3` are integers, `1.5` is not.
    pub(crate) fn as_integer(&self) -> Option<i64> {
        if self.integral {
            return self.text.parse().ok();
        }
        let decimal = Decimal::new(self.text)?;
        if decimal.digits.is_empty() {
            return Some(0);
        }
        let zeros = usize::try_from(decimal.exponent)
            .ok()
            .filter(|zeros| *zeros <= 19)?;
        let sign = if decimal.negative { "-" } else { "" };
        format!("{sign}{}{}", decimal.digits, "0".repeat(zeros))
            .parse()
            .ok()
    }

    /// The nearest double; infinite when there is none.
    pub(crate) fn as_double(&self) -> f64 {
        short_double(self.text.as_bytes()).unwrap_or_else(|| self.text.parse().unwrap_or(f64::NAN))
    }

    /// The number without loss.
    pub(crate) fn as_number(&self) -> Number {
        if self.integral && self.text != "-0" {
            if let Ok(value) = self.text.parse() {
                return Number::Uint(value);
            }
            if let Ok(value) = self.text.parse() {
                return Number::Int(value);
            }
        } else {
            let value = self.as_double();
            let shortest = zmij::Buffer::new().format(value).to_owned();
            if value.is_finite() && Decimal::new(&shortest) == Decimal::new(self.text) {
                return Number::Float(value);
            }
        }
        match self.text.parse::<BigDecimal>() {
            Ok(value) => Number::Big(value),
            Err(_) => Number::Float(self.as_double()),
        }
    }
}

/// A double of at most 19 digits and a small exponent, exactly: both the digits and the power of ten
/// are doubles, so one multiplication or division rounds once. Source: Clinger, 1990.
fn short_double(text: &[u8]) -> Option<f64> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if text.len() > 20 {
        return None;
    }
    let mut digits = 0_u64;
    let mut exponent = 0_usize;
    let mut fraction = false;
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                digits = digits
                    .checked_mul(10)?
                    .checked_add(u64::from(byte - b'0'))?;
                exponent += usize::from(fraction);
            }
            b'.' => fraction = true,
            _ => return None,
        }
    }
    if digits >= 1 << 53 {
        return None;
    }
    let value = digits as f64 / POWERS.get(exponent)?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> NumberText<'_> {
        NumberText {
            text,
            integral: !text.contains(['.', 'e', 'E']),
        }
    }

    #[test]
    fn integers_in_other_clothes() {
        let cases = [
            ("1.0", Some(1)),
            ("1e3", Some(1000)),
            ("-12.50e1", Some(-125)),
            ("0.0", Some(0)),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("1.5", None),
            ("1e400", None),
            ("1e99999999999", None),
        ];
        for (number, value) in cases {
            assert_eq!(text(number).as_integer(), value, "{number}");
        }
    }

    #[test]
    fn no_number_of_a_document_is_lost() {
        assert_eq!(
            text("18446744073709551615").as_number(),
            Number::Uint(u64::MAX)
        );
        assert_eq!(
            text("-9223372036854775808").as_number(),
            Number::Int(i64::MIN)
        );
        assert_eq!(text("1.10").as_number(), Number::Float(1.1));
        assert_eq!(text("1e5").as_number(), Number::Float(1e5));
        for big in ["18446744073709551616", "0.1000000000000000055", "1e400"] {
            assert!(
                matches!(text(big).as_number(), Number::Big(n) if n.as_str() == big),
                "{big}"
            );
        }
        assert!(matches!(text("-0").as_number(), Number::Float(zero) if zero.is_sign_negative()));
    }

    #[test]
    fn doubles_are_the_nearest() {
        for number in [
            "0.1",
            "1.1",
            "-3.25",
            "123456.789",
            "9007199254740993",
            "1e22",
            "5e-324",
            "0",
        ] {
            assert_eq!(
                text(number).as_double().to_bits(),
                number.parse::<f64>().unwrap().to_bits()
            );
        }
    }
}
