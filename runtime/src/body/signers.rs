//! Signers of bodies that are sent piece by piece.

use bytes::Bytes;

/// Signs the chunks of a body in sequence: each signature covers the previous one.
pub trait ChunkSigner: Send {
    /// The signature of the next chunk, in hexadecimal. The last chunk is empty.
    fn chunk(&mut self, bytes: &[u8]) -> String;

    /// The signature of the trailer, in hexadecimal: lines `name:value`, each ending in `
    /// `.
    fn trailer(&mut self, lines: &str) -> String;
}

/// Signs the messages of a stream in sequence: each signature covers the previous one.
///
/// The payload of a signed message is the frame to send; see "Event streams" in the Signature Version 4
/// documentation. [`Message`](crate::event::Message) serializes it.
pub trait EventSigner: Send {
    /// The frame of the signed message.
    ///
    /// # Errors
    /// Why it cannot be signed.
    fn sign(&mut self, frame: &[u8]) -> Result<Bytes, String>;

    /// The final frame, a signature of no payload.
    ///
    /// # Errors
    /// Like [`EventSigner::sign`].
    fn last(&mut self) -> Result<Bytes, String>;
}
