//! Byte streams from files and readers, and as readers, on tokio.

use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::byte_stream::{ByteSource, ByteStream};
use crate::body::{Body, BodyStream, TransportError, TransportErrorKind};

/// Bytes per read.
const PIECE: usize = 64 * 1024;

impl ByteStream {
    /// The bytes of a file, read while they are sent, and again on a retry.
    ///
    /// # Errors
    /// The file does not exist, or its size cannot be determined.
    pub async fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        is_running()?;
        let length = tokio::fs::metadata(&path).await?.len();
        Ok(ByteStream::from_source(FileSource { path, length }))
    }

    /// The bytes of a reader, which can be read once.
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        ByteStream::from_stream(Reading {
            reader: Box::pin(reader),
            length: None,
        })
    }

    /// The bytes of a reader, which can be read once, with a known length.
    pub fn from_reader_of_length(reader: impl AsyncRead + Send + 'static, length: u64) -> Self {
        ByteStream::from_stream(Reading {
            reader: Box::pin(reader),
            length: Some(length),
        })
    }

    /// The bytes as a reader.
    pub fn into_reader(self) -> impl AsyncRead + Send + Unpin {
        Reader {
            stream: self,
            rest: Bytes::new(),
        }
    }
}

struct FileSource {
    path: PathBuf,
    length: u64,
}

impl ByteSource for FileSource {
    fn open(&self) -> io::Result<Body> {
        let path = self.path.clone();
        Ok(Body::stream(Opening {
            state: State::Opening(Box::pin(File::open(path))),
            length: self.length,
        }))
    }
    fn length(&self) -> Option<u64> {
        Some(self.length)
    }
}

/// A file that is opened on the first read.
struct Opening {
    state: State,
    length: u64,
}

enum State {
    Opening(Pin<Box<dyn Future<Output = io::Result<File>> + Send>>),
    Open(Reading),
}

impl BodyStream for Opening {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        loop {
            match &mut self.state {
                State::Opening(_) if is_running().is_err() => {
                    return Poll::Ready(is_running().err().map(|error| Err(failed(error))));
                }
                State::Opening(opening) => match opening.as_mut().poll(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(failed(error)))),
                    Poll::Ready(Ok(file)) => {
                        let length = Some(self.length);
                        self.state = State::Open(Reading {
                            reader: Box::pin(file),
                            length,
                        });
                    }
                },
                State::Open(reading) => return Pin::new(reading).poll_piece(context),
            }
        }
    }

    fn remaining(&self) -> Option<u64> {
        match &self.state {
            State::Opening(_) => Some(self.length),
            State::Open(reading) => reading.length,
        }
    }
}

/// Whether files can be read, which tokio does on threads of its runtime.
fn is_running() -> io::Result<()> {
    tokio::runtime::Handle::try_current()
        .map(drop)
        .map_err(|_| {
            io::Error::other(
                "no tokio runtime is running, which reading a file needs: call from within one",
            )
        })
}

struct Reading {
    reader: Pin<Box<dyn AsyncRead + Send>>,
    length: Option<u64>,
}

impl BodyStream for Reading {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let this = &mut *self;
        let mut piece = BytesMut::zeroed(PIECE);
        let mut buffer = ReadBuf::new(&mut piece);
        match this.reader.as_mut().poll_read(context, &mut buffer) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(failed(error)))),
            Poll::Ready(Ok(())) => {
                let count = buffer.filled().len();
                piece.truncate(count);
                let read = u64::try_from(count).unwrap_or(u64::MAX);
                this.length = this.length.map(|length| length.saturating_sub(read));
                Poll::Ready((count > 0).then(|| Ok(piece.freeze())))
            }
        }
    }

    fn remaining(&self) -> Option<u64> {
        self.length
    }
}

fn failed(error: io::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Body, "").because(error)
}

struct Reader {
    stream: ByteStream,
    rest: Bytes,
}

impl AsyncRead for Reader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        while this.rest.is_empty() {
            match this.stream.poll_piece(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(Ok(())),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(io::Error::other(error))),
                Poll::Ready(Some(Ok(piece))) => this.rest = piece,
            }
        }
        let count = this.rest.len().min(buffer.remaining());
        buffer.put_slice(&this.rest.split_to(count));
        Poll::Ready(Ok(()))
    }
}
