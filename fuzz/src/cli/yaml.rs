//! YAML input. What was read is written, and is read again as the same.

use smithgen_cli::fuzzing::output::{Format, Options, render};
use smithgen_cli::fuzzing::value::Value;
use smithgen_cli::fuzzing::yaml;

/// Reads the bytes.
///
/// # Panics
/// When a value of plain data is not read as it was written.
pub fn run(data: &[u8]) {
    let Ok(value) = yaml::parse_value(&Value::Bytes(data.to_vec())) else {
        return;
    };
    // The reference shows a lone scalar as JSON.
    if value.is_scalar() {
        return;
    }
    let mut text = Vec::new();
    if !is_plain(&value) || render(Options::new(Format::Yaml, ""), &value, &mut text).is_err() {
        return;
    }
    if text.is_empty() {
        return;
    }
    let again = std::str::from_utf8(&text)
        .ok()
        .and_then(|text| yaml::parse(text).ok());
    assert_eq!(again, Some(value), "{}", String::from_utf8_lossy(&text));
}

/// Whether the value is of types that both writer and reader have: the writer shows dates and the like as texts.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::List(items) => items.iter().all(is_plain),
        Value::Map(map) => {
            map.keys()
                .all(|key| key.is_string() && is_plain_text(&key.text()))
                && map.values().all(is_plain)
        }
        Value::Str(text) => is_plain_text(text),
        Value::Float(float) => !float.is_nan(),
        Value::Opaque(_) | Value::Bytes(_) | Value::Wide(_) => false,
        _ => true,
    }
}

/// Whether the text has no line breaks of Unicode. They are breaks for the writer, as they are in YAML 1.1 and for the
/// reference, which goes on in a new line after them; for a reader of YAML 1.2 that line is a blank.
fn is_plain_text(text: &str) -> bool {
    !text.contains(['\u{85}', '\u{2028}', '\u{2029}'])
}
