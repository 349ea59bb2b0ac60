//! What signs a body piece by piece, while it is sent.

use bytes::Bytes;

/// Signs the chunks of a body, one after the other: each signature covers the one before it.
pub trait ChunkSigner: Send {
    /// The signature of the next chunk, in hexadecimal digits. The last chunk is empty.
    fn chunk(&mut self, bytes: &[u8]) -> String;

    /// The signature of the trailer, in hexadecimal digits: lines `name:value`, each with `\n`.
    fn trailer(&mut self, lines: &str) -> String;
}

/// Signs the messages of a stream, one after the other: each signature covers the one before it.
///
/// A signed message is one whose payload is the frame to send; see "Event streams" of the Signature
/// Version 4 documentation. [`Message`](crate::event::Message) writes it.
pub trait EventSigner: Send {
    /// The frame of the signed message.
    ///
    /// # Errors
    /// Why it cannot be signed.
    fn sign(&mut self, frame: &[u8]) -> Result<Bytes, String>;

    /// The frame after the last: the signature of nothing.
    ///
    /// # Errors
    /// As [`EventSigner::sign`].
    fn last(&mut self) -> Result<Bytes, String>;
}
