//! Decompresses bodies of requests, up to a limit.

use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use flate2::write::MultiGzDecoder;

use crate::body::{Body, BodyStream, TransportError, TransportErrorKind};

/// How much is decompressed at a time: it grows a thousandfold at most.
const STEP: usize = 1024;

/// A body that is being decompressed.
pub(super) struct Gunzip {
    body: Body,
    /// Bytes that have not been decompressed.
    packed: Bytes,
    /// `None` at the end.
    decoder: Option<MultiGzDecoder<Vec<u8>>>,
    limit: u64,
    left: u64,
}

impl Gunzip {
    pub(super) fn new(body: Body, limit: u64) -> Self {
        Gunzip {
            body,
            packed: Bytes::new(),
            decoder: Some(MultiGzDecoder::new(Vec::new())),
            limit,
            left: limit,
        }
    }

    /// What the decoder has put out.
    fn taken(&mut self, bytes: Vec<u8>) -> Result<Bytes, TransportError> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let limit = self.limit;
        self.left = self.left.checked_sub(length).ok_or_else(|| {
            let reason = format!("unpacked, it has more than the {limit} bytes allowed");
            TransportError::new(TransportErrorKind::TooLarge, "").because(reason)
        })?;
        Ok(bytes.into())
    }
}

fn corrupt(error: std::io::Error) -> TransportError {
    let reason = format!("the body is not gzip, although it says so: {error}");
    TransportError::new(TransportErrorKind::Corrupt, "").because(reason)
}

impl BodyStream for Gunzip {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let this = &mut *self;
        loop {
            let Some(decoder) = &mut this.decoder else {
                return Poll::Ready(None);
            };
            if this.packed.is_empty() {
                if let Some(piece) = ready!(this.body.poll_piece(context)).transpose()? {
                    this.packed = piece;
                    continue;
                }
                let decoder = this.decoder.take();
                let rest = decoder.map(MultiGzDecoder::finish).transpose();
                let rest = rest.map_err(corrupt)?.unwrap_or_default();
                return match rest.is_empty() {
                    true => Poll::Ready(None),
                    false => Poll::Ready(Some(this.taken(rest))),
                };
            }
            let step = this.packed.len().min(STEP);
            let piece = this.packed.get(..step).unwrap_or_default();
            decoder.write_all(piece).map_err(corrupt)?;
            this.packed.advance(step);
            let bytes = std::mem::take(decoder.get_mut());
            if !bytes.is_empty() {
                return Poll::Ready(Some(this.taken(bytes)));
            }
        }
    }
}
