//! The body of a request that streams: what is read, and what becomes of it on its way.

use crate::transport::{Body, TransportError, TransportErrorKind};
use crate::value::ByteStream;

#[cfg(feature = "checksums")]
use crate::operation::ChecksumAlgorithm;

/// The body of a request that streams.
#[derive(Clone, Debug)]
pub struct Payload {
    pub(super) stream: ByteStream,
    #[cfg(feature = "compression")]
    pub(super) gzip: bool,
    /// The checksum after the body, which is sent in chunks.
    #[cfg(feature = "checksums")]
    pub(super) trailer: Option<ChecksumAlgorithm>,
    /// Headers that are made of the whole body, before it is sent.
    #[cfg(feature = "checksums")]
    pub(super) ahead: Vec<super::checksum::Ahead>,
}

impl Payload {
    pub(super) fn new(stream: ByteStream) -> Self {
        Payload {
            stream,
            #[cfg(feature = "compression")]
            gzip: false,
            #[cfg(feature = "checksums")]
            trailer: None,
            #[cfg(feature = "checksums")]
            ahead: Vec::new(),
        }
    }

    /// Whether the body can be sent more than once.
    pub fn is_replayable(&self) -> bool {
        self.stream.is_replayable()
    }

    /// The body from its start, as it is sent.
    ///
    /// # Errors
    /// When it can no longer be read.
    pub fn open(&self) -> Result<Body, TransportError> {
        let body = self.content()?;
        #[cfg(feature = "checksums")]
        if let Some(algorithm) = self.trailer {
            return Ok(Body::stream(super::chunked::Chunked::new(body, algorithm)));
        }
        Ok(body)
    }

    /// The body without the chunks it is sent in.
    pub(super) fn content(&self) -> Result<Body, TransportError> {
        let body = self
            .stream
            .open()
            .map_err(|error| TransportError::new(TransportErrorKind::Body, "").because(error))?;
        #[cfg(feature = "compression")]
        if self.gzip {
            return Ok(Body::stream(super::gzip::Gzip::new(body)));
        }
        Ok(body)
    }

    /// Reads the body once for the headers that need it, where any do.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) async fn headers_of_body(
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
        let _ = headers;
        Ok(())
    }
}
