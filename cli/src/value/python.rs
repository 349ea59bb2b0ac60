//! Python's `str()` and `repr()`.

use std::fmt::{self, Formatter, Write};

use super::unicode::is_printable;
use super::{Key, Map, MapClass, Value};

/// Displays a value as `repr()` does.
#[derive(Debug)]
pub struct Repr<'a>(pub(super) &'a Value);

impl fmt::Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Value::Str(text) => f.write_str(text),
            // Python's error streams print a lone surrogate as its escape.
            Value::Wide(points) => {
                points
                    .iter()
                    .try_for_each(|&point| match char::from_u32(point) {
                        Some(c) => f.write_char(c),
                        None => write!(f, "\\u{point:04x}"),
                    })
            }
            Value::Opaque(opaque) => f.write_str(&opaque.text),
            other => other.repr().fmt(f),
        }
    }
}

impl fmt::Display for Repr<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null => f.write_str("None"),
            Value::Bool(true) => f.write_str("True"),
            Value::Bool(false) => f.write_str("False"),
            Value::Int(i) => i.fmt(f),
            Value::Float(x) => fmt_float(*x, f),
            Value::Str(text) => quote(text.chars().map(u32::from), f),
            Value::Wide(points) => quote(points.iter().copied(), f),
            Value::Bytes(bytes) => fmt_bytes(bytes, f),
            Value::List(items) => {
                f.write_char('[')?;
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    item.repr().fmt(f)?;
                }
                f.write_char(']')
            }
            Value::Map(map) => match map.class() {
                MapClass::Dict => fmt_dict(map, f),
                MapClass::OrderedDict => fmt_ordered(map, f),
                MapClass::OrderedMap if map.is_empty() => f.write_str("ordereddict()"),
                MapClass::OrderedMap => {
                    f.write_str("ordereddict(")?;
                    fmt_dict(map, f)?;
                    f.write_char(')')
                }
            },
            Value::Opaque(opaque) => f.write_str(&opaque.repr),
        }
    }
}

fn fmt_dict(map: &Map, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char('{')?;
    for (i, (key, value)) in map.iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        fmt_key(key, f)?;
        write!(f, ": {}", value.repr())?;
    }
    f.write_char('}')
}

fn fmt_ordered(map: &Map, f: &mut Formatter<'_>) -> fmt::Result {
    if map.is_empty() {
        return f.write_str("OrderedDict()");
    }
    f.write_str("OrderedDict([")?;
    for (i, (key, value)) in map.iter().enumerate() {
        f.write_str(if i > 0 { ", (" } else { "(" })?;
        fmt_key(key, f)?;
        write!(f, ", {})", value.repr())?;
    }
    f.write_str("])")
}

fn fmt_key(key: &Key, f: &mut Formatter<'_>) -> fmt::Result {
    match key {
        Key::Str(text) => quote(text.chars().map(u32::from), f),
        Key::Other(value) => write!(f, "{}", value.repr()),
    }
}

/// `repr()` of text.
#[must_use]
pub fn repr_str(text: &str) -> String {
    Value::from(text).repr().to_string()
}

/// Single quotes, unless the text contains single but no double quotes.
fn quote_for(points: impl Iterator<Item = u32>) -> char {
    let (mut single, mut double) = (false, false);
    for point in points {
        single |= point == u32::from('\'');
        double |= point == u32::from('"');
    }
    if single && !double { '"' } else { '\'' }
}

fn quote(points: impl Iterator<Item = u32> + Clone, f: &mut Formatter<'_>) -> fmt::Result {
    let quote = quote_for(points.clone());
    f.write_char(quote)?;
    for point in points {
        match char::from_u32(point) {
            Some(c) if c == quote || c == '\\' => write!(f, "\\{c}")?,
            Some('\n') => f.write_str("\\n")?,
            Some('\r') => f.write_str("\\r")?,
            Some('\t') => f.write_str("\\t")?,
            Some(c) if is_printable(c) => f.write_char(c)?,
            _ if point < 0x100 => write!(f, "\\x{point:02x}")?,
            _ if point < 0x1_0000 => write!(f, "\\u{point:04x}")?,
            _ => write!(f, "\\U{point:08x}")?,
        }
    }
    f.write_char(quote)
}

fn fmt_bytes(bytes: &[u8], f: &mut Formatter<'_>) -> fmt::Result {
    let quote = quote_for(bytes.iter().map(|&b| u32::from(b)));
    write!(f, "b{quote}")?;
    for &byte in bytes {
        match byte {
            b'\n' => f.write_str("\\n")?,
            b'\r' => f.write_str("\\r")?,
            b'\t' => f.write_str("\\t")?,
            b'\\' => f.write_str("\\\\")?,
            _ if char::from(byte) == quote => write!(f, "\\{quote}")?,
            b' '..=b'~' => f.write_char(char::from(byte))?,
            _ => write!(f, "\\x{byte:02x}")?,
        }
    }
    f.write_char(quote)
}

/// `repr()` of a float: the shortest digits that round-trip, with an exponent below 1e-4 and from 1e16.
pub fn fmt_float(x: f64, f: &mut impl Write) -> fmt::Result {
    if x.is_nan() {
        return f.write_str("nan");
    }
    if x.is_infinite() {
        return f.write_str(if x > 0.0 { "inf" } else { "-inf" });
    }
    let text = shortest(x);
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let magnitude = x.abs();
    if x == 0.0 || (1e-4..1e16).contains(&magnitude) {
        return positional(digits, exponent.parse().unwrap_or(0), f);
    }
    match exponent.strip_prefix('-') {
        Some(exponent) => write!(f, "{digits}e-{exponent:0>2}"),
        None => write!(f, "{digits}e+{exponent:0>2}"),
    }
}

/// The shortest digits that round-trip, in scientific notation. Among those the nearest to `x`; of two equally
/// near, the even one.
fn shortest(x: f64) -> String {
    let text = format!("{x:e}");
    let mantissa = text.split('e').next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    let nearest = format!("{x:.*e}", digits.saturating_sub(1));
    let reads_back = nearest
        .parse::<f64>()
        .is_ok_and(|read| read.to_bits() == x.to_bits());
    if reads_back { nearest } else { text }
}

/// Expands scientific notation to positional.
fn positional(mantissa: &str, exponent: i32, f: &mut impl Write) -> fmt::Result {
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => ("-", mantissa),
        None => ("", mantissa),
    };
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let Ok(exponent) = usize::try_from(exponent) else {
        let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
        return write!(f, "{sign}0.{zeros}{digits}");
    };
    let (whole, fraction) = digits.split_at(digits.len().min(exponent + 1));
    let zeros = "0".repeat(exponent + 1 - whole.len());
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    write!(f, "{sign}{whole}{zeros}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_spelled_as_python_does() {
        for (x, want) in [
            (1.0, "1.0"),
            (1e100, "1e+100"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (123_456_789.125, "123456789.125"),
            (1e-5, "1e-05"),
            (0.0001, "0.0001"),
            (-0.0, "-0.0"),
            (5e-324, "5e-324"),
            (1.7e308, "1.7e+308"),
            (1.5e-7, "1.5e-07"),
            // Exactly between two texts that both round-trip.
            (79_266_475_308_703.12, "79266475308703.12"),
            (100.0, "100.0"),
            (-0.001_25, "-0.00125"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(Value::Float(x).to_string(), want);
        }
    }

    #[test]
    fn text_is_quoted_as_python_does() {
        for (text, want) in [
            ("it's", "\"it's\""),
            ("say \"x\"", "'say \"x\"'"),
            ("both '\"", "'both \\'\"'"),
            ("back\\slash", "'back\\\\slash'"),
            ("nl\n\t\r\0\u{7}\u{7f}", "'nl\\n\\t\\r\\x00\\x07\\x7f'"),
            (
                "café 日 😀 \u{200b}\u{2028}\u{ad}\u{a0}\u{e000}",
                "'café 日 😀 \\u200b\\u2028\\xad\\xa0\\ue000'",
            ),
            ("\u{e0001}", "'\\U000e0001'"),
        ] {
            assert_eq!(repr_str(text), want);
        }
        let bytes = Value::Bytes(b"a'b\x00\xff\n\\".to_vec());
        assert_eq!(bytes.repr().to_string(), "b\"a'b\\x00\\xff\\n\\\\\"");
    }

    #[test]
    fn containers_nest_reprs() {
        let inner: Map = [("k", Value::from("v"))].into_iter().collect();
        let list = Value::List(vec![
            Value::Null,
            Value::Bool(true),
            Value::Map(inner.clone()),
        ]);
        assert_eq!(list.to_string(), "[None, True, {'k': 'v'}]");
        assert_eq!(
            Value::Map(inner.clone().of_class(MapClass::OrderedDict)).to_string(),
            "OrderedDict([('k', 'v')])"
        );
        assert_eq!(
            Value::Map(Map::new().of_class(MapClass::OrderedDict)).to_string(),
            "OrderedDict()"
        );
        let ordered = Value::Map(inner.of_class(MapClass::OrderedMap));
        assert_eq!(ordered.to_string(), "ordereddict({'k': 'v'})");
        assert_eq!(ordered.class(), "ruamel.yaml.compat.ordereddict");
        assert_eq!(
            Value::Map(Map::new().of_class(MapClass::OrderedMap)).to_string(),
            "ordereddict()"
        );
    }
}
