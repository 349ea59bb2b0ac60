//! The serializer, in the three layouts the AWS CLI uses.

use std::fmt::Write;

use crate::value::{Key, Map, Value, fmt_float};

/// How a document is laid out.
#[derive(Clone, Copy)]
struct Layout {
    /// Spaces per level; `None` puts everything on one line.
    indent: Option<usize>,
    item: &'static str,
    key: &'static str,
    /// Whether characters beyond ASCII are escaped.
    ascii: bool,
}

/// Output for people: indented by four spaces, Unicode unescaped, no final newline. Lone surrogates are escaped.
#[must_use]
pub fn pretty(value: &Value) -> String {
    write(
        value,
        Layout {
            indent: Some(4),
            item: ",",
            key: ": ",
            ascii: false,
        },
    )
}

/// A request body: one line with `", "` and `": "` as separators, ASCII only.
#[must_use]
pub fn compact(value: &Value) -> String {
    write(
        value,
        Layout {
            indent: None,
            item: ", ",
            key: ": ",
            ascii: true,
        },
    )
}

/// The result of a query's `to_string`: one line without blanks, ASCII only.
#[must_use]
pub fn minimal(value: &Value) -> String {
    write(
        value,
        Layout {
            indent: None,
            item: ",",
            key: ":",
            ascii: true,
        },
    )
}

fn write(value: &Value, layout: Layout) -> String {
    let mut out = String::new();
    layout.value(value, 0, &mut out);
    out
}

impl Layout {
    fn value(self, value: &Value, depth: usize, out: &mut String) {
        match value {
            Value::Null => out.push_str("null"),
            Value::Bool(true) => out.push_str("true"),
            Value::Bool(false) => out.push_str("false"),
            Value::Int(i) => push(out, i),
            Value::Float(x) => float(*x, out),
            Value::Str(text) => self.string(text.chars().map(u32::from), out),
            Value::Wide(points) => self.string(points.iter().copied(), out),
            Value::List(items) => self.list(items, depth, out),
            Value::Map(map) => self.map(map, depth, out),
            // JSON has no such types; write their text.
            Value::Bytes(bytes) => self.string(bytes.iter().map(|&b| u32::from(b)), out),
            Value::Opaque(opaque) => self.string(opaque.text.chars().map(u32::from), out),
        }
    }

    fn list(self, items: &[Value], depth: usize, out: &mut String) {
        if items.is_empty() {
            return out.push_str("[]");
        }
        out.push('[');
        for (i, item) in items.iter().enumerate() {
            self.separate(i, depth + 1, out);
            self.value(item, depth + 1, out);
        }
        self.close(depth, ']', out);
    }

    fn map(self, map: &Map, depth: usize, out: &mut String) {
        if map.is_empty() {
            return out.push_str("{}");
        }
        out.push('{');
        for (i, (key, value)) in map.iter().enumerate() {
            self.separate(i, depth + 1, out);
            self.key(key, out);
            out.push_str(self.key);
            self.value(value, depth + 1, out);
        }
        self.close(depth, '}', out);
    }

    /// Writes a key; other keys than text are converted to text as Python does.
    fn key(self, key: &Key, out: &mut String) {
        match key {
            Key::Str(text) => self.string(text.chars().map(u32::from), out),
            Key::Other(value) => match &**value {
                Value::Wide(points) => self.string(points.iter().copied(), out),
                other => {
                    let mut text = String::new();
                    self.value(other, 0, &mut text);
                    if other.is_string() || matches!(other, Value::Opaque(_) | Value::Bytes(_)) {
                        out.push_str(&text);
                    } else {
                        self.string(text.chars().map(u32::from), out);
                    }
                }
            },
        }
    }

    fn separate(self, place: usize, depth: usize, out: &mut String) {
        if place > 0 {
            out.push_str(self.item);
        }
        self.newline(depth, out);
    }

    fn close(self, depth: usize, bracket: char, out: &mut String) {
        self.newline(depth, out);
        out.push(bracket);
    }

    fn newline(self, depth: usize, out: &mut String) {
        if let Some(indent) = self.indent {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent * depth));
        }
    }

    fn string(self, points: impl Iterator<Item = u32>, out: &mut String) {
        out.push('"');
        for point in points {
            match char::from_u32(point) {
                Some('"') => out.push_str("\\\""),
                Some('\\') => out.push_str("\\\\"),
                Some('\n') => out.push_str("\\n"),
                Some('\r') => out.push_str("\\r"),
                Some('\t') => out.push_str("\\t"),
                Some('\u{8}') => out.push_str("\\b"),
                Some('\u{c}') => out.push_str("\\f"),
                Some(c) if c < ' ' || (self.ascii && c > '~') => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        push(out, format_args!("\\u{unit:04x}"));
                    }
                }
                Some(c) => out.push(c),
                None => push(out, format_args!("\\u{point:04x}")),
            }
        }
        out.push('"');
    }
}

fn float(x: f64, out: &mut String) {
    if x.is_nan() {
        out.push_str("NaN");
    } else if x.is_infinite() {
        out.push_str(if x > 0.0 { "Infinity" } else { "-Infinity" });
    } else {
        // Writing to a string cannot fail.
        let _ = fmt_float(x, out);
    }
}

/// Appends a displayed value.
fn push(out: &mut String, text: impl std::fmt::Display) {
    let _ = write!(out, "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn people_get_unicode_and_four_spaces() {
        let value = parse(
            r#"{"b":[1,{"c":null}],"e":{},"f":[],"x":"é\u0000\u001f\u007f\b\"\\/","y":[1e16,NaN]}"#,
        );
        let want = "{\n    \"b\": [\n        1,\n        {\n            \"c\": null\n        }\n    ],\n    \"e\": {},\n    \
                    \"f\": [],\n    \"x\": \"é\\u0000\\u001f\u{7f}\\b\\\"\\\\/\",\n    \"y\": [\n        1e+16,\n        NaN\n    ]\n}";
        assert_eq!(pretty(&value.unwrap()), want);
    }

    #[test]
    fn machines_get_ascii_on_one_line() {
        let value = parse("{\"a\": [1, \"é😀\u{7f}\\ud800\"], \"b\": true}").unwrap();
        assert_eq!(
            compact(&value),
            r#"{"a": [1, "\u00e9\ud83d\ude00\u007f\ud800"], "b": true}"#
        );
        assert_eq!(
            minimal(&value),
            r#"{"a":[1,"\u00e9\ud83d\ude00\u007f\ud800"],"b":true}"#
        );
    }

    #[test]
    fn keys_become_text() {
        let map = Map::from_entries(vec![
            (Key::from(Value::from(1)), Value::Null),
            (Key::from(Value::Bool(true)), Value::Null),
            (Key::from(Value::Null), Value::Null),
        ]);
        assert_eq!(
            minimal(&Value::Map(map)),
            r#"{"1":null,"true":null,"null":null}"#
        );
    }
}
