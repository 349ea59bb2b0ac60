//! Frames of `application/vnd.amazon.eventstream`: headers and a payload with lengths and checksums.
//!
//! Source: "Amazon Event Stream Specification" of Smithy 2.0. All numbers are big-endian:
//! `total length u32, headers length u32, CRC-32 of both, headers, payload, CRC-32 of all before`.

use std::fmt;

use bytes::{Buf, Bytes, BytesMut};

use crate::limits::{EVENT_BYTES as LONGEST, EVENT_HEADER_BYTES as VALUE};
use crate::value::DateTime;

/// Size of the lengths and their checksum.
const PRELUDE: usize = 12;
/// Size of a frame without headers and payload.
const EMPTY: usize = PRELUDE + 4;

/// One frame.
#[derive(Clone, Default, PartialEq)]
pub struct Message {
    /// The headers in order.
    pub headers: Vec<(String, HeaderValue)>,
    /// The payload.
    pub payload: Bytes,
}

impl fmt::Debug for Message {
    /// Omits the payload and header values, which may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Message")
            .field("headers", &names)
            .field("payload", &format_args!("{} bytes", self.payload.len()))
            .finish()
    }
}

/// The value of a header.
#[derive(Clone, Debug, PartialEq)]
pub enum HeaderValue {
    /// True or false.
    Bool(bool),
    /// 8-bit signed integer.
    Byte(i8),
    /// 16-bit signed integer.
    Short(i16),
    /// 32-bit signed integer.
    Integer(i32),
    /// 64-bit signed integer.
    Long(i64),
    /// At most 32,767 bytes.
    Blob(Bytes),
    /// At most 32,767 bytes of UTF-8.
    Text(String),
    /// An instant, in milliseconds on the wire.
    Timestamp(DateTime),
    /// A UUID.
    Uuid([u8; 16]),
}

/// Why bytes are not a valid frame, or a message does not fit in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameError(pub(crate) &'static str);

impl std::fmt::Display for FrameError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for FrameError {}

impl Message {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&HeaderValue> {
        let mut headers = self.headers.iter();
        headers.find(|(known, _)| known == name).map(|(_, v)| v)
    }

    /// The text of a header; `None` if it is absent or of another type.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.header(name) {
            Some(HeaderValue::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn push_text(&mut self, name: &str, value: impl Into<String>) {
        let value = HeaderValue::Text(value.into());
        self.headers.push((name.to_owned(), value));
    }

    /// Serializes the frame.
    ///
    /// # Errors
    /// A header's name or value, or the whole frame, is too long.
    pub fn encode(&self) -> Result<Bytes, FrameError> {
        let mut out = vec![0; PRELUDE];
        for (name, value) in &self.headers {
            let length = u8::try_from(name.len()).ok().filter(|length| *length > 0);
            out.push(length.ok_or(FrameError("a header's name has 1 to 255 bytes"))?);
            out.extend_from_slice(name.as_bytes());
            value.encode(&mut out)?;
        }
        let headers = out.len() - PRELUDE;
        out.extend_from_slice(&self.payload);
        let too_long = FrameError("longer than a frame can be");
        let total = u32::try_from(out.len() + 4).map_err(|_| too_long)?;
        let headers = u32::try_from(headers).map_err(|_| too_long)?;
        let mut prelude = [0; 8];
        let (first, second) = prelude.split_at_mut(4);
        first.copy_from_slice(&total.to_be_bytes());
        second.copy_from_slice(&headers.to_be_bytes());
        let crc = crc32fast::hash(&prelude).to_be_bytes();
        for (place, byte) in out.iter_mut().zip(prelude.into_iter().chain(crc)) {
            *place = byte;
        }
        out.extend_from_slice(&crc32fast::hash(&out).to_be_bytes());
        Ok(out.into())
    }
}

impl HeaderValue {
    fn encode(&self, out: &mut Vec<u8>) -> Result<(), FrameError> {
        let (kind, bytes): (u8, &[u8]) = match self {
            HeaderValue::Bool(true) => (0, &[]),
            HeaderValue::Bool(false) => (1, &[]),
            HeaderValue::Byte(value) => (2, &value.to_be_bytes()),
            HeaderValue::Short(value) => (3, &value.to_be_bytes()),
            HeaderValue::Integer(value) => (4, &value.to_be_bytes()),
            HeaderValue::Long(value) => (5, &value.to_be_bytes()),
            HeaderValue::Blob(value) => (6, value),
            HeaderValue::Text(value) => (7, value.as_bytes()),
            HeaderValue::Timestamp(value) => (8, &millis(*value)?.to_be_bytes()),
            HeaderValue::Uuid(value) => (9, value),
        };
        out.push(kind);
        if matches!(kind, 6 | 7) {
            let length = u16::try_from(bytes.len()).ok();
            let length = length.filter(|length| usize::from(*length) <= VALUE);
            let length = length.ok_or(FrameError("a header's value has at most 32767 bytes"))?;
            out.extend_from_slice(&length.to_be_bytes());
        }
        out.extend_from_slice(bytes);
        Ok(())
    }

    fn decode(bytes: &mut Bytes) -> Result<Self, FrameError> {
        let short = |_| FrameError("a header that is cut off");
        let kind = bytes.try_get_u8().map_err(short)?;
        Ok(match kind {
            0 => HeaderValue::Bool(true),
            1 => HeaderValue::Bool(false),
            2 => HeaderValue::Byte(bytes.try_get_i8().map_err(short)?),
            3 => HeaderValue::Short(bytes.try_get_i16().map_err(short)?),
            4 => HeaderValue::Integer(bytes.try_get_i32().map_err(short)?),
            5 => HeaderValue::Long(bytes.try_get_i64().map_err(short)?),
            6 => HeaderValue::Blob(sized(bytes)?),
            7 => HeaderValue::Text(text(sized(bytes)?)?),
            8 => {
                let millis = bytes.try_get_i64().map_err(short)?;
                let nanos = u32::try_from(millis.rem_euclid(1000) * 1_000_000).unwrap_or(0);
                HeaderValue::Timestamp(DateTime::new(millis.div_euclid(1000), nanos))
            }
            9 => HeaderValue::Uuid(bytes.try_get_u128().map_err(short)?.to_be_bytes()),
            _ => return Err(FrameError("a header of an unknown type")),
        })
    }
}

fn millis(value: DateTime) -> Result<i64, FrameError> {
    // The earliest timestamp, rounded down to seconds, does not fit 64 bits in milliseconds.
    let millis = i128::from(value.secs()) * 1000 + i128::from(value.subsec_nanos() / 1_000_000);
    i64::try_from(millis).map_err(|_| FrameError("an instant too far away for milliseconds"))
}

/// The bytes that follow a length.
fn sized(bytes: &mut Bytes) -> Result<Bytes, FrameError> {
    let short = FrameError("a header that is cut off");
    let length = usize::from(bytes.try_get_u16().map_err(|_| short)?);
    if length > VALUE {
        return Err(FrameError("a header's value has at most 32767 bytes"));
    }
    match bytes.len() >= length {
        true => Ok(bytes.split_to(length)),
        false => Err(short),
    }
}

fn text(bytes: Bytes) -> Result<String, FrameError> {
    String::from_utf8(bytes.into()).map_err(|_| FrameError("a header's text that is not UTF-8"))
}

/// Splits bytes that arrive in pieces into messages. Buffers only what has arrived.
#[derive(Default)]
pub struct Decoder {
    buffer: BytesMut,
}

impl fmt::Debug for Decoder {
    /// Omits the buffered bytes, which may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder").finish_non_exhaustive()
    }
}

impl Decoder {
    /// Appends bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Whether a frame is incomplete.
    pub fn is_inside(&self) -> bool {
        !self.buffer.is_empty()
    }

    /// The next message; `None` until it is complete. After an error, nothing more can be read.
    ///
    /// # Errors
    /// The bytes are not a valid frame.
    pub fn next_message(&mut self) -> Result<Option<Message>, FrameError> {
        let Some(prelude) = self.buffer.get(..PRELUDE) else {
            return Ok(None);
        };
        let (lengths, mut crc) = prelude.split_at(8);
        if crc32fast::hash(lengths) != crc.get_u32() {
            return Err(FrameError("the checksum of the lengths is wrong"));
        }
        let mut lengths = lengths;
        let total = usize::try_from(lengths.get_u32()).unwrap_or(usize::MAX);
        let headers = usize::try_from(lengths.get_u32()).unwrap_or(usize::MAX);
        if total < EMPTY || headers > total - EMPTY {
            return Err(FrameError("lengths that do not fit each other"));
        }
        if total > LONGEST {
            return Err(FrameError("longer than a message may be"));
        }
        if self.buffer.len() < total {
            return Ok(None);
        }
        let mut frame = self.buffer.split_to(total).freeze();
        let mut crc = frame.split_off(total - 4);
        if crc32fast::hash(&frame) != crc.get_u32() {
            return Err(FrameError("the checksum of the message is wrong"));
        }
        frame.advance(PRELUDE);
        let headers = read_headers(frame.split_to(headers))?;
        Ok(Some(Message {
            headers,
            payload: frame,
        }))
    }
}

fn read_headers(mut bytes: Bytes) -> Result<Vec<(String, HeaderValue)>, FrameError> {
    let mut headers: Vec<(String, HeaderValue)> = Vec::new();
    while !bytes.is_empty() {
        let length = usize::from(bytes.get_u8());
        if length == 0 || bytes.len() < length {
            return Err(FrameError("a header that is cut off"));
        }
        let name = text(bytes.split_to(length))?;
        headers.push((name, HeaderValue::decode(&mut bytes)?));
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Message {
        let header = |name: &str, value| (name.to_owned(), value);
        Message {
            headers: vec![
                header("yes", HeaderValue::Bool(true)),
                header("no", HeaderValue::Bool(false)),
                header("b", HeaderValue::Byte(-1)),
                header("s", HeaderValue::Short(-2)),
                header("i", HeaderValue::Integer(-3)),
                header("l", HeaderValue::Long(-4)),
                header("blob", HeaderValue::Blob(Bytes::from_static(b"\x00\xff"))),
                header("text", HeaderValue::Text("é".to_owned())),
                header(
                    "time",
                    HeaderValue::Timestamp(DateTime::new(-1, 500_000_000)),
                ),
                header("uuid", HeaderValue::Uuid([7; 16])),
            ],
            payload: Bytes::from_static(b"payload"),
        }
    }

    fn decode(bytes: &[u8]) -> Result<Option<Message>, FrameError> {
        let mut decoder = Decoder::default();
        decoder.push(bytes);
        decoder.next_message()
    }

    #[test]
    fn what_is_written_is_read() {
        let frame = sample().encode().unwrap();
        assert_eq!(decode(&frame), Ok(Some(sample())));
        let empty = Message::default().encode().unwrap();
        assert_eq!(empty.len(), EMPTY);
        assert_eq!(decode(&empty), Ok(Some(Message::default())));
    }

    #[test]
    fn the_earliest_and_the_latest_instant_come_back() {
        for millis in [i64::MIN, -1, i64::MAX] {
            let mut bytes = vec![8];
            bytes.extend_from_slice(&millis.to_be_bytes());
            let value = HeaderValue::decode(&mut Bytes::from(bytes.clone())).unwrap();
            let mut again = Vec::new();
            value.encode(&mut again).unwrap();
            assert_eq!(again, bytes);
        }
    }

    #[test]
    fn messages_may_arrive_byte_by_byte() {
        let mut two = sample().encode().unwrap().to_vec();
        two.extend_from_slice(&Message::default().encode().unwrap());
        let mut decoder = Decoder::default();
        let mut found = Vec::new();
        for byte in two {
            decoder.push(&[byte]);
            found.extend(decoder.next_message().unwrap());
        }
        assert_eq!(found, [sample(), Message::default()]);
        assert!(!decoder.is_inside());
    }

    #[test]
    fn every_changed_bit_is_noticed() {
        let frame = sample().encode().unwrap();
        for bit in 0..frame.len() * 8 {
            let mut changed = frame.to_vec();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(decode(&changed).is_err(), "bit {bit}");
        }
        for end in 0..frame.len() {
            assert_eq!(decode(&frame[..end]), Ok(None), "cut at {end}");
        }
    }

    /// Frames with valid checksums but invalid content.
    #[test]
    fn hostile_frames_are_errors() {
        let frame = |total: u32, headers: u32, content: &[u8]| {
            let mut bytes = total.to_be_bytes().to_vec();
            bytes.extend_from_slice(&headers.to_be_bytes());
            bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
            bytes.extend_from_slice(content);
            bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
            bytes
        };
        for (total, headers) in [(0, 0), (15, 0), (16, 1), (u32::MAX, u32::MAX)] {
            assert!(decode(&frame(total, headers, &[])).is_err());
        }
        // An announced length is not reserved in advance, and one beyond the limit is rejected at once.
        assert_eq!(decode(&frame(LONGEST as u32, 0, &[])), Ok(None));
        assert!(decode(&frame(LONGEST as u32 + 1, 0, &[])).is_err());
        for content in [
            &[0][..],
            &[5, b'a'],
            &[1, b'a'],
            &[1, b'a', 10],
            &[1, b'a', 4, 0, 0],
            &[1, b'a', 7, 0, 9, b'x'],
            &[1, b'a', 7, 0, 1, 0xff],
            &[1, 0xff, 0],
        ] {
            let length = u32::try_from(content.len()).unwrap();
            let bytes = frame(16 + length, length, content);
            assert!(decode(&bytes).is_err(), "{content:?}");
        }
    }

    #[test]
    fn what_fits_no_frame_is_an_error() {
        let with = |name: &str, value| Message {
            headers: vec![(name.to_owned(), value)],
            ..Message::default()
        };
        assert!(with("", HeaderValue::Bool(true)).encode().is_err());
        let long = "x".repeat(256);
        assert!(with(&long, HeaderValue::Bool(true)).encode().is_err());
        let text = |length| HeaderValue::Text("x".repeat(length));
        let longest = with("a", text(VALUE));
        let frame = longest.encode().unwrap();
        assert_eq!(decode(&frame), Ok(Some(longest)));
        assert!(with("a", text(VALUE + 1)).encode().is_err());
        let far = HeaderValue::Timestamp(DateTime::new(i64::MAX, 0));
        assert!(with("a", far).encode().is_err());
    }
}
