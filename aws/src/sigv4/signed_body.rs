//! Verifies bodies that are signed piece by piece: chunks of `aws-chunked` with their trailer, and events.
//!
//! Source: "Signature calculation: transferring payload in multiple chunks" and "… including trailing headers" in the
//! Amazon S3 API reference; "Event stream encoding: signing", Amazon Transcribe developer guide.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use smithgen_runtime::body::{Body, BodyStream, ChunkSigner as _};
use smithgen_runtime::body::{TransportError, TransportErrorKind};
use smithgen_runtime::limits::CHUNK_LINE;

#[cfg(feature = "event-streams")]
use super::events::EventChain;
use super::key::same;
use super::payload::Rest;
use super::stream::{Chain, ChunkSigner};
use crate::limits::{SIGNED_CHUNK_BYTES, TRAILERS_BYTES};

/// What verifies the rest of a request whose head is signed: each signature covers the one before, and the first that
/// of the head.
#[derive(Clone)]
pub struct SignedBody(Kind);

#[derive(Clone)]
enum Kind {
    Chunks {
        signer: ChunkSigner,
        has_trailer: bool,
    },
    #[cfg(feature = "event-streams")]
    Events(EventChain),
}

impl SignedBody {
    /// What verifies the rest, if it is signed.
    pub(super) fn of(rest: Rest, chain: Chain, secret: &str) -> Option<Self> {
        let _ = secret;
        Some(SignedBody(match rest {
            Rest::Nothing => return None,
            Rest::Chunks { has_trailer } => Kind::Chunks {
                signer: ChunkSigner::new(chain),
                has_trailer,
            },
            #[cfg(feature = "event-streams")]
            Rest::Events => Kind::Events(EventChain::new(chain, secret.to_owned())),
        }))
    }

    /// The body, of which only what is signed arrives: chunks as they are, and events out of the messages that sign
    /// them. It fails with [`TransportErrorKind::Unsigned`] where a signature is wrong or missing.
    pub fn verify(self, body: Body) -> Body {
        match self.0 {
            Kind::Chunks {
                signer,
                has_trailer,
            } => Body::stream(Chunks {
                body,
                signer,
                has_trailer,
                buffer: BytesMut::new(),
                place: Place::Head,
            }),
            #[cfg(feature = "event-streams")]
            Kind::Events(chain) => Body::stream(events::Events::new(body, chain)),
        }
    }
}

impl fmt::Debug for SignedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedBody").finish_non_exhaustive()
    }
}

fn unsigned(reason: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::Unsigned, "").because(reason)
}

fn broken(reason: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::Corrupt, "").because(reason)
}

const CUT_OFF: &str = "the signed body is cut off";

/// Chunks that pass when all of a chunk has arrived.
struct Chunks {
    body: Body,
    signer: ChunkSigner,
    has_trailer: bool,
    /// What has not been verified.
    buffer: BytesMut,
    place: Place,
}

/// What the buffer begins with.
enum Place {
    Head,
    /// A chunk whose line takes so many bytes, with so much data.
    Chunk {
        line: usize,
        data: usize,
        signature: String,
    },
    /// Lines of the trailer; the first so many bytes have been read.
    Trailer {
        read: usize,
        lines: Vec<String>,
    },
    /// The line behind everything.
    Last,
    End,
}

impl Chunks {
    /// What can pass; `None` if more is needed.
    fn step(&mut self) -> Result<Option<Bytes>, TransportError> {
        loop {
            match &mut self.place {
                Place::Head => {
                    let Some(line) = line(&self.buffer, 0)? else {
                        return Ok(None);
                    };
                    let (data, signature) = head(line)?;
                    self.place = Place::Chunk {
                        line: line.len() + 2,
                        data,
                        signature,
                    };
                }
                Place::Chunk {
                    line,
                    data,
                    signature,
                } => {
                    let (line, data) = (*line, *data);
                    // The last chunk has no line end of its own.
                    let end = line + data + if data == 0 { 0 } else { 2 };
                    let Some(chunk) = self.buffer.get(line..end) else {
                        return Ok(None);
                    };
                    let (content, behind) = chunk.split_at_checked(data).unwrap_or_default();
                    if !matches!(behind, b"" | b"\r\n") {
                        return Err(broken("aws-chunked: a chunk longer than its length"));
                    }
                    if !same(self.signer.chunk(content), signature) {
                        return Err(unsigned("the signature of a chunk does not match"));
                    }
                    self.place = match (data, self.has_trailer) {
                        (1.., _) => Place::Head,
                        (0, true) => Place::Trailer {
                            read: 0,
                            lines: Vec::new(),
                        },
                        (0, false) => Place::Last,
                    };
                    return Ok(Some(self.buffer.split_to(end).freeze()));
                }
                Place::Trailer { .. } => match self.trailer()? {
                    Some(lines) => {
                        self.place = Place::Last;
                        return Ok(Some(lines));
                    }
                    None => return Ok(None),
                },
                Place::Last => match line(&self.buffer, 0)? {
                    None => return Ok(None),
                    Some([]) => {
                        self.place = Place::End;
                        return Ok(Some(self.buffer.split_to(2).freeze()));
                    }
                    Some(_) => return Err(unsigned("the body has a trailer that is not signed")),
                },
                Place::End if self.buffer.is_empty() => return Ok(None),
                Place::End => return Err(unsigned("there is more behind the signed body")),
            }
        }
    }

    /// The lines of the trailer with their signature, when that has arrived.
    fn trailer(&mut self) -> Result<Option<Bytes>, TransportError> {
        const SIGNATURE: &str = "x-amz-trailer-signature";
        let Place::Trailer { read, lines } = &mut self.place else {
            return Ok(None);
        };
        loop {
            let Some(text) = line(&self.buffer, *read)? else {
                return Ok(None);
            };
            let field = std::str::from_utf8(text).ok();
            let Some((name, value)) = field.and_then(|field| field.split_once(':')) else {
                return Err(unsigned("the trailer of the body is not signed"));
            };
            *read += text.len() + 2;
            if *read > TRAILERS_BYTES {
                return Err(broken("the trailer of the body is too long"));
            }
            let blank = [' ', '\t'];
            let name = name.trim_matches(blank).to_ascii_lowercase();
            let value = value.trim_matches(blank);
            if name != SIGNATURE {
                lines.push(format!("{name}:{value}\n"));
                continue;
            }
            lines.sort_unstable();
            if !same(self.signer.trailer(&lines.concat()), value) {
                return Err(unsigned("the signature of the trailer does not match"));
            }
            return Ok(Some(self.buffer.split_to(*read).freeze()));
        }
    }
}

/// The line from this place on, without its end; `None` until it has arrived.
fn line(buffer: &[u8], from: usize) -> Result<Option<&[u8]>, TransportError> {
    let rest = buffer.get(from..).unwrap_or_default();
    let rest = rest.get(..CHUNK_LINE + 2).unwrap_or(rest);
    match rest.windows(2).position(|pair| pair == b"\r\n") {
        Some(end) if end <= CHUNK_LINE => Ok(rest.get(..end)),
        None if rest.len() <= CHUNK_LINE => Ok(None),
        _ => Err(broken("aws-chunked: a line that is too long")),
    }
}

/// Length and signature of a chunk: `400;chunk-signature=…`.
fn head(line: &[u8]) -> Result<(usize, String), TransportError> {
    let text = std::str::from_utf8(line).unwrap_or_default();
    let (length, signature) = text
        .split_once(";chunk-signature=")
        .ok_or_else(|| unsigned("a chunk is not signed"))?;
    let is_hex = !length.is_empty() && length.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !is_hex {
        return Err(broken("aws-chunked: a chunk without a length"));
    }
    let length = usize::from_str_radix(length, 16).ok();
    match length.filter(|length| *length <= SIGNED_CHUNK_BYTES) {
        Some(length) => Ok((length, signature.to_owned())),
        None => Err(
            TransportError::new(TransportErrorKind::TooLarge, "").because(format!(
                "a signed chunk may have {SIGNED_CHUNK_BYTES} bytes"
            )),
        ),
    }
}

impl BodyStream for Chunks {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let this = &mut *self;
        loop {
            if let Some(verified) = this.step()? {
                return Poll::Ready(Some(Ok(verified)));
            }
            match ready!(this.body.poll_piece(context)).transpose()? {
                Some(piece) => this.buffer.extend_from_slice(&piece),
                None => {
                    // Where no trailer follows, the line behind everything may be missing.
                    let is_whole = matches!(this.place, Place::Last | Place::End);
                    let is_whole = is_whole && this.buffer.is_empty();
                    return Poll::Ready((!is_whole).then(|| Err(broken(CUT_OFF))));
                }
            }
        }
    }
}

#[cfg(feature = "event-streams")]
mod events {
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    use bytes::Bytes;
    use smithgen_runtime::body::{Body, BodyStream, TransportError, TransportErrorKind};
    use smithgen_runtime::event::{Decoder, HeaderValue, Message};

    use super::super::events::EventChain;
    use super::super::key::same;
    use super::{CUT_OFF, broken, unsigned};

    /// Events out of the messages that sign them.
    pub(super) struct Events {
        body: Body,
        chain: EventChain,
        decoder: Decoder,
        is_ended: bool,
    }

    impl Events {
        pub(super) fn new(body: Body, chain: EventChain) -> Self {
            Events {
                body,
                chain,
                decoder: Decoder::default(),
                is_ended: false,
            }
        }

        /// The event in a message; an empty one is the last.
        fn opened(&mut self, message: Message) -> Result<Bytes, TransportError> {
            let (Some(HeaderValue::Timestamp(time)), Some(HeaderValue::Blob(signature))) =
                (message.header(":date"), message.header(":chunk-signature"))
            else {
                return Err(unsigned("an event is not signed"));
            };
            match same(self.chain.event(*time, &message.payload), signature) {
                true => Ok(message.payload),
                false => Err(unsigned("the signature of an event does not match")),
            }
        }
    }

    impl BodyStream for Events {
        fn poll_piece(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Bytes, TransportError>>> {
            let this = &mut *self;
            loop {
                let next = this.decoder.next_message().map_err(|error| {
                    TransportError::new(TransportErrorKind::Corrupt, "").because(error)
                })?;
                if let Some(message) = next {
                    if this.is_ended {
                        return Poll::Ready(Some(Err(unsigned("an event follows the last"))));
                    }
                    match this.opened(message)? {
                        event if event.is_empty() => this.is_ended = true,
                        event => return Poll::Ready(Some(Ok(event))),
                    }
                    continue;
                }
                match ready!(this.body.poll_piece(context)).transpose()? {
                    Some(piece) => this.decoder.push(&piece),
                    None if this.is_ended && !this.decoder.is_inside() => {
                        return Poll::Ready(None);
                    }
                    None => return Poll::Ready(Some(Err(broken(CUT_OFF)))),
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "signed_body_tests.rs"]
mod tests;
