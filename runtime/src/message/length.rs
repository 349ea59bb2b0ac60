//! The length of a body: as stated by the caller, as known in advance, and as sent.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;

use super::invalid;
use crate::body::{Body, BodyStream, TransportError, TransportErrorKind};
use crate::error::InputError;
use crate::schema::{Member, Schema, Trait};

/// The length to announce: the known one, or else the caller's, from a member bound to `Content-Length`. Amazon S3
/// has such a member for streams of unknown length.
///
/// # Errors
/// The caller's value is not a valid length, or differs from the body's: the rest would be taken for another
/// request, or waited for.
pub(super) fn agreed(
    input: &'static Schema,
    headers: &HeaderMap,
    known: Option<u64>,
) -> Result<Option<u64>, InputError> {
    let Some(stated) = headers.get(CONTENT_LENGTH) else {
        return Ok(known);
    };
    let member = || {
        let mut members = input.members.iter();
        members.find(|m| is_length(m)).map_or("", |m| m.name)
    };
    let stated = stated.to_str().ok().and_then(|text| text.parse().ok());
    match (stated, known) {
        (None, _) => Err(invalid(member(), "it must be a number of bytes")),
        (Some(stated), Some(known)) if stated != known => {
            let reason = format!("it must be the length of the body, which is {known} bytes");
            Err(invalid(member(), &reason))
        }
        (stated, _) => Ok(stated),
    }
}

fn is_length(member: &Member) -> bool {
    member.traits.iter().any(
        |t| matches!(t, Trait::HttpHeader(name) if name.eq_ignore_ascii_case("content-length")),
    )
}

/// A body that fails unless it has as many bytes as were announced.
///
/// Its last piece is held back until its end is reached: a transport that has sent the announced number of bytes
/// asks for no more, and excess bytes would be lost silently.
pub(super) struct Measured {
    body: Body,
    announced: u64,
    left: u64,
    /// The piece held back.
    held: Option<Bytes>,
    ended: bool,
}

impl Measured {
    pub(super) fn new(body: Body, announced: u64) -> Self {
        Measured {
            body,
            announced,
            left: announced,
            held: None,
            ended: false,
        }
    }

    fn wrong(&self, how: &str) -> TransportError {
        let reason = format!("it is {how} than the {} bytes announced", self.announced);
        TransportError::new(TransportErrorKind::Body, "").because(reason)
    }
}

fn count(piece: &Bytes) -> u64 {
    u64::try_from(piece.len()).unwrap_or(u64::MAX)
}

impl BodyStream for Measured {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let this = &mut *self;
        while !this.ended {
            let Some(piece) = ready!(this.body.poll_piece(context)).transpose()? else {
                this.ended = true;
                break;
            };
            match this.left.checked_sub(count(&piece)) {
                None => return Poll::Ready(Some(Err(this.wrong("longer")))),
                Some(_) if piece.is_empty() => {}
                Some(0) => {
                    this.left = 0;
                    this.held = Some(piece);
                }
                Some(left) => {
                    this.left = left;
                    return Poll::Ready(Some(Ok(piece)));
                }
            }
        }
        match this.left {
            0 => Poll::Ready(this.held.take().map(Ok)),
            _ => Poll::Ready(Some(Err(this.wrong("shorter")))),
        }
    }

    fn remaining(&self) -> Option<u64> {
        Some(self.left + self.held.as_ref().map_or(0, count))
    }
}
