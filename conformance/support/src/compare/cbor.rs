//! CBOR by value, read by a reader of its own: what the runtime writes is not judged by the runtime.
//!
//! Lengths, widths of numbers and order of keys do not count; tags do.

use serde_json::{Value, json};

/// The bytes as a value; `None` when they are not one data item.
pub(crate) fn value(bytes: &[u8]) -> Option<Value> {
    let mut rest = bytes;
    let value = item(&mut rest)??;
    rest.is_empty().then_some(value)
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(count)?;
    *rest = after;
    Some(taken)
}

/// An item; the inner `None` is a break.
fn item(rest: &mut &[u8]) -> Option<Option<Value>> {
    let initial = *take(rest, 1)?.first()?;
    let (major, info) = (initial >> 5, initial & 31);
    let width = match info {
        24..=27 => 1 << (info - 24),
        _ => 0,
    };
    let bytes = take(rest, width)?;
    let argument = match info {
        0..=23 => u64::from(info),
        _ => bytes
            .iter()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
    };
    let count = (info != 31).then_some(argument);
    Some(Some(match major {
        0 => number(argument as f64, &argument.to_string()),
        1 => number(
            -1.0 - argument as f64,
            &(-1 - i128::from(argument)).to_string(),
        ),
        2 => json!({"bytes": string(rest, count)?}),
        3 => Value::String(String::from_utf8(string(rest, count)?).ok()?),
        4 => Value::Array(items(rest, count)?),
        5 => {
            let flat = items(rest, count.map(|count| count * 2))?;
            let pairs = flat.chunks(2).map(|pair| match pair {
                [Value::String(key), value] => Some((key.clone(), value.clone())),
                _ => None,
            });
            Value::Object(pairs.collect::<Option<_>>()?)
        }
        6 => json!({"tag": argument, "value": item(rest)??}),
        _ => match info {
            20 | 21 => Value::Bool(info == 21),
            22 | 23 => Value::Null,
            25 => float(half(argument as u16)),
            26 => float(f32::from_bits(argument as u32).into()),
            27 => float(f64::from_bits(argument)),
            31 => return Some(None),
            _ => return None,
        },
    }))
}

fn items(rest: &mut &[u8], count: Option<u64>) -> Option<Vec<Value>> {
    let mut items = Vec::new();
    while count.is_none_or(|count| (items.len() as u64) < count) {
        match (item(rest)?, count) {
            (Some(item), _) => items.push(item),
            (None, None) => break,
            (None, Some(_)) => return None,
        }
    }
    Some(items)
}

fn string(rest: &mut &[u8], length: Option<u64>) -> Option<Vec<u8>> {
    if let Some(length) = length {
        return take(rest, usize::try_from(length).ok()?).map(<[u8]>::to_vec);
    }
    let mut all = Vec::new();
    loop {
        match item(rest)? {
            None => return Some(all),
            Some(Value::String(chunk)) => all.extend(chunk.into_bytes()),
            Some(chunk) => {
                let bytes = chunk["bytes"].as_array()?.iter();
                let bytes = bytes.map(|byte| u8::try_from(byte.as_u64()?).ok());
                all.extend(bytes.collect::<Option<Vec<_>>>()?);
            }
        }
    }
}

/// An integer and a float of one value are equal.
fn float(value: f64) -> Value {
    match value.is_finite() {
        true => number(value, &value.to_string()),
        false => json!({"float": value.to_string()}),
    }
}

fn number(value: f64, text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| json!({"float": value.to_string()}))
}

fn half(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 0x3ff));
    let size = match exponent {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (fraction + 1024.0) * 2_f64.powi(exponent - 25),
    };
    if bits & 0x8000 == 0 { size } else { -size }
}
