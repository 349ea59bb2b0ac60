//! Builds the value of a scalar whose type is known.

use super::compose::Type;
use super::timestamp;
use super::{Error, Tag, Version};
use crate::value::{Int, Value, repr_str};

/// Builds a scalar. Errors have the messages of the Python functions that the reference calls.
pub(super) fn build(kind: &Type, text: &str, version: Version) -> Result<Value, Error> {
    match kind {
        Type::Scalar(Tag::Null) => Ok(Value::Null),
        Type::Scalar(Tag::Str) => Ok(Value::from(text)),
        Type::Scalar(Tag::Bool) => boolean(text),
        Type::Scalar(Tag::Int) => integer(text, version).map(Value::Int),
        Type::Scalar(Tag::Float) => float(text, version).map(Value::Float),
        Type::Scalar(Tag::Timestamp) => timestamp::build(text),
        Type::Binary => binary(text)
            .map(Value::Bytes)
            .ok_or_else(|| Error::Invalid("no base64".to_owned())),
        other => Err(Error::Invalid(format!(
            "could not determine a constructor for {other:?}"
        ))),
    }
}

fn boolean(text: &str) -> Result<Value, Error> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "on" => Ok(Value::Bool(true)),
        "no" | "n" | "false" | "off" => Ok(Value::Bool(false)),
        other => Err(Error::Scalar(repr_str(other))),
    }
}

/// The sign, and the digits without underscores.
fn signed(text: &str) -> Result<(bool, String), Error> {
    let text = text.replace('_', "");
    match text.chars().next() {
        None => Err(Error::Scalar("string index out of range".to_owned())),
        Some('-') => Ok((true, text.get(1..).unwrap_or_default().to_owned())),
        Some('+') => Ok((false, text.get(1..).unwrap_or_default().to_owned())),
        Some(_) => Ok((false, text)),
    }
}

fn integer(text: &str, version: Version) -> Result<Int, Error> {
    let (negative, digits) = signed(text)?;
    let literal = |digits: &str, radix: u32| {
        Int::from_radix(negative, digits, radix).ok_or_else(|| {
            Error::Scalar(format!(
                "invalid literal for int() with base {radix}: {}",
                repr_str(digits)
            ))
        })
    };
    for (prefix, radix) in [("0b", 2), ("0x", 16), ("0o", 8)] {
        if let Some(digits) = digits.strip_prefix(prefix) {
            return literal(digits, radix);
        }
    }
    if version == Version::V1_1 && digits.starts_with('0') {
        return literal(&digits, 8);
    }
    if version == Version::V1_1 && digits.contains(':') {
        return sexagesimal(&digits, negative);
    }
    let sign = if negative { "-" } else { "" };
    let parsed =
        Int::parse(&digits).and_then(|int| Int::from_decimal(&format!("{sign}{}", int.abs())));
    parsed.ok_or_else(|| {
        Error::Scalar(format!(
            "invalid literal for int() with base 10: {}",
            repr_str(&digits)
        ))
    })
}

/// Base 60: `1:30` is 90.
fn sexagesimal(digits: &str, negative: bool) -> Result<Int, Error> {
    let mut total: i128 = 0;
    for part in digits.split(':') {
        let value = part
            .parse::<i128>()
            .ok()
            .and_then(|part| total.checked_mul(60)?.checked_add(part));
        total = value.ok_or_else(|| Error::Scalar("Python int too large to convert".to_owned()))?;
    }
    Ok(Int::from(if negative { -total } else { total }))
}

fn float(text: &str, version: Version) -> Result<f64, Error> {
    let (negative, digits) = signed(text)?;
    let digits = digits.to_lowercase();
    let parse = |digits: &str| {
        let number = digits.trim().parse::<f64>();
        number.map_err(|_| {
            Error::Scalar(format!(
                "could not convert string to float: {}",
                repr_str(digits)
            ))
        })
    };
    let value = match digits.as_str() {
        ".inf" => f64::INFINITY,
        ".nan" => f64::NAN,
        other if version == Version::V1_1 && other.contains(':') => {
            let mut total = 0.0;
            for part in other.split(':') {
                total = total * 60.0 + parse(part)?;
            }
            total
        }
        other => parse(other)?,
    };
    Ok(if negative { -value } else { value })
}

/// Decodes base64; characters outside the alphabet are skipped.
fn binary(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count, mut padding) = (0_u32, 0_u32, 0_u32);
    for c in text.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                padding += 1;
                if count + padding >= 4 && count >= 2 {
                    break;
                }
                continue;
            }
            _ if c.is_ascii() => continue,
            _ => return None,
        };
        padding = 0;
        bits = (bits << 6) | u32::from(value);
        count += 1;
        if count == 4 {
            bytes.extend(bits.to_be_bytes().get(1..)?);
            (bits, count) = (0, 0);
        }
    }
    match (count, padding) {
        (0, _) => {}
        (2, 2..) => bytes.push((bits >> 4) as u8),
        (3, 1..) => bytes.extend([(bits >> 10) as u8, (bits >> 2) as u8]),
        _ => return None,
    }
    Some(bytes)
}
