//! `bigInteger` and `bigDecimal`: numbers as decimal text, without loss of precision.

use std::fmt;
use std::str::FromStr;

use super::decimal::Decimal;
use crate::limits::EXPONENT_DIGITS;

/// The text is not a number of the expected kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseNumberError {
    kind: &'static str,
}

impl fmt::Display for ParseNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not {}", self.kind)
    }
}

impl std::error::Error for ParseNumberError {}

macro_rules! decimal_text {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $valid:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The number in decimal.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Default for $name {
            fn default() -> Self {
                $name("0".to_owned())
            }
        }

        impl FromStr for $name {
            type Err = ParseNumberError;
            fn from_str(text: &str) -> Result<Self, ParseNumberError> {
                if $valid(text.as_bytes()) {
                    Ok($name(text.to_owned()))
                } else {
                    Err(ParseNumberError { kind: $kind })
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

decimal_text! {
    /// An integer of any size, as decimal text.
    BigInteger, "an integer", is_integer
}
decimal_text! {
    /// A decimal number of any precision, as text in JSON's grammar (`-12.50`, `1e400`).
    BigDecimal, "a decimal number", is_decimal
}

impl From<i64> for BigInteger {
    fn from(value: i64) -> Self {
        BigInteger(value.to_string())
    }
}

impl From<u64> for BigInteger {
    fn from(value: u64) -> Self {
        BigInteger(value.to_string())
    }
}

impl From<i64> for BigDecimal {
    fn from(value: i64) -> Self {
        BigDecimal(value.to_string())
    }
}

impl BigInteger {
    /// The integer equal to decimal text: `1.0` and `1e3` are integers, `1.5` is not. An exponent must not add more
    /// digits than the limit.
    pub(crate) fn from_decimal(text: &str) -> Option<Self> {
        if let Ok(plain) = text.parse() {
            return Some(plain);
        }
        if !is_decimal(text.as_bytes()) {
            return None;
        }
        let decimal = Decimal::new(text)?;
        if decimal.digits.is_empty() {
            return Some(BigInteger::default());
        }
        let zeros = usize::try_from(decimal.exponent)
            .ok()
            .filter(|zeros| *zeros <= EXPONENT_DIGITS)?;
        let sign = if decimal.negative { "-" } else { "" };
        let digits = decimal.digits;
        Some(BigInteger(format!("{sign}{digits}{:0<zeros$}", "")))
    }
}

/// Length of the leading run of digits.
fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_digit()).count()
}

fn is_integer(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    !text.is_empty() && digits(text) == text.len()
}

fn is_decimal(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let whole = digits(text);
    let mut rest = text.get(whole..).unwrap_or_default();
    if whole == 0 {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix(b".") {
        let count = digits(fraction);
        if count == 0 {
            return false;
        }
        rest = fraction.get(count..).unwrap_or_default();
    }
    match rest {
        [] => true,
        [b'e' | b'E', exponent @ ..] => {
            let exponent = match exponent {
                [b'+' | b'-', exponent @ ..] => exponent,
                _ => exponent,
            };
            !exponent.is_empty() && digits(exponent) == exponent.len()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_digit() {
        let text = "0.10000000000000000055511151231257827021181583404541015625";
        assert_eq!(text.parse::<BigDecimal>().unwrap().to_string(), text);
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in ["", "-", "1.", ".5", "1e", "1e+", "0x1", "1 ", "NaN", "--1"] {
            assert!(text.parse::<BigDecimal>().is_err(), "{text:?}");
        }
        for text in ["", "-", "1.0", "1e3", "+1"] {
            assert!(text.parse::<BigInteger>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_integer_in_other_clothes_is_one_as_far_as_its_exponent_is_sane() {
        let integer = |text: &str| BigInteger::from_decimal(text).map(|value| value.0);
        assert_eq!(integer("-1.0").as_deref(), Some("-1"));
        assert_eq!(integer("12.50e3").as_deref(), Some("12500"));
        assert_eq!(integer("-0.0").as_deref(), Some("0"));
        assert_eq!(integer("0e999999999").as_deref(), Some("0"));
        for text in ["1.5", "1e-1", "1e999999999", "1e99999999999", "x", ""] {
            assert_eq!(integer(text), None, "{text}");
        }
        let most = integer(&format!("1e{EXPONENT_DIGITS}"));
        assert_eq!(most.map(|digits| digits.len()), Some(EXPONENT_DIGITS + 1));
        assert_eq!(integer(&format!("1e{}", EXPONENT_DIGITS + 1)), None);
        // There is no limit on digits that were actually sent.
        let sent = "7".repeat(EXPONENT_DIGITS * 2);
        assert_eq!(integer(&sent), Some(sent));
    }
}
