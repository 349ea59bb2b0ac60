//! The body of a streaming request: its source and how it is transformed.

use super::chunked::Chunked;
use super::length::Measured;
use crate::body::{Body, ChunkSigner, EventSigner, TransportError, TransportErrorKind};
use crate::value::ByteStream;

#[cfg(feature = "event-streams")]
use crate::event::EventSource;
#[cfg(feature = "checksums")]
use crate::operation::ChecksumAlgorithm;

/// The body of a streaming request.
#[derive(Clone)]
pub struct Payload {
    pub(super) stream: ByteStream,
    /// The number of bytes that the stream must have, if known.
    length: Option<u64>,
    #[cfg(feature = "event-streams")]
    events: Option<EventSource>,
    #[cfg(feature = "compression")]
    pub(super) gzip: bool,
    /// The checksum after the body, which is sent in chunks.
    #[cfg(feature = "checksums")]
    pub(super) trailer: Option<ChecksumAlgorithm>,
    /// Headers computed from the whole body before it is sent.
    #[cfg(feature = "checksums")]
    pub(super) ahead: Vec<super::checksum::Ahead>,
}

impl Payload {
    pub(super) fn new(stream: ByteStream, length: Option<u64>) -> Self {
        Payload {
            stream,
            length,
            #[cfg(feature = "event-streams")]
            events: None,
            #[cfg(feature = "compression")]
            gzip: false,
            #[cfg(feature = "checksums")]
            trailer: None,
            #[cfg(feature = "checksums")]
            ahead: Vec::new(),
        }
    }

    #[cfg(feature = "event-streams")]
    pub(super) fn events(events: EventSource) -> Self {
        Payload {
            events: Some(events),
            ..Payload::new(ByteStream::default(), None)
        }
    }

    /// Whether the body can be sent more than once.
    pub fn is_replayable(&self) -> bool {
        !self.is_event_stream() && self.stream.is_replayable()
    }

    /// Whether the body is an event stream.
    pub fn is_event_stream(&self) -> bool {
        #[cfg(feature = "event-streams")]
        return self.events.is_some();
        #[cfg(not(feature = "event-streams"))]
        false
    }

    /// Opens the event stream, with signed events if there is a signer.
    ///
    /// # Errors
    /// It can no longer be read.
    pub fn open_signed(
        &self,
        signer: Option<Box<dyn EventSigner>>,
    ) -> Result<Body, TransportError> {
        #[cfg(feature = "event-streams")]
        if let Some(events) = &self.events {
            return Ok(events.open(signer));
        }
        let _ = signer;
        self.open()
    }

    /// Opens the body from its start, as it is sent.
    ///
    /// # Errors
    /// It can no longer be read.
    pub fn open(&self) -> Result<Body, TransportError> {
        #[cfg(feature = "event-streams")]
        if let Some(events) = &self.events {
            return Ok(events.open(None));
        }
        let body = self.content()?;
        #[cfg(feature = "checksums")]
        if let Some(algorithm) = self.trailer {
            let chunked = Chunked::new(body).trailer(Some(algorithm));
            return Ok(Body::stream(chunked));
        }
        Ok(body)
    }

    /// Opens the body in signed chunks.
    ///
    /// # Errors
    /// It can no longer be read.
    pub fn open_in_chunks(&self, signer: Box<dyn ChunkSigner>) -> Result<Body, TransportError> {
        let chunked = Chunked::new(self.content()?).signer(signer);
        #[cfg(feature = "checksums")]
        let chunked = chunked.trailer(self.trailer);
        Ok(Body::stream(chunked))
    }

    /// Opens the body without chunk framing.
    ///
    /// # Errors
    /// It can no longer be read.
    pub fn content(&self) -> Result<Body, TransportError> {
        let body = self
            .stream
            .open()
            .map_err(|error| TransportError::new(TransportErrorKind::Body, "").because(error))?;
        let body = match self.length {
            Some(length) => Body::stream(Measured::new(body, length)),
            None => body,
        };
        #[cfg(feature = "compression")]
        if self.gzip {
            return Ok(Body::stream(super::gzip::Gzip::new(body)));
        }
        Ok(body)
    }

    /// Reads the body once if headers depend on it, or if it was announced as empty: a transport does not request
    /// the bytes of an empty body.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn headers_of_body(
        &self,
        headers: &mut http::HeaderMap,
    ) -> Result<(), TransportError> {
        #[cfg(feature = "checksums")]
        if !self.ahead.is_empty() {
            let mut digests: Vec<_> = self.ahead.iter().map(|ahead| ahead.start()).collect();
            let mut body = self.content()?;
            while let Some(piece) = body.next().await.transpose()? {
                digests.iter_mut().for_each(|digest| digest.update(&piece));
            }
            for (ahead, digest) in self.ahead.iter().zip(digests) {
                ahead.set(headers, digest);
            }
        }
        if self.length == Some(0) {
            let mut body = self.content()?;
            while body.next().await.transpose()?.is_some() {}
        }
        let _ = headers;
        Ok(())
    }
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.is_event_stream() {
            true => f.write_str("Payload(events)"),
            false => write!(f, "Payload({:?})", self.stream),
        }
    }
}
