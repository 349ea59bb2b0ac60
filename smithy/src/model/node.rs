//! The value type of traits and metadata.

/// A trait or metadata value: JSON with exact numbers and members in their original order.
pub type Node = serde_json::Value;

/// A number as an integer; `2.0` is one.
pub fn integer(value: &Node) -> Option<i64> {
    let text = value.as_number()?.to_string();
    let whole = text
        .split_once('.')
        .filter(|(_, rest)| rest.bytes().all(|b| b == b'0'));
    whole.map_or(&*text, |(whole, _)| whole).parse().ok()
}
