//! Text encodings by their Python names: the values of `AWS_CLI_FILE_ENCODING` and `AWS_CLI_OUTPUT_ENCODING`.
//!
//! The WHATWG tables differ from Python's in every multibyte encoding and in the meaning of names such as
//! `latin-1`, and they lack DOS, EBCDIC and JIS X 0213 encodings. So `make.py` generates all tables from Python
//! itself.

mod escapes;
mod iso2022;
mod multibyte;
mod names;
mod punycode;
mod tables;
mod unicode;

use crate::value::Value;
use iso2022::Variant;
use multibyte::Multibyte;
use names::Found;
use unicode::Order;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    #[default]
    Utf8,
    /// With a byte order mark.
    Utf8Signed,
    Utf7,
    Utf16(Order),
    Utf32(Order),
    /// An encoding with a table, at this index in the list of names.
    Table(usize),
    Hz,
    Iso2022(Variant),
    UnicodeEscape,
    RawUnicodeEscape,
    Punycode,
    Idna,
    /// Maps every byte to the code point of the same number.
    Charmap,
    /// Python's `undefined`, which refuses everything.
    Undefined,
}

/// Why bytes could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The bytes are invalid in the encoding.
    Undecodable,
    /// The encoding itself is unusable; Python's message.
    Refused(String),
}

/// What to do with characters that the encoding lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lacking {
    /// Fail.
    Refused,
    /// Write a question mark for each.
    Replaced,
}

/// Decoded code points, possibly with lone surrogates.
type Decoded = Result<Vec<u32>, Fault>;

impl Encoding {
    /// Looks up an encoding by name, as Python does.
    ///
    /// # Errors
    /// Python's message for an unknown name, or for a codec that is not a text encoding.
    pub(crate) fn named(name: &str) -> Result<Encoding, String> {
        // The locale's encoding, which is UTF-8 wherever the reference runs.
        if name == "locale" {
            return Ok(Encoding::Utf8);
        }
        match names::find(name) {
            Some(Found::Table(place)) => Ok(Encoding::Table(place)),
            Some(Found::Text(module)) => {
                Encoding::of_module(module).ok_or_else(|| format!("unknown encoding: {name}"))
            }
            Some(Found::Other) => Err(format!(
                "'{name}' is not a text encoding; use codecs.open() to handle arbitrary codecs"
            )),
            None => Err(format!("unknown encoding: {name}")),
        }
    }

    fn of_module(module: &str) -> Option<Encoding> {
        Some(match module {
            "utf_8" => Encoding::Utf8,
            "utf_8_sig" => Encoding::Utf8Signed,
            "utf_7" => Encoding::Utf7,
            "utf_16" => Encoding::Utf16(Order::Marked),
            "utf_16_le" => Encoding::Utf16(Order::Little),
            "utf_16_be" => Encoding::Utf16(Order::Big),
            "utf_32" => Encoding::Utf32(Order::Marked),
            "utf_32_le" => Encoding::Utf32(Order::Little),
            "utf_32_be" => Encoding::Utf32(Order::Big),
            "hz" => Encoding::Hz,
            "unicode_escape" => Encoding::UnicodeEscape,
            "raw_unicode_escape" => Encoding::RawUnicodeEscape,
            "punycode" => Encoding::Punycode,
            "idna" => Encoding::Idna,
            "charmap" => Encoding::Charmap,
            "undefined" => Encoding::Undefined,
            other => Encoding::Iso2022(Variant::of_module(other)?),
        })
    }

    /// Decodes bytes.
    ///
    /// # Errors
    /// The bytes are not valid in this encoding.
    pub(crate) fn decode(self, bytes: Vec<u8>) -> Result<Value, Fault> {
        let points = match self {
            Encoding::Utf8 => return utf8(bytes),
            // Python's incremental decoder waits for the rest of an incomplete mark.
            Encoding::Utf8Signed if bytes == b"\xef" || bytes == b"\xef\xbb" => {
                return utf8(Vec::new());
            }
            Encoding::Utf8Signed if bytes.starts_with(b"\xef\xbb\xbf") => {
                return utf8(bytes.get(3..).unwrap_or_default().to_vec());
            }
            Encoding::Utf8Signed => return utf8(bytes),
            Encoding::Utf7 => unicode::decode_utf7(&bytes),
            Encoding::Utf16(order) => unicode::decode_utf16(&bytes, order),
            Encoding::Utf32(order) => unicode::decode_utf32(&bytes, order),
            Encoding::Table(place) => Multibyte::load(place).decode(&bytes),
            Encoding::Hz => iso2022::decode_hz(&bytes),
            Encoding::Iso2022(variant) => variant.decode(&bytes),
            Encoding::UnicodeEscape => escapes::decode(&bytes),
            Encoding::RawUnicodeEscape => escapes::decode_raw(&bytes),
            Encoding::Punycode => punycode::decode(&bytes),
            Encoding::Idna => punycode::decode_idna(&bytes),
            Encoding::Charmap => Ok(bytes.iter().map(|&byte| u32::from(byte)).collect()),
            Encoding::Undefined => Err(Fault::Refused("undefined encoding".to_owned())),
        };
        Ok(Value::from_code_points(&points?))
    }

    /// Encodes text, with a question mark for each character that the encoding lacks.
    pub(crate) fn encode_lossy(self, text: &str) -> Vec<u8> {
        self.encode(text, Lacking::Replaced).unwrap_or_default()
    }

    /// Encodes text.
    ///
    /// # Errors
    /// Python's message for characters that the encoding lacks.
    pub(crate) fn encode_strict(self, text: &str) -> Result<Vec<u8>, String> {
        self.encode(text, Lacking::Refused)
    }

    fn encode(self, text: &str, lacking: Lacking) -> Result<Vec<u8>, String> {
        let points: Vec<char> = match self {
            Encoding::Utf8 => return Ok(text.as_bytes().to_vec()),
            Encoding::Utf8Signed => return Ok([b"\xef\xbb\xbf", text.as_bytes()].concat()),
            _ => text.chars().collect(),
        };
        match self {
            Encoding::Utf8 | Encoding::Utf8Signed => Ok(text.as_bytes().to_vec()),
            Encoding::Utf7 => Ok(unicode::encode_utf7(text)),
            Encoding::Utf16(order) => Ok(unicode::encode_utf16(text, order)),
            Encoding::Utf32(order) => Ok(unicode::encode_utf32(text, order)),
            Encoding::Table(place) => Multibyte::load(place).encode(&points, lacking),
            Encoding::Hz => iso2022::encode_hz(&points, lacking),
            Encoding::Iso2022(variant) => variant.encode(&points, lacking),
            Encoding::UnicodeEscape => Ok(escapes::encode(text)),
            Encoding::RawUnicodeEscape => Ok(escapes::encode_raw(text)),
            Encoding::Punycode => Ok(punycode::encode(&points)),
            Encoding::Idna => punycode::encode_idna(text),
            Encoding::Charmap => multibyte::latin(&points, lacking),
            Encoding::Undefined => Err("undefined encoding".to_owned()),
        }
    }
}

fn utf8(bytes: Vec<u8>) -> Result<Value, Fault> {
    String::from_utf8(bytes)
        .map(Value::Str)
        .map_err(|_| Fault::Undecodable)
}

/// `\xe9`, `\u20ac` or `\U0001f600`, as Python's messages show an unencodable character.
fn shown(c: char) -> String {
    match u32::from(c) {
        point @ 0..0x100 => format!("\\x{point:02x}"),
        point @ 0..0x1_0000 => format!("\\u{point:04x}"),
        point => format!("\\U{point:08x}"),
    }
}

/// Python's message for a range of characters that an encoding lacks.
fn complaint(codec: &str, text: &[char], from: usize, to: usize, reason: &str) -> String {
    if let (Some(&c), true) = (text.get(from), to == from + 1) {
        let shown = shown(c);
        return format!(
            "'{codec}' codec can't encode character '{shown}' in position {from}: {reason}"
        );
    }
    format!(
        "'{codec}' codec can't encode characters in position {from}-{}: {reason}",
        to - 1
    )
}

/// Reads the name of an encoding from the environment.
///
/// # Errors
/// Python's message for bytes that are not UTF-8.
pub(crate) fn name_from_os(name: &std::ffi::OsStr) -> Result<String, String> {
    if let Some(name) = name.to_str() {
        return Ok(name.to_owned());
    }
    let value = Value::from_os_bytes(name.as_encoded_bytes());
    Err(not_unicode(&value.code_points().unwrap_or_default()))
}

/// Python's message for text with lone surrogates, which UTF-8 cannot encode.
pub(crate) fn not_unicode(points: &[u32]) -> String {
    let is_lone = |point: &u32| (0xD800..0xE000).contains(point);
    let from = points.iter().position(is_lone).unwrap_or(0);
    let count = points.iter().skip(from).take_while(|p| is_lone(p)).count();
    match points.get(from) {
        Some(point) if count == 1 => format!(
            "'utf-8' codec can't encode character {} in position {from}: surrogates not allowed",
            format_args!("'\\u{point:04x}'")
        ),
        _ => format!(
            "'utf-8' codec can't encode characters in position {from}-{}: surrogates not allowed",
            (from + count).saturating_sub(1)
        ),
    }
}

#[cfg(test)]
mod tests;
