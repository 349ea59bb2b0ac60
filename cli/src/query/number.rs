//! Arithmetic on arbitrarily large integers and floats.

use std::cmp::Ordering;

use super::error::{EvalError, EvalErrorKind};
use crate::value::{Int, Value, is_python_space};

/// Compares two numbers or two texts; `None` for NaN and for anything else.
pub(super) fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Float(b)) => a.partial_cmp_float(*b),
        (Value::Float(a), Value::Int(b)) => b.partial_cmp_float(*a).map(Ordering::reverse),
        (Value::Str(a), Value::Str(b)) => Some(a.cmp(b)),
        _ => Some(a.code_points()?.cmp(&b.code_points()?)),
    }
}

/// The sum; exact if all are integers, else a float.
pub(super) fn sum(numbers: &[Value]) -> Value {
    let mut total = Value::from(0);
    for number in numbers {
        total = match (&total, number) {
            (Value::Int(a), Value::Int(b)) => Value::Int(a.add(b)),
            (a, b) => Value::Float(to_f64(a) + to_f64(b)),
        };
    }
    total
}

/// The nearest float; 0 for what is not a number.
pub(super) fn to_f64(number: &Value) -> f64 {
    match number {
        Value::Int(i) => i.to_f64(),
        Value::Float(x) => *x,
        _ => 0.0,
    }
}

/// Rounds a float to an integer.
pub(super) fn to_int(x: f64, round: fn(f64) -> f64) -> Result<Value, EvalError> {
    let message = if x.is_nan() {
        "cannot convert float NaN to integer"
    } else {
        "cannot convert float infinity to integer"
    };
    Int::from_float(round(x))
        .map(Value::Int)
        .ok_or_else(|| EvalError::new(EvalErrorKind::Value, message))
}

/// Parses a number with Python's `int()`, else with `float()`.
pub(super) fn parse(text: &str) -> Value {
    if let Some(int) = Int::parse(text) {
        return Value::Int(int);
    }
    let text = text.trim_matches(is_python_space);
    let digit = |c: Option<&u8>| c.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let misplaced = bytes.iter().enumerate().any(|(i, &b)| {
        b == b'_' && !(digit(bytes.get(i.wrapping_sub(1))) && digit(bytes.get(i + 1)))
    });
    if misplaced {
        return Value::Null;
    }
    text.replace('_', "")
        .parse()
        .map_or(Value::Null, Value::Float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_the_number_python_reads() {
        for (text, want) in [
            ("1", "1"),
            (" 1_0 ", "10"),
            ("1.5", "1.5"),
            ("1_0.5", "10.5"),
            ("1e3", "1000.0"),
            (".5", "0.5"),
            ("-inf", "-inf"),
            ("nan", "nan"),
            ("1_.5", "None"),
            ("0x1", "None"),
            ("", "None"),
        ] {
            assert_eq!(parse(text).to_string(), want, "{text}");
        }
    }

    #[test]
    fn sums_are_exact_until_a_float_comes() {
        let big = Value::Int(Int::from_decimal("9223372036854775807").unwrap());
        assert_eq!(
            sum(&[big, Value::from(1)]).to_string(),
            "9223372036854775808"
        );
        assert_eq!(sum(&[Value::from(1), Value::from(0.5)]).to_string(), "1.5");
        assert_eq!(sum(&[]).to_string(), "0");
    }
}
