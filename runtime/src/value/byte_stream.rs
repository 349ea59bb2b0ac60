//! A `@streaming` blob: bytes in memory, or bytes that are read on demand.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;

use crate::body::{Body, BodyStream, TransportError, TransportErrorKind};

/// Opens the same bytes repeatedly, so that a request can be retried.
pub trait ByteSource: Send + Sync {
    /// Opens the bytes at their start.
    ///
    /// # Errors
    /// They can no longer be read.
    fn open(&self) -> std::io::Result<Body>;

    /// The number of bytes, if known.
    fn length(&self) -> Option<u64>;
}

/// The value of a `@streaming` blob.
///
/// To send, create it from bytes, a file, or anything that produces bytes piece by piece. To receive, read it piece
/// by piece with [`ByteStream::next`], or at once with [`ByteStream::collect`].
///
/// Clones share the source: bytes in memory and a [`ByteSource`] can be read by each, a stream by only one of them.
#[derive(Clone, Default)]
pub struct ByteStream(Inner);

#[derive(Clone)]
enum Inner {
    Bytes(Bytes),
    Source(Arc<dyn ByteSource>),
    Once(Arc<Once>),
}

struct Once {
    body: Mutex<Body>,
    length: Option<u64>,
}

impl Default for Inner {
    fn default() -> Self {
        Inner::Bytes(Bytes::new())
    }
}

impl ByteStream {
    /// Static bytes in memory.
    pub fn from_static(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }

    /// Bytes that can be read repeatedly, so that a request with them can be retried.
    pub fn from_source(source: impl ByteSource + 'static) -> Self {
        ByteStream(Inner::Source(Arc::new(source)))
    }

    /// Bytes that can be read once. A request with them is never retried.
    pub fn from_stream(stream: impl BodyStream + 'static) -> Self {
        Body::stream(stream).into()
    }

    /// The bytes, if they are in memory.
    pub fn as_bytes(&self) -> Option<Bytes> {
        match &self.0 {
            Inner::Bytes(bytes) => Some(bytes.clone()),
            Inner::Source(_) => None,
            Inner::Once(once) => once.body().as_bytes().cloned(),
        }
    }

    /// The number of bytes, if known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Inner::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Inner::Source(source) => source.length(),
            Inner::Once(once) => once.length,
        }
    }

    /// Whether the bytes can be read more than once.
    pub fn is_replayable(&self) -> bool {
        !matches!(self.0, Inner::Once(_))
    }

    /// Waits for the next piece; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| self.poll_piece(context)).await
    }

    /// The next piece; `None` at the end.
    pub fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        if let Inner::Source(source) = &self.0 {
            match source.open() {
                Ok(body) => *self = body.into(),
                Err(error) => {
                    self.0 = Inner::default();
                    return Poll::Ready(Some(Err(unreadable(error))));
                }
            }
        }
        match &mut self.0 {
            Inner::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Inner::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Inner::Once(once) => once.body().poll_piece(context),
            // The source was opened above.
            Inner::Source(_) => Poll::Ready(None),
        }
    }

    /// Reads all remaining bytes.
    ///
    /// # Errors
    /// The stream fails before its end.
    pub async fn collect(self) -> Result<Bytes, TransportError> {
        self.open().map_err(unreadable)?.collect().await
    }

    /// Opens the bytes as a message's body; for a stream that is read once, the remaining bytes.
    ///
    /// # Errors
    /// They can no longer be read.
    pub fn open(&self) -> std::io::Result<Body> {
        Ok(match &self.0 {
            Inner::Bytes(bytes) => bytes.clone().into(),
            Inner::Source(source) => source.open()?,
            Inner::Once(once) => std::mem::take(&mut *once.body()),
        })
    }
}

impl Once {
    fn body(&self) -> MutexGuard<'_, Body> {
        self.body.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unreadable(error: std::io::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Body, "").because(error)
}

impl From<Body> for ByteStream {
    fn from(body: Body) -> Self {
        match body.as_bytes() {
            Some(bytes) => ByteStream(Inner::Bytes(bytes.clone())),
            None => ByteStream(Inner::Once(Arc::new(Once {
                length: body.remaining(),
                body: Mutex::new(body),
            }))),
        }
    }
}

macro_rules! from_bytes {
    ($($type:ty)*) => {$(
        impl From<$type> for ByteStream {
            fn from(bytes: $type) -> Self {
                ByteStream(Inner::Bytes(Bytes::from(bytes)))
            }
        }
    )*};
}

from_bytes! { Bytes Vec<u8> String &'static [u8] &'static str }

impl<const N: usize> From<&'static [u8; N]> for ByteStream {
    fn from(bytes: &'static [u8; N]) -> Self {
        ByteStream::from_static(bytes)
    }
}

impl PartialEq for ByteStream {
    /// The same bytes in memory, or the same stream.
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Inner::Bytes(a), Inner::Bytes(b)) => a == b,
            (Inner::Source(a), Inner::Source(b)) => Arc::ptr_eq(a, b),
            (Inner::Once(a), Inner::Once(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl fmt::Debug for ByteStream {
    /// Shows only the length.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "ByteStream({length} bytes)"),
            None => f.write_str("ByteStream"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::Waker;

    use super::*;

    struct Pieces(Vec<&'static [u8]>);

    impl BodyStream for Pieces {
        fn poll_piece(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Bytes, TransportError>>> {
            Poll::Ready(self.0.pop().map(|piece| Ok(Bytes::from_static(piece))))
        }
    }

    fn all(mut stream: ByteStream) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut context = Context::from_waker(Waker::noop());
        while let Poll::Ready(Some(piece)) = stream.poll_piece(&mut context) {
            bytes.extend_from_slice(&piece.unwrap());
        }
        bytes
    }

    #[test]
    fn bytes_in_memory_are_read_by_every_clone() {
        let stream = ByteStream::from("ab");
        assert_eq!(all(stream.clone()), b"ab");
        assert_eq!(all(stream.clone()), b"ab");
        assert_eq!(stream.length(), Some(2));
        assert!(stream.is_replayable());
    }

    #[test]
    fn a_stream_is_read_once() {
        let stream = ByteStream::from_stream(Pieces(vec![b"b", b"a"]));
        assert!(!stream.is_replayable());
        assert_eq!(stream.length(), None);
        assert_eq!(all(stream.clone()), b"ab");
        assert_eq!(all(stream), b"");
    }

    struct Again(bool);

    impl ByteSource for Again {
        fn open(&self) -> std::io::Result<Body> {
            match self.0 {
                true => Ok(Body::stream(Pieces(vec![b"2", b"1"]))),
                false => Err(std::io::ErrorKind::NotFound.into()),
            }
        }
        fn length(&self) -> Option<u64> {
            Some(2)
        }
    }

    #[test]
    fn a_source_is_opened_by_every_reader() {
        let stream = ByteStream::from_source(Again(true));
        assert_eq!(all(stream.clone()), b"12");
        assert_eq!(all(stream), b"12");
        let gone = ByteStream::from_source(Again(false));
        let error = gone.open().err().map(|error| error.kind());
        assert_eq!(error, Some(std::io::ErrorKind::NotFound));
    }
}
