//! Tells HTTP/2 from HTTP/1 by the first bytes of a connection. hyper-util does, too, but waits for them forever.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What a client of HTTP/2 sends first. Source: RFC 9113, section 3.4.
const PREFACE: [u8; 24] = *b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A stream whose first bytes have been looked at.
pub(crate) struct Looked<S> {
    stream: S,
    first: [u8; PREFACE.len()],
    /// How many of the first bytes were read, and how many of these have been read again.
    length: usize,
    passed: usize,
}

impl<S: AsyncRead + Unpin> Looked<S> {
    /// Reads until it is clear whether the client speaks HTTP/2. The connection may end before.
    pub(crate) async fn look(stream: S) -> io::Result<(Self, bool)> {
        let mut looked = Looked {
            stream,
            first: [0; PREFACE.len()],
            length: 0,
            passed: 0,
        };
        loop {
            let (known, rest) = looked.first.split_at_mut(looked.length);
            let is_http2 = PREFACE.starts_with(known);
            if !is_http2 || rest.is_empty() {
                return Ok((looked, is_http2));
            }
            let mut buffer = ReadBuf::new(rest);
            poll_fn(|context| Pin::new(&mut looked.stream).poll_read(context, &mut buffer)).await?;
            match buffer.filled().len() {
                0 => return Ok((looked, false)),
                count => looked.length += count,
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Looked<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        match this.first.get(this.passed..this.length) {
            Some(left) if !left.is_empty() => {
                let count = left.len().min(buffer.remaining());
                buffer.put_slice(left.get(..count).unwrap_or_default());
                this.passed += count;
                Poll::Ready(Ok(()))
            }
            _ => Pin::new(&mut this.stream).poll_read(context, buffer),
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Looked<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    async fn look(pieces: &[&[u8]]) -> (bool, Vec<u8>) {
        let (ours, mut theirs) = tokio::io::duplex(64);
        let pieces: Vec<_> = pieces.iter().map(|piece| piece.to_vec()).collect();
        let sending = tokio::spawn(async move {
            for piece in pieces {
                theirs.write_all(&piece).await.unwrap();
                tokio::task::yield_now().await;
            }
        });
        let (mut looked, is_http2) = Looked::look(ours).await.unwrap();
        let mut all = Vec::new();
        looked.read_to_end(&mut all).await.unwrap();
        sending.await.unwrap();
        (is_http2, all)
    }

    #[tokio::test]
    async fn nothing_of_what_was_looked_at_is_lost() {
        let whole: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nand more";
        assert_eq!(look(&[whole]).await, (true, whole.to_vec()));
        let (left, right) = whole.split_at(7);
        assert_eq!(look(&[left, right]).await, (true, whole.to_vec()));
        for other in [b"POST / HTTP/1.1\r\n\r\n" as &[u8], b"PRI", b""] {
            assert_eq!(look(&[other]).await, (false, other.to_vec()));
        }
    }
}
