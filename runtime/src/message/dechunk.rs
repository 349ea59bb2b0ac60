//! Takes bodies out of `aws-chunked`, for servers: chunks with optional signatures, and trailers behind the last.
//!
//! Signatures of chunks are left to who verifies that of the request.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::body::{Body, BodyStream, TransportError, TransportErrorKind};
use crate::limits::CHUNK_LINE;

/// A body that is being taken out of its chunks.
pub(super) struct Dechunked {
    body: Body,
    buffer: BytesMut,
    place: Place,
    /// Bytes that the body must still have, if it was told.
    remaining: Option<u64>,
    trailers: HeaderMap,
}

/// What comes next.
enum Place {
    /// The line before a chunk.
    Head,
    /// So many bytes of a chunk.
    Data(u64),
    /// The end of the line behind a chunk.
    Behind,
    /// The lines behind the last chunk.
    Trailers,
    End,
}

impl Dechunked {
    pub(super) fn new(body: Body, length: Option<u64>) -> Self {
        Dechunked {
            body,
            buffer: BytesMut::new(),
            place: Place::Head,
            remaining: length,
            trailers: HeaderMap::new(),
        }
    }

    /// The next line, without its end; `None` until it is complete.
    fn line(&mut self) -> Result<Option<Bytes>, TransportError> {
        let end = self.buffer.iter().position(|byte| *byte == b'\n');
        match end {
            Some(end) if end <= CHUNK_LINE => {
                let line = self.buffer.split_to(end + 1).freeze();
                let line = line.strip_suffix(b"\r\n").map(|text| line.slice_ref(text));
                line.map(Some).ok_or_else(|| broken("a line without end"))
            }
            None if self.buffer.len() <= CHUNK_LINE => Ok(None),
            _ => Err(broken("a line that is too long")),
        }
    }

    /// Data of a chunk in the buffer; `None` if more is needed.
    fn step(&mut self) -> Result<Option<Bytes>, TransportError> {
        loop {
            match self.place {
                Place::Head => {
                    let Some(line) = self.line()? else {
                        return Ok(None);
                    };
                    self.place = match length(&line)? {
                        0 => Place::Trailers,
                        length => Place::Data(length),
                    };
                }
                Place::Data(left) => {
                    let here = self
                        .buffer
                        .len()
                        .min(usize::try_from(left).unwrap_or(usize::MAX));
                    if here == 0 {
                        return Ok(None);
                    }
                    let count = u64::try_from(here).unwrap_or(u64::MAX);
                    self.place = match left - count {
                        0 => Place::Behind,
                        left => Place::Data(left),
                    };
                    if let Some(remaining) = &mut self.remaining {
                        let left = remaining.checked_sub(count);
                        *remaining = left.ok_or_else(|| broken("longer than it was told"))?;
                    }
                    return Ok(Some(self.buffer.split_to(here).freeze()));
                }
                Place::Behind => match self.buffer.get(..2) {
                    Some(b"\r\n") => {
                        self.buffer.advance(2);
                        self.place = Place::Head;
                    }
                    Some(_) => return Err(broken("a chunk longer than its length")),
                    None => return Ok(None),
                },
                Place::Trailers => match self.line()? {
                    None => return Ok(None),
                    Some(line) if line.is_empty() => self.place = Place::End,
                    Some(line) => self.trailer(&line)?,
                },
                Place::End => return Ok(None),
            }
        }
    }

    fn trailer(&mut self, line: &[u8]) -> Result<(), TransportError> {
        const MOST: usize = 16;
        let wrong = || broken("a trailer that is none");
        let at = line
            .iter()
            .position(|byte| *byte == b':')
            .ok_or_else(wrong)?;
        let (name, value) = line.split_at_checked(at).ok_or_else(wrong)?;
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        let name = HeaderName::from_bytes(name.trim_ascii()).map_err(|_| wrong())?;
        let value = HeaderValue::from_bytes(value).map_err(|_| wrong())?;
        if self.trailers.len() >= MOST {
            return Err(broken("too many trailers"));
        }
        self.trailers.append(name, value);
        Ok(())
    }

    /// The end of the bytes.
    fn end(&self) -> Result<(), TransportError> {
        match (&self.place, self.remaining) {
            (Place::End, None | Some(0)) => Ok(()),
            (Place::End, Some(_)) => Err(broken("shorter than it was told")),
            // The line behind the last chunk is missing where nothing follows it.
            (Place::Trailers, None | Some(0)) if self.buffer.is_empty() => Ok(()),
            _ => Err(broken("cut off")),
        }
    }
}

/// The length of a chunk in the line before it.
fn length(line: &[u8]) -> Result<u64, TransportError> {
    let text = line.split(|byte| *byte == b';').next().unwrap_or_default();
    let is_hex = !text.is_empty() && text.iter().all(u8::is_ascii_hexdigit);
    let text = std::str::from_utf8(text).ok().filter(|_| is_hex);
    let length = text.and_then(|text| u64::from_str_radix(text, 16).ok());
    length.ok_or_else(|| broken("a chunk without a length"))
}

fn broken(reason: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Corrupt, "").because(format!("aws-chunked: {reason}"))
}

impl BodyStream for Dechunked {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let this = &mut *self;
        loop {
            if let Some(data) = this.step()? {
                return Poll::Ready(Some(Ok(data)));
            }
            match ready!(this.body.poll_piece(context)).transpose()? {
                Some(piece) => this.buffer.extend_from_slice(&piece),
                None => return Poll::Ready(this.end().err().map(Err)),
            }
        }
    }

    fn remaining(&self) -> Option<u64> {
        self.remaining
    }

    fn trailers(&self) -> Option<&HeaderMap> {
        Some(&self.trailers)
    }
}
