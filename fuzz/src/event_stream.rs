//! Event streams: frames as they arrive, and frames with good checksums around anything.

use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::event::{Decoder, Event, Message, decode, encode};
use smithgen_runtime::{OperationSpec, Strictness};

use super::properties::{FRAME, GROWTH};
use super::shapes::{CBOR, EVENTS, REST_JSON, REST_XML};

/// Frames that are read of one input; the rest is more of the same.
const MESSAGES: usize = 64;

/// Reads the bytes.
///
/// # Panics
/// When something that must hold does not.
pub fn run(data: &[u8]) {
    let as_they_are = messages(&[data]);
    let cut = data.len() / 3;
    let (one, other) = data.split_at(cut);
    assert_eq!(
        as_they_are,
        messages(&[one, other]),
        "pieces make a difference"
    );

    let Some((first, content)) = data.split_first() else {
        return;
    };
    // The first byte tells how much of the content is headers.
    let headers = content.len() * usize::from(*first) / 255;
    let framed = frame(headers, content);
    let operation = [&REST_JSON, &REST_XML, &CBOR][data.len() % 3];
    for message in messages(&[&framed]).into_iter().chain(as_they_are) {
        let written = message.encode().expect("what was read can be written");
        assert_eq!(messages(&[&written]).first(), Some(&message));
        events(operation, &message);
    }
}

/// Whatever can be read before the first error.
fn messages(pieces: &[&[u8]]) -> Vec<Message> {
    let mut decoder = Decoder::default();
    let mut found = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        while found.len() < MESSAGES {
            match decoder.next_message() {
                Ok(Some(message)) => found.push(message),
                Ok(None) => break,
                Err(_) => return found,
            }
        }
    }
    found
}

/// Reads the message as an event, and what was written of that event again.
fn events(operation: &'static OperationSpec, message: &Message) {
    let Some(format) = operation.service().protocol().events() else {
        return;
    };
    for strictness in [Strictness::Lenient, Strictness::Strict] {
        let mut event = DynamicStructure::new(&EVENTS, Typing::Typed);
        let Ok(kind) = decode(format, operation, message, &mut event, strictness) else {
            continue;
        };
        if kind == Event::Event
            && let Ok(once) = encode(format, operation, &event)
        {
            assert!(once.payload.len() <= message.payload.len() * GROWTH + FRAME);
            let mut again = DynamicStructure::new(&EVENTS, Typing::Typed);
            decode(format, operation, &once, &mut again, strictness)
                .expect("what was written can be read");
            assert_eq!(
                encode(format, operation, &again).ok(),
                Some(once),
                "{event:?}"
            );
        }
    }
}

/// A frame with the lengths and checksums that its content needs.
fn frame(headers: usize, content: &[u8]) -> Vec<u8> {
    let lengths = [content.len() + 16, headers].map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    let mut bytes = lengths.map(u32::to_be_bytes).concat();
    bytes.extend_from_slice(&crc32(&bytes).to_be_bytes());
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(&crc32(&bytes).to_be_bytes());
    bytes
}

/// CRC-32 of IEEE 802.3, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
    !bytes
        .iter()
        .fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}
