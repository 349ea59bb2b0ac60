//! `aws-chunked`: chunks within the body, with optional signatures before them and an optional checksum after the
//! last one. Source: "Signature calculation: transferring payload in multiple chunks" and "… including trailing
//! headers" in the Amazon S3 API reference.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};

#[cfg(feature = "checksums")]
use super::digest::Digest;
use crate::body::{Body, BodyStream, ChunkSigner, TransportError};
#[cfg(feature = "checksums")]
use crate::operation::ChecksumAlgorithm;

/// Bytes per chunk, except the last one.
const CHUNK: usize = 64 * 1024;

/// A body that is being split into chunks.
pub(super) struct Chunked {
    body: Body,
    #[cfg(feature = "checksums")]
    trailer: Option<(ChecksumAlgorithm, Digest)>,
    signer: Option<Box<dyn ChunkSigner>>,
    ended: bool,
    pending: BytesMut,
}

impl Chunked {
    pub(super) fn new(body: Body) -> Self {
        Chunked {
            body,
            #[cfg(feature = "checksums")]
            trailer: None,
            signer: None,
            ended: false,
            pending: BytesMut::new(),
        }
    }

    /// Adds a checksum after the last chunk.
    #[cfg(feature = "checksums")]
    pub(super) fn trailer(mut self, algorithm: Option<ChecksumAlgorithm>) -> Self {
        self.trailer = algorithm.map(|algorithm| (algorithm, Digest::of(algorithm)));
        self
    }

    /// Adds a signature before each chunk.
    pub(super) fn signer(mut self, signer: Box<dyn ChunkSigner>) -> Self {
        self.signer = Some(signer);
        self
    }

    fn take(&mut self, piece: &[u8]) {
        #[cfg(feature = "checksums")]
        if let Some((_, digest)) = &mut self.trailer {
            digest.update(piece);
        }
        self.pending.extend_from_slice(piece);
    }

    /// The line with a chunk's length and signature.
    fn head(&mut self, bytes: &[u8]) -> String {
        let length = bytes.len();
        if let Some(signer) = &mut self.signer {
            return format!("{length:x};chunk-signature={}\r\n", signer.chunk(bytes));
        }
        format!("{length:x}\r\n")
    }

    fn chunk(&mut self, bytes: &[u8]) -> BytesMut {
        let head = self.head(bytes);
        let mut framed = BytesMut::with_capacity(head.len() + bytes.len() + 2);
        framed.extend_from_slice(head.as_bytes());
        framed.extend_from_slice(bytes);
        framed.extend_from_slice(b"\r\n");
        framed
    }

    /// The rest of the data, the empty chunk, and the trailer.
    fn last(&mut self) -> Bytes {
        let rest = self.pending.split();
        let mut last = match rest.is_empty() {
            true => BytesMut::new(),
            false => self.chunk(&rest),
        };
        last.extend_from_slice(self.head(b"").as_bytes());
        #[cfg(feature = "checksums")]
        if let Some((algorithm, digest)) = self.trailer.take() {
            let line = format!("{}:{}", algorithm.header(), digest.base64());
            last.extend_from_slice(format!("{line}\r\n").as_bytes());
            if let Some(signer) = &mut self.signer {
                let signature = signer.trailer(&format!("{line}\n"));
                let line = format!("x-amz-trailer-signature:{signature}\r\n");
                last.extend_from_slice(line.as_bytes());
            }
        }
        last.extend_from_slice(b"\r\n");
        last.freeze()
    }
}

/// Length of a trailer line, including its end.
#[cfg(feature = "checksums")]
pub(super) fn trailer_length(algorithm: ChecksumAlgorithm) -> u64 {
    (algorithm.header().len() + 1 + algorithm.base64_length() + 2) as u64
}

/// Length of a body after chunking, with trailers of the given length.
pub fn chunked_length(body: u64, trailers: u64) -> u64 {
    const FRAME: u64 = 4;
    let chunk = CHUNK as u64;
    let digits = |length: u64| u64::from(length.max(1).ilog2() / 4 + 1);
    let (full, rest) = (body / chunk, body % chunk);
    let mut total = full * (digits(chunk) + FRAME + chunk);
    if rest > 0 {
        total += digits(rest) + FRAME + rest;
    }
    // `0`, a line end, the trailers, and the final line end.
    total + 3 + trailers + 2
}

/// The length that signatures add to a chunked body.
pub fn signatures_length(body: u64, has_trailer: bool) -> u64 {
    const SIGNATURE: u64 = 64;
    let chunks = body.div_ceil(CHUNK as u64) + 1;
    let trailer = "x-amz-trailer-signature:\r\n".len() as u64 + SIGNATURE;
    let in_chunks = chunks * (";chunk-signature=".len() as u64 + SIGNATURE);
    in_chunks + if has_trailer { trailer } else { 0 }
}

impl BodyStream for Chunked {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let this = &mut *self;
        loop {
            if this.pending.len() >= CHUNK {
                let bytes = this.pending.split_to(CHUNK);
                return Poll::Ready(Some(Ok(this.chunk(&bytes).freeze())));
            }
            if this.ended {
                return Poll::Ready(None);
            }
            match this.body.poll_piece(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(piece))) => this.take(&piece),
                Poll::Ready(None) => {
                    this.ended = true;
                    return Poll::Ready(Some(Ok(this.last())));
                }
            }
        }
    }
}

#[cfg(test)]
#[cfg(feature = "checksums")]
mod tests {
    use std::task::Waker;

    use super::*;

    /// A signer that counts.
    struct Counter(u64);

    impl ChunkSigner for Counter {
        fn chunk(&mut self, _: &[u8]) -> String {
            self.0 += 1;
            format!("{:064x}", self.0)
        }
        fn trailer(&mut self, lines: &str) -> String {
            self.chunk(lines.as_bytes())
        }
    }

    const SIZES: [usize; 9] = [
        0,
        1,
        15,
        16,
        17,
        CHUNK - 1,
        CHUNK,
        CHUNK + 1,
        5 * CHUNK + 300,
    ];

    fn read(mut stream: Chunked) -> Vec<u8> {
        let mut context = Context::from_waker(Waker::noop());
        let mut all = Vec::new();
        while let Poll::Ready(Some(piece)) = Pin::new(&mut stream).poll_piece(&mut context) {
            all.extend_from_slice(&piece.unwrap());
        }
        all
    }

    fn plain(body: Vec<u8>) -> Chunked {
        Chunked::new(Bytes::from(body).into())
    }

    fn chunked(body: Vec<u8>) -> Vec<u8> {
        read(plain(body).trailer(Some(ChecksumAlgorithm::Crc32)))
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
        let trailer = trailer_length(ChecksumAlgorithm::Crc32);
        for size in SIZES {
            let found = chunked(vec![7; size]).len() as u64;
            assert_eq!(chunked_length(size as u64, trailer), found, "{size}");
            let found = read(plain(vec![7; size])).len() as u64;
            assert_eq!(chunked_length(size as u64, 0), found, "{size}");
        }
    }

    #[test]
    fn every_chunk_and_the_trailer_have_signatures() {
        let signer = || -> Box<dyn ChunkSigner> { Box::new(Counter(0)) };
        let algorithm = ChecksumAlgorithm::Crc32;
        for size in SIZES {
            let signed = plain(vec![7; size]).signer(signer());
            let with_trailer = plain(vec![7; size])
                .signer(signer())
                .trailer(Some(algorithm));
            let body = size as u64;
            let expected = chunked_length(body, 0) + signatures_length(body, false);
            assert_eq!(read(signed).len() as u64, expected, "{size}");
            let expected =
                chunked_length(body, trailer_length(algorithm)) + signatures_length(body, true);
            assert_eq!(read(with_trailer).len() as u64, expected, "{size}");
        }
        let mut again = signer();
        let (first, last) = (again.chunk(b"abc"), again.chunk(b""));
        let trailer = again.trailer("x-amz-checksum-crc32:NSRBwg==\n");
        let expected = format!(
            "3;chunk-signature={first}\r\nabc\r\n0;chunk-signature={last}\r\n\
             x-amz-checksum-crc32:NSRBwg==\r\nx-amz-trailer-signature:{trailer}\r\n\r\n"
        );
        let found = read(
            plain(b"abc".to_vec())
                .signer(signer())
                .trailer(Some(algorithm)),
        );
        assert_eq!(String::from_utf8(found).unwrap(), expected);
    }
}
