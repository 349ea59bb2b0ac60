//! Messages received in a body.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use super::frame::{Decoder, FrameError, Message};
use super::marshal::{self, EVENT_TYPE, MESSAGE_TYPE};
use crate::body::Body;
use crate::error::DecodeError;
use crate::operation::{EventFormat, OperationSpec, Protocol};
use crate::value::Strictness;
use crate::view::{BrokenEvents, Event, IncomingEvents, Structure};

/// The messages of a body.
pub struct Incoming {
    operation: &'static OperationSpec,
    format: Option<EventFormat<'static>>,
    strictness: Strictness,
    body: Body,
    decoder: Decoder,
    /// Messages that were read too early.
    back: VecDeque<Message>,
    /// Whether the first message may contain the output.
    initial: bool,
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming")
            .field("operation", &self.operation.name)
            .finish_non_exhaustive()
    }
}

impl Incoming {
    /// The messages in the body of a response or request.
    pub fn new(operation: &'static OperationSpec, body: Body) -> Self {
        let format = operation.service.protocol.events();
        Incoming::in_format(operation, format, body, Strictness::Lenient)
    }

    /// The messages in the body of a request, in the protocol of the request. Events must be as the model has them;
    /// messages may be inside others, which are signed.
    pub fn of_request(
        operation: &'static OperationSpec,
        protocol: &'static dyn Protocol,
        body: Body,
    ) -> Self {
        Incoming::in_format(operation, protocol.events(), body, Strictness::Strict)
    }

    fn in_format(
        operation: &'static OperationSpec,
        format: Option<EventFormat<'static>>,
        body: Body,
        strictness: Strictness,
    ) -> Self {
        Incoming {
            operation,
            format,
            strictness,
            body,
            decoder: Decoder::default(),
            back: VecDeque::new(),
            initial: format.is_some_and(|format| format.initial_messages),
        }
    }

    /// The first message, if it contains the output.
    /// # Errors
    /// Like those of events.
    pub async fn initial(&mut self) -> Result<Option<Message>, BrokenEvents> {
        if !self.initial {
            return Ok(None);
        }
        self.initial = false;
        match poll_fn(|context| self.poll_any(context)).await? {
            Some(message) if is_initial(&message) => Ok(Some(message)),
            other => {
                self.back.extend(other);
                Ok(None)
            }
        }
    }

    /// The next message; `None` at the end. Skips the one with the output.
    fn poll_message(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Message>, BrokenEvents>> {
        let message = ready!(self.poll_any(context))?;
        let first = std::mem::take(&mut self.initial);
        match message {
            Some(message) if first && is_initial(&message) => self.poll_any(context),
            message => Poll::Ready(Ok(message)),
        }
    }

    /// The next message, out of the one that it may be inside.
    fn poll_any(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Message>, BrokenEvents>> {
        let message = ready!(self.poll_frame(context))?;
        Poll::Ready(match message {
            Some(message) if self.strictness == Strictness::Strict && is_envelope(&message) => {
                opened(&message).map_err(|error| broken(error.0))
            }
            message => Ok(message),
        })
    }

    fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Message>, BrokenEvents>> {
        if let Some(message) = self.back.pop_front() {
            return Poll::Ready(Ok(Some(message)));
        }
        loop {
            let next = self.decoder.next_message();
            if let Some(message) = next.map_err(|error| broken(error.0))? {
                return Poll::Ready(Ok(Some(message)));
            }
            match ready!(self.body.poll_piece(context)) {
                Some(Ok(piece)) => self.decoder.push(&piece),
                Some(Err(error)) => return Poll::Ready(Err(BrokenEvents::Transport(error))),
                None if self.decoder.is_inside() => {
                    return Poll::Ready(Err(broken("the stream ends inside a message")));
                }
                None => return Poll::Ready(Ok(None)),
            }
        }
    }
}

impl IncomingEvents for Incoming {
    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
        event: &mut dyn Structure,
    ) -> Poll<Result<Option<Event>, BrokenEvents>> {
        let Some(message) = ready!(self.poll_message(context))? else {
            return Poll::Ready(Ok(None));
        };
        let Some(format) = self.format else {
            return Poll::Ready(Err(broken("the protocol has no event streams")));
        };
        let read = marshal::decode(format, self.operation, &message, event, self.strictness);
        let checked = read.and_then(|kind| match self.strictness {
            Strictness::Strict => checked(event).map(|()| kind),
            _ => Ok(kind),
        });
        Poll::Ready(checked.map(Some).map_err(BrokenEvents::Decode))
    }
}

fn broken(reason: &str) -> BrokenEvents {
    BrokenEvents::Decode(DecodeError::new(reason))
}

/// Fails if an event violates constraints.
#[cfg(feature = "constraints")]
fn checked(event: &dyn Structure) -> Result<(), DecodeError> {
    let found = crate::constraints::plan(event.schema(), false).violations(event);
    match found.into_iter().next() {
        Some(violation) => Err(DecodeError::new(violation.message)),
        None => Ok(()),
    }
}

#[cfg(not(feature = "constraints"))]
fn checked(_: &dyn Structure) -> Result<(), DecodeError> {
    Ok(())
}

/// Whether the message is a signature around another. Source: AWS Signature Version 4, "Event streams".
fn is_envelope(message: &Message) -> bool {
    message.header(":chunk-signature").is_some() && message.header(MESSAGE_TYPE).is_none()
}

/// The message inside a signed one; `None` for the last, which has none.
fn opened(envelope: &Message) -> Result<Option<Message>, FrameError> {
    if envelope.payload.is_empty() {
        return Ok(None);
    }
    let mut decoder = Decoder::default();
    decoder.push(&envelope.payload);
    match decoder.next_message()? {
        Some(message) if !decoder.is_inside() => Ok(Some(message)),
        _ => Err(FrameError(
            "a signed message that holds more or less than one",
        )),
    }
}

fn is_initial(message: &Message) -> bool {
    message.text(MESSAGE_TYPE) == Some("event")
        && matches!(
            message.text(EVENT_TYPE),
            Some("initial-response" | "initial-request")
        )
}
