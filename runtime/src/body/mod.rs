//! Bodies of messages: bytes in memory, or a stream.

mod error;
mod signers;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};

pub use error::{TransportError, TransportErrorKind};
pub use signers::{ChunkSigner, EventSigner};

/// A body.
#[derive(Default)]
pub struct Body(Inner);

enum Inner {
    Bytes(Bytes),
    Stream(Pin<Box<dyn BodyStream>>),
}

impl Default for Inner {
    fn default() -> Self {
        Inner::Bytes(Bytes::new())
    }
}

/// Bytes that arrive piece by piece.
pub trait BodyStream: Send {
    /// The next piece; `None` at the end. Not called again after the end or an error.
    fn poll_piece(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>>;

    /// The number of remaining bytes, if known.
    fn remaining(&self) -> Option<u64> {
        None
    }

    /// The trailer fields, available at the end. Source: RFC 9110, section 6.5.
    fn trailers(&self) -> Option<&http::HeaderMap> {
        None
    }
}

impl Body {
    /// A body from a stream.
    pub fn stream(stream: impl BodyStream + 'static) -> Self {
        Body(Inner::Stream(Box::pin(stream)))
    }

    /// The bytes, if they are in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Bytes(bytes) => Some(bytes),
            Inner::Stream(_) => None,
        }
    }

    /// The number of remaining bytes, if known.
    pub fn remaining(&self) -> Option<u64> {
        match &self.0 {
            Inner::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Inner::Stream(stream) => stream.remaining(),
        }
    }

    /// The trailer fields, once the bytes have been read.
    pub fn trailers(&self) -> Option<&http::HeaderMap> {
        match &self.0 {
            Inner::Bytes(_) => None,
            Inner::Stream(stream) => stream.trailers(),
        }
    }

    /// The next piece; `None` at the end.
    pub fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        match &mut self.0 {
            Inner::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Inner::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Inner::Stream(stream) => stream.as_mut().poll_piece(context),
        }
    }

    /// Reads the whole body.
    ///
    /// # Errors
    /// The stream fails before its end.
    pub async fn collect(self) -> Result<Bytes, TransportError> {
        self.collect_within(u64::MAX).await
    }

    /// Reads the whole body, with a limit on its size.
    ///
    /// # Errors
    /// [`TransportErrorKind::TooLarge`] as soon as the limit is or will be exceeded; the stream fails before its
    /// end.
    pub async fn collect_within(mut self, limit: u64) -> Result<Bytes, TransportError> {
        if self.remaining().is_some_and(|length| length > limit) {
            return Err(too_large(limit));
        }
        let mut left = limit;
        let Some(first) = self.next_within(&mut left, limit).await? else {
            return Ok(Bytes::new());
        };
        let Some(second) = self.next_within(&mut left, limit).await? else {
            return Ok(first);
        };
        let mut all = BytesMut::from(first);
        all.extend_from_slice(&second);
        while let Some(piece) = self.next_within(&mut left, limit).await? {
            all.extend_from_slice(&piece);
        }
        Ok(all.freeze())
    }

    async fn next_within(
        &mut self,
        left: &mut u64,
        limit: u64,
    ) -> Result<Option<Bytes>, TransportError> {
        let piece = self.next().await.transpose()?;
        let length = piece.as_ref().map_or(0, Bytes::len);
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        *left = left.checked_sub(length).ok_or_else(|| too_large(limit))?;
        Ok(piece)
    }

    /// Waits for the next piece; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| self.poll_piece(context)).await
    }
}

fn too_large(limit: u64) -> TransportError {
    let reason = format!("more than the {limit} bytes allowed");
    TransportError::new(TransportErrorKind::TooLarge, "").because(reason)
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Body(Inner::Bytes(bytes))
    }
}

impl fmt::Debug for Body {
    /// Shows only the length: a body may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.remaining() {
            Some(length) => write!(f, "Body({length} bytes)"),
            None => f.write_str("Body(stream)"),
        }
    }
}
