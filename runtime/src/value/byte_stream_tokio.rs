//! Byte streams from files and readers, and as readers, on tokio.

use std::fs::File;
use std::future::Future;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::task::{JoinHandle, spawn_blocking};

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
        let length = spawn_blocking({
            let path = path.clone();
            move || std::fs::metadata(path)
        });
        let length = length.await.map_err(io::Error::other)??.len();
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
        Ok(Body::stream(FileBody {
            state: State::Closed(path),
            length: self.length,
        }))
    }
    fn length(&self) -> Option<u64> {
        Some(self.length)
    }
}

/// A file that is opened on the first read. Each piece is read on a thread of tokio's runtime that may block: that is all
/// that tokio's own files do, whose module costs each program that is built more than the rest of tokio's input and output.
struct FileBody {
    state: State,
    length: u64,
}

enum State {
    Closed(PathBuf),
    Open(File),
    Reading(JoinHandle<io::Result<(File, Bytes)>>),
    End,
}

impl BodyStream for FileBody {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let this = &mut *self;
        let mut reading = match std::mem::replace(&mut this.state, State::End) {
            State::End => return Poll::Ready(None),
            State::Reading(reading) => reading,
            State::Closed(_) | State::Open(_) if is_running().is_err() => {
                return Poll::Ready(is_running().err().map(|error| Err(failed(error))));
            }
            State::Closed(path) => spawn_blocking(move || next_piece(File::open(path)?)),
            State::Open(file) => spawn_blocking(move || next_piece(file)),
        };
        let Poll::Ready(read) = Pin::new(&mut reading).poll(context) else {
            this.state = State::Reading(reading);
            return Poll::Pending;
        };
        Poll::Ready(match read.map_err(io::Error::other).and_then(|read| read) {
            Err(error) => Some(Err(failed(error))),
            Ok((_, piece)) if piece.is_empty() => None,
            Ok((file, piece)) => {
                this.state = State::Open(file);
                this.length = less(this.length, piece.len());
                Some(Ok(piece))
            }
        })
    }

    fn remaining(&self) -> Option<u64> {
        Some(self.length)
    }
}

/// The next bytes of a file; none at its end.
fn next_piece(mut file: File) -> io::Result<(File, Bytes)> {
    let mut piece = BytesMut::zeroed(PIECE);
    loop {
        match file.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(count) => {
                piece.truncate(count);
                return Ok((file, piece.freeze()));
            }
        }
    }
}

/// What remains after so many bytes.
fn less(length: u64, read: usize) -> u64 {
    length.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX))
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
                this.length = this.length.map(|length| less(length, count));
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

#[cfg(test)]
mod tests {
    use super::*;

    async fn pieces(source: &FileSource) -> Vec<Result<Bytes, TransportError>> {
        let mut body = FileBody {
            state: State::Closed(source.path.clone()),
            length: source.length,
        };
        let mut pieces = Vec::new();
        while let Some(piece) =
            std::future::poll_fn(|context| Pin::new(&mut body).poll_piece(context)).await
        {
            let length = piece.as_ref().map_or(0, Bytes::len);
            pieces.push(piece);
            let before = source.length - (pieces.len() - 1) as u64 * PIECE as u64;
            assert_eq!(body.remaining(), Some(before - length as u64));
        }
        pieces
    }

    #[tokio::test]
    async fn a_file_is_read_in_pieces_and_again() {
        let bytes: Vec<u8> = (0..PIECE + 1000).map(|n| n as u8).collect();
        let path = std::env::temp_dir().join(format!("smithgen-{}-pieces", std::process::id()));
        std::fs::write(&path, &bytes).unwrap();
        let length = bytes.len() as u64;
        let source = FileSource { path, length };
        for _ in 0..2 {
            let read: Result<Vec<Bytes>, _> = pieces(&source).await.into_iter().collect();
            assert_eq!(read.unwrap().concat(), bytes);
        }
        std::fs::remove_file(&source.path).unwrap();
        // It is gone by the time of another attempt: an error, then the end.
        let read = pieces(&source).await;
        assert!(matches!(&read[..], [Err(_)]));
    }
}
