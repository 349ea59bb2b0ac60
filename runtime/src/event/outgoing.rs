//! Sends events in a body.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::frame::{FrameError, Message};
use super::marshal;
use crate::body::{Body, BodyStream, EventSigner, TransportError, TransportErrorKind};
use crate::error::InputError;
use crate::operation::{EventFormat, OperationSpec};
use crate::view::OutgoingEvents;

/// The events of a message, which can be sent once.
#[derive(Clone)]
pub(crate) struct EventSource {
    operation: &'static OperationSpec,
    format: Option<EventFormat<'static>>,
    /// The first message, for protocols that have one.
    first: Option<Message>,
    events: Arc<Mutex<Option<Box<dyn OutgoingEvents>>>>,
}

impl EventSource {
    pub(crate) fn new(
        operation: &'static OperationSpec,
        format: Option<EventFormat<'static>>,
        first: Option<Message>,
        events: Box<dyn OutgoingEvents>,
    ) -> Self {
        EventSource {
            operation,
            format,
            first,
            events: Arc::new(Mutex::new(Some(events))),
        }
    }

    /// The body, with signed messages if there is a signer.
    pub(crate) fn open(&self, signer: Option<Box<dyn EventSigner>>) -> Body {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        Body::stream(Outgoing {
            operation: self.operation,
            format: self.format,
            first: self.first.clone(),
            events: events.take(),
            signer,
        })
    }
}

struct Outgoing {
    operation: &'static OperationSpec,
    format: Option<EventFormat<'static>>,
    first: Option<Message>,
    /// `None` after the end.
    events: Option<Box<dyn OutgoingEvents>>,
    signer: Option<Box<dyn EventSigner>>,
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::Body, "").because(error)
}

impl Outgoing {
    /// The message's frame, wrapped in a signed one if there is a signer.
    fn frame(&mut self, message: &Message) -> Result<Bytes, TransportError> {
        let frame = message
            .encode()
            .map_err(|error: FrameError| failed(error.to_string()))?;
        match &mut self.signer {
            Some(signer) => signer.sign(&frame).map_err(failed),
            None => Ok(frame),
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(self.frame(&first).map(Some));
        }
        let Some(events) = &mut self.events else {
            return Poll::Ready(Ok(None));
        };
        let (operation, format) = (self.operation, self.format);
        let mut written: Option<Result<Message, InputError>> = None;
        let more = ready!(events.poll_event(context, &mut |event| {
            written = format.map(|format| marshal::encode(format, operation, event));
        }))?;
        if let Some(message) = written {
            let message = message.map_err(failed)?;
            return Poll::Ready(self.frame(&message).map(Some));
        }
        if more {
            return Poll::Ready(Err(failed("the protocol has no event streams")));
        }
        self.events = None;
        match self.signer.take() {
            Some(mut signer) => Poll::Ready(signer.last().map(Some).map_err(failed)),
            None => Poll::Ready(Ok(None)),
        }
    }
}

impl BodyStream for Outgoing {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        self.poll(context).map(Result::transpose)
    }
}
