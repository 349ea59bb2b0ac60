//! `aws-chunked`: a body in chunks of its own, its checksum after the last. Source: "Signature
//! calculation: transferring payload in multiple chunks" of the Amazon S3 API reference.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};

use super::digest::Digest;
use crate::operation::ChecksumAlgorithm;
use crate::transport::{Body, BodyStream, TransportError};

/// Bytes in a chunk but the last.
const CHUNK: usize = 64 * 1024;

/// A body on its way into chunks.
pub(super) struct Chunked {
    body: Body,
    algorithm: ChecksumAlgorithm,
    /// `None` after the end.
    digest: Option<Digest>,
    pending: BytesMut,
}

impl Chunked {
    pub(super) fn new(body: Body, algorithm: ChecksumAlgorithm) -> Self {
        Chunked {
            body,
            algorithm,
            digest: Some(Digest::of(algorithm)),
            pending: BytesMut::new(),
        }
    }
}

/// How long a body of this length is in chunks.
pub(super) fn length(body: u64, algorithm: ChecksumAlgorithm) -> u64 {
    const FRAME: u64 = 4;
    let chunk = CHUNK as u64;
    let digits = |length: u64| u64::from(length.max(1).ilog2() / 4 + 1);
    let (full, rest) = (body / chunk, body % chunk);
    let mut total = full * (digits(chunk) + FRAME + chunk);
    if rest > 0 {
        total += digits(rest) + FRAME + rest;
    }
    let trailer = algorithm.header().len() + 1 + algorithm.base64_length() + 2;
    // `0`, a line end, the trailer, the line end after all.
    total + 3 + trailer as u64 + 2
}

fn chunk(bytes: &[u8]) -> Bytes {
    let mut framed = BytesMut::with_capacity(bytes.len() + 12);
    framed.extend_from_slice(format!("{:x}\r\n", bytes.len()).as_bytes());
    framed.extend_from_slice(bytes);
    framed.extend_from_slice(b"\r\n");
    framed.freeze()
}

impl BodyStream for Chunked {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let this = &mut *self;
        loop {
            if this.pending.len() >= CHUNK {
                return Poll::Ready(Some(Ok(chunk(&this.pending.split_to(CHUNK)))));
            }
            let Some(digest) = &mut this.digest else {
                return Poll::Ready(None);
            };
            match this.body.poll_piece(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(piece))) => {
                    digest.update(&piece);
                    this.pending.extend_from_slice(&piece);
                }
                Poll::Ready(None) => {
                    let checksum = this.digest.take().map(Digest::base64).unwrap_or_default();
                    let mut last = BytesMut::new();
                    if !this.pending.is_empty() {
                        last.extend_from_slice(&chunk(&this.pending.split()));
                    }
                    let name = this.algorithm.header();
                    last.extend_from_slice(format!("0\r\n{name}:{checksum}\r\n\r\n").as_bytes());
                    return Poll::Ready(Some(Ok(last.freeze())));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    fn chunked(body: Vec<u8>) -> Vec<u8> {
        let mut stream = Chunked::new(Bytes::from(body).into(), ChecksumAlgorithm::Crc32);
        let mut context = Context::from_waker(Waker::noop());
        let mut all = Vec::new();
        while let Poll::Ready(Some(piece)) = Pin::new(&mut stream).poll_piece(&mut context) {
            all.extend_from_slice(&piece.unwrap());
        }
        all
    }

    #[test]
    fn a_short_body_is_one_chunk() {
        let expected = "9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n";
        assert_eq!(chunked(b"123456789".to_vec()), expected.as_bytes());
        let empty = "0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
        assert_eq!(chunked(Vec::new()), empty.as_bytes());
    }

    #[test]
    fn the_length_is_known_before() {
        for size in [
            0,
            1,
            15,
            16,
            17,
            CHUNK - 1,
            CHUNK,
            CHUNK + 1,
            5 * CHUNK + 300,
        ] {
            let found = chunked(vec![7; size]).len() as u64;
            assert_eq!(
                length(size as u64, ChecksumAlgorithm::Crc32),
                found,
                "{size}"
            );
        }
    }
}
