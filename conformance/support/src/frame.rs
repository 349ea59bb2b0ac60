//! Frames of event streams, read and written on their own: what the runtime does is not judged by the runtime.
//!
//! Source: Smithy, "Amazon Event Stream Specification".

use std::collections::BTreeMap;

use serde_json::Value;

#[derive(Debug, PartialEq)]
pub(crate) struct Frame {
    /// Type and bytes of each header.
    pub(crate) headers: BTreeMap<String, (u8, Vec<u8>)>,
    pub(crate) payload: Vec<u8>,
}

impl Frame {
    /// A message that a case describes by headers and payload.
    ///
    /// # Errors
    /// A malformed header.
    pub(crate) fn described(headers: &Value, payload: Vec<u8>) -> Result<Self, String> {
        let headers = headers.as_object().into_iter().flatten();
        let headers = headers.map(|(name, value)| {
            let value = header(value).ok_or_else(|| format!("case: header {name}"))?;
            Ok((name.clone(), value))
        });
        let headers = headers.collect::<Result<_, String>>()?;
        Ok(Frame { headers, payload })
    }

    /// The bytes of the message.
    ///
    /// # Errors
    /// When something is too long.
    pub(crate) fn encode(&self) -> Result<Vec<u8>, String> {
        let long = |_| "case: a message that is too long".to_owned();
        let mut headers = Vec::new();
        for (name, (kind, value)) in &self.headers {
            headers.push(u8::try_from(name.len()).map_err(long)?);
            headers.extend(name.bytes());
            headers.push(*kind);
            if matches!(kind, 6 | 7) {
                headers.extend(u16::try_from(value.len()).map_err(long)?.to_be_bytes());
            }
            headers.extend(value);
        }
        let total = u32::try_from(16 + headers.len() + self.payload.len()).map_err(long)?;
        let mut bytes = total.to_be_bytes().to_vec();
        bytes.extend(u32::try_from(headers.len()).map_err(long)?.to_be_bytes());
        bytes.extend(crc32(&bytes).to_be_bytes());
        bytes.extend(headers);
        bytes.extend(&self.payload);
        bytes.extend(crc32(&bytes).to_be_bytes());
        Ok(bytes)
    }

    /// The text of a header.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let (kind, value) = self.headers.get(name)?;
        (*kind == 7).then(|| std::str::from_utf8(value).ok())?
    }
}

/// The frames that the bytes are.
///
/// # Errors
/// What is wrong with them.
pub(crate) fn frames(mut bytes: &[u8]) -> Result<Vec<Frame>, String> {
    let mut frames = Vec::new();
    while !bytes.is_empty() {
        frames.push(frame(&mut bytes).map_err(|e| format!("frame {}: {e}", frames.len() + 1))?);
    }
    Ok(frames)
}

fn frame(bytes: &mut &[u8]) -> Result<Frame, String> {
    let length = |bytes: &[u8]| number(bytes).and_then(|length| usize::try_from(length).ok());
    let total = bytes.get(..4).and_then(length).unwrap_or_default();
    let (whole, rest) = bytes.split_at_checked(total).ok_or("it is cut off")?;
    *bytes = rest;
    let header_bytes = whole.get(4..8).and_then(length).unwrap_or_default();
    let end = total.checked_sub(4).ok_or("it is too short")?;
    for covered in [8, end] {
        let sum = whole.get(covered..covered + 4).and_then(number);
        if whole.get(..covered).map(crc32) != sum {
            return Err(format!("the checksum at {covered} is wrong"));
        }
    }
    let headers = whole
        .get(12..12 + header_bytes)
        .ok_or("its headers are cut off")?;
    let payload = whole
        .get(12 + header_bytes..end)
        .ok_or("its payload is cut off")?;
    Ok(Frame {
        headers: headers_of(headers).ok_or("its headers are malformed")?,
        payload: payload.to_vec(),
    })
}

fn headers_of(mut bytes: &[u8]) -> Option<BTreeMap<String, (u8, Vec<u8>)>> {
    let mut headers = BTreeMap::new();
    while !bytes.is_empty() {
        let length = usize::from(*take(&mut bytes, 1)?.first()?);
        let name = String::from_utf8(take(&mut bytes, length)?.to_vec()).ok()?;
        let kind = *take(&mut bytes, 1)?.first()?;
        let length = match kind {
            0 | 1 => 0,
            2 => 1,
            3 => 2,
            4 => 4,
            5 | 8 => 8,
            6 | 7 => usize::try_from(number(take(&mut bytes, 2)?)?).ok()?,
            9 => 16,
            _ => return None,
        };
        let value = take(&mut bytes, length)?.to_vec();
        if headers.insert(name, (kind, value)).is_some() {
            return None;
        }
    }
    Some(headers)
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

/// A number of up to four bytes, the greatest first.
fn number(bytes: &[u8]) -> Option<u32> {
    let add = |sum: u32, byte: &u8| sum << 8 | u32::from(*byte);
    (bytes.len() <= 4).then(|| bytes.iter().fold(0, add))
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 {
                sum >> 1 ^ 0xedb8_8320
            } else {
                sum >> 1
            }
        })
    })
}

/// A header as cases write it: `{"string": "event"}`.
pub(crate) fn header(value: &Value) -> Option<(u8, Vec<u8>)> {
    let (kind, value) = value.as_object()?.iter().next()?;
    let integer = || value.as_i64();
    Some(match kind.as_str() {
        "boolean" => (u8::from(!value.as_bool()?), Vec::new()),
        "byte" => (2, i8::try_from(integer()?).ok()?.to_be_bytes().to_vec()),
        "short" => (3, i16::try_from(integer()?).ok()?.to_be_bytes().to_vec()),
        "integer" => (4, i32::try_from(integer()?).ok()?.to_be_bytes().to_vec()),
        "long" => (5, integer()?.to_be_bytes().to_vec()),
        "blob" => (6, crate::case::decode(value.as_str()?).ok()?.to_vec()),
        "string" => (7, value.as_str()?.as_bytes().to_vec()),
        "timestamp" => {
            let time = crate::params::timestamp(value)?;
            let millis = time.secs() * 1000 + i64::from(time.subsec_nanos() / 1_000_000);
            (8, millis.to_be_bytes().to_vec())
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_the_same() {
        let headers = serde_json::json!({":message-type": {"string": "event"}, "b": {"boolean": true}, "n": {"long": -1},
            "x": {"blob": "AP8="}, "t": {"timestamp": 1.5}});
        let frame = Frame::described(&headers, b"payload".to_vec()).unwrap();
        assert_eq!(frame.text(":message-type"), Some("event"));
        assert_eq!(frames(&frame.encode().unwrap()), Ok(vec![frame]));
        assert!(Frame::described(&serde_json::json!({"a": {"byte": 300}}), Vec::new()).is_err());
    }
}
