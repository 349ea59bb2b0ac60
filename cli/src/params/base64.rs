//! Base64 encoding of blob values.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use smithgen_runtime::schema::Schema;

use super::{Class, class, element};
use crate::value::Value;

/// Encodes with padding; decodes without it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

pub(crate) fn encode(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// Decodes base64. As Python does by default, ignores ASCII characters outside the alphabet and everything after
/// complete padding; `None` if the length or the padding is wrong.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() {
        return None;
    }
    let mut symbols = Vec::with_capacity(text.len());
    let mut pads = 0;
    for byte in text.bytes() {
        if byte == b'=' {
            pads += 1;
            let last = symbols.len() % 4;
            if last >= 2 && last + pads >= 4 {
                return BASE64.decode(symbols).ok();
            }
        } else if byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/') {
            pads = 0;
            symbols.push(byte);
        }
    }
    let is_whole = symbols.len().is_multiple_of(4);
    BASE64.decode(symbols).ok().filter(|_| is_whole)
}

/// Replaces every blob's text with the bytes it encodes.
///
/// # Errors
/// A text that is not base64.
pub(crate) fn decode_blobs(value: &mut Value, schema: &'static Schema) -> Result<(), String> {
    match (class(schema), &mut *value) {
        (Class::Blob, Value::Str(text)) => match decode(text) {
            Some(bytes) => *value = Value::Bytes(bytes),
            None => return Err(format!("Invalid base64: \"{text}\"")),
        },
        (Class::Structure, Value::Map(map)) => {
            for member in schema.members() {
                if let Some(value) = map.get_mut(member.name()) {
                    decode_blobs(value, member.target())?;
                }
            }
        }
        (Class::List, Value::List(items)) => {
            for item in items {
                decode_blobs(item, element(schema))?;
            }
        }
        (Class::Map, Value::Map(map)) => {
            let keys: Vec<String> = map
                .keys()
                .filter_map(|k| k.as_str().map(str::to_owned))
                .collect();
            for key in keys {
                if let Some(value) = map.get_mut(&key) {
                    decode_blobs(value, element(schema))?;
                }
            }
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_as_python() {
        assert_eq!(decode("aGVsbG8=").as_deref(), Some(&b"hello"[..]));
        assert_eq!(decode("aGVs bG8=\n").as_deref(), Some(&b"hello"[..]));
        assert_eq!(decode("aGVsbG8=junk").as_deref(), Some(&b"hello"[..]));
        assert_eq!(decode("").as_deref(), Some(&b""[..]));
        assert_eq!(decode("aGVsbG8"), None);
        assert_eq!(decode("a"), None);
        assert_eq!(decode("hello!"), None);
        assert_eq!(decode("aGVsbG8=\u{e9}"), None);
        assert_eq!(decode("ab=c==").as_deref(), Some(&b"i\xb7"[..]));
        assert_eq!(decode("a==="), None);
    }

    #[test]
    fn encodes_with_padding() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ] {
            assert_eq!(encode(plain.as_bytes()), coded);
        }
    }
}
