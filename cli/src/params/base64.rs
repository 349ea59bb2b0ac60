//! Base64 in values of blobs.

use smithgen_runtime::schema::Schema;

use super::{Class, class, element};
use crate::value::Value;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 with padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| chunk.get(i).copied().map_or(0, u32::from);
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let sextet = (group >> (18 - 6 * i)) & 63;
            let symbol = ALPHABET.get(sextet as usize).copied().unwrap_or(b'=');
            out.push(if i > chunk.len() {
                '='
            } else {
                char::from(symbol)
            });
        }
    }
    out
}

/// The bytes. As Python does unless told otherwise, characters outside the alphabet are skipped and
/// what follows complete padding is ignored; `None` when the length or the padding is wrong.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut sextets, mut pads) = (0u32, 0u32, 0u32);
    for byte in text.bytes() {
        if byte == b'=' {
            pads += 1;
            if sextets >= 2 && sextets + pads >= 4 {
                return Some(out);
            }
            continue;
        }
        let Some(value) = ALPHABET.iter().position(|&a| a == byte) else {
            continue;
        };
        pads = 0;
        group = (group << 6 | u32::try_from(value).ok()?) & 0x00FF_FFFF;
        sextets = (sextets + 1) % 4;
        let ready = match sextets {
            2 => Some(group >> 4),
            3 => Some(group >> 2),
            0 => Some(group),
            _ => None,
        };
        if let Some(ready) = ready {
            out.push(u8::try_from(ready & 0xFF).ok()?);
        }
    }
    (sextets == 0 && text.is_ascii()).then_some(out)
}

/// Replaces every text in the place of a blob by the bytes it stands for.
///
/// # Errors
/// The text that is no base64.
pub(crate) fn decode_blobs(value: &mut Value, schema: &'static Schema) -> Result<(), String> {
    match (class(schema), &mut *value) {
        (Class::Blob, Value::Str(text)) => match decode(text) {
            Some(bytes) => *value = Value::Bytes(bytes),
            None => return Err(format!("Invalid base64: \"{text}\"")),
        },
        (Class::Structure, Value::Map(map)) => {
            for member in schema.members {
                if let Some(value) = map.get_mut(member.name) {
                    decode_blobs(value, member.target)?;
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
