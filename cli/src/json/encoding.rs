//! Detects the encoding of JSON bytes, and words errors as Python does.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// Bytes that are invalid in their encoding. Displays as Python's codec errors do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    codec: &'static str,
    /// The offending byte, if it is a single one.
    byte: Option<u8>,
    range: Range<usize>,
    reason: &'static str,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DecodeError {
            codec,
            range,
            reason,
            ..
        } = self;
        match self.byte {
            Some(byte) => {
                write!(
                    f,
                    "'{codec}' codec can't decode byte 0x{byte:02x} in position {}: {reason}",
                    range.start
                )
            }
            None => write!(
                f,
                "'{codec}' codec can't decode bytes in position {}-{}: {reason}",
                range.start,
                range.end.saturating_sub(1)
            ),
        }
    }
}

impl std::error::Error for DecodeError {}

impl DecodeError {
    fn new(
        codec: &'static str,
        bytes: &[u8],
        range: Range<usize>,
        reason: &'static str,
    ) -> DecodeError {
        let byte = if range.len() == 1 {
            bytes.get(range.start).copied()
        } else {
            None
        };
        DecodeError {
            codec,
            byte,
            range,
            reason,
        }
    }
}

/// Decodes UTF-8.
///
/// # Errors
/// The first invalid sequence.
pub fn decode_utf8(bytes: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let start = error.valid_up_to();
        let Some(length) = error.error_len() else {
            return DecodeError::new("utf-8", bytes, start..bytes.len(), "unexpected end of data");
        };
        let reason = match bytes.get(start) {
            Some(0xC2..=0xF4) => "invalid continuation byte",
            _ => "invalid start byte",
        };
        DecodeError::new("utf-8", bytes, start..start + length, reason)
    })
}

/// Converts JSON bytes to UTF-8 with lone surrogates. A byte order mark or the positions of zero bytes reveal the
/// encoding.
pub(super) fn to_utf8(bytes: &[u8]) -> Result<Cow<'_, [u8]>, DecodeError> {
    let zero = |i: usize| bytes.get(i) == Some(&0);
    if bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return utf32(bytes, 4, true, "utf-32-be");
    }
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) {
        return utf32(bytes, 4, false, "utf-32-le");
    }
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return utf16(bytes, 2, true, "utf-16-be");
    }
    if bytes.starts_with(&[0xFF, 0xFE]) {
        return utf16(bytes, 2, false, "utf-16-le");
    }
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return Ok(Cow::Borrowed(rest));
    }
    match bytes.len() {
        0 | 1 => Ok(Cow::Borrowed(bytes)),
        2 if zero(0) => utf16(bytes, 0, true, "utf-16-be"),
        2 if zero(1) => utf16(bytes, 0, false, "utf-16-le"),
        2 | 3 => Ok(Cow::Borrowed(bytes)),
        _ if zero(0) && !zero(1) => utf16(bytes, 0, true, "utf-16-be"),
        _ if zero(0) => utf32(bytes, 0, true, "utf-32-be"),
        _ if zero(1) && (!zero(2) || !zero(3)) => utf16(bytes, 0, false, "utf-16-le"),
        _ if zero(1) => utf32(bytes, 0, false, "utf-32-le"),
        _ => Ok(Cow::Borrowed(bytes)),
    }
}

fn utf16<'a>(
    bytes: &'a [u8],
    skip: usize,
    big: bool,
    codec: &'static str,
) -> Result<Cow<'a, [u8]>, DecodeError> {
    let body = bytes.get(skip..).unwrap_or_default();
    if body.len() % 2 == 1 {
        let last = bytes.len() - 1;
        return Err(DecodeError::new(
            codec,
            bytes,
            last..bytes.len(),
            "truncated data",
        ));
    }
    let units = body.chunks_exact(2).filter_map(|pair| {
        let pair = <[u8; 2]>::try_from(pair).ok()?;
        Some(if big {
            u16::from_be_bytes(pair)
        } else {
            u16::from_le_bytes(pair)
        })
    });
    let mut text = Vec::with_capacity(body.len());
    for unit in char::decode_utf16(units) {
        match unit {
            Ok(c) => push_point(u32::from(c), &mut text),
            Err(lone) => push_point(u32::from(lone.unpaired_surrogate()), &mut text),
        }
    }
    Ok(Cow::Owned(text))
}

fn utf32<'a>(
    bytes: &'a [u8],
    skip: usize,
    big: bool,
    codec: &'static str,
) -> Result<Cow<'a, [u8]>, DecodeError> {
    let body = bytes.get(skip..).unwrap_or_default();
    let mut text = Vec::with_capacity(body.len());
    for (i, four) in body.chunks(4).enumerate() {
        let start = skip + 4 * i;
        let Ok(four) = <[u8; 4]>::try_from(four) else {
            return Err(DecodeError::new(
                codec,
                bytes,
                start..bytes.len(),
                "truncated data",
            ));
        };
        let point = if big {
            u32::from_be_bytes(four)
        } else {
            u32::from_le_bytes(four)
        };
        if point > 0x10_FFFF {
            let reason = "code point not in range(0x110000)";
            return Err(DecodeError::new(codec, bytes, start..start + 4, reason));
        }
        push_point(point, &mut text);
    }
    Ok(Cow::Owned(text))
}

/// Appends a code point in UTF-8; lone surrogates are encoded alike, as by Python's `surrogatepass`.
pub(super) fn push_point(point: u32, out: &mut Vec<u8>) {
    match char::from_u32(point) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        // A surrogate has 16 bits, so each of the three parts fits its byte.
        None => out.extend([
            0xE0 | ((point >> 12) & 0x0F) as u8,
            0x80 | ((point >> 6) & 0x3F) as u8,
            0x80 | (point & 0x3F) as u8,
        ]),
    }
}

/// Fails at the first sequence that is invalid even if lone surrogates are allowed.
pub(super) fn check_generalised(bytes: &[u8]) -> Result<(), DecodeError> {
    let mut done = 0;
    while let Err(error) = decode_utf8(bytes.get(done..).unwrap_or_default()) {
        let start = done + error.range.start;
        match bytes.get(start..start + 3) {
            Some([0xED, 0xA0..=0xBF, 0x80..=0xBF]) => done = start + 3,
            _ => {
                let range = start..done + error.range.end;
                return Err(DecodeError { range, ..error });
            }
        }
    }
    Ok(())
}

/// The code points of bytes that passed [`check_generalised`].
pub(super) fn code_points(bytes: &[u8]) -> Vec<u32> {
    let mut points = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let valid = match std::str::from_utf8(rest) {
            Ok(text) => text,
            Err(error) => {
                // The text before the error is valid.
                std::str::from_utf8(rest.get(..error.valid_up_to()).unwrap_or_default())
                    .unwrap_or_default()
            }
        };
        points.extend(valid.chars().map(u32::from));
        rest = rest.get(valid.len()..).unwrap_or_default();
        if let Some((&[_, b, c], after)) = rest.split_first_chunk() {
            points.push(0xD000 | (u32::from(b & 0x3F) << 6) | u32::from(c & 0x3F));
            rest = after;
        } else {
            break;
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_those_of_pythons_codecs() {
        for (bytes, want) in [
            (
                &b"\"\xe9\""[..],
                "'utf-8' codec can't decode byte 0xe9 in position 1: invalid continuation byte",
            ),
            (
                b"\"\xc3",
                "'utf-8' codec can't decode byte 0xc3 in position 1: unexpected end of data",
            ),
            (
                b"\"\xf0\x9f\x98",
                "'utf-8' codec can't decode bytes in position 1-3: unexpected end of data",
            ),
            (
                b"a\xff",
                "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte",
            ),
            (
                b"a\x80",
                "'utf-8' codec can't decode byte 0x80 in position 1: invalid start byte",
            ),
            (
                b"\xf0\x9f\x98a",
                "'utf-8' codec can't decode bytes in position 0-2: invalid continuation byte",
            ),
        ] {
            assert_eq!(decode_utf8(bytes).unwrap_err().to_string(), want);
        }
    }

    #[test]
    fn surrogates_pass_and_come_back() {
        let bytes = b"a\xed\xa0\x80\0\xed\xb0\x80\xc3\xa9";
        assert!(check_generalised(bytes).is_ok());
        assert_eq!(code_points(bytes), [0x61, 0xD800, 0, 0xDC00, 0xE9]);
        assert!(check_generalised(b"\xed\xa0").is_err());
        assert!(check_generalised(b"\xed\xa0\x80\xff").is_err());
    }
}
