//! Views of event streams, which do not depend on the type of events.

use std::task::{Context, Poll};

use super::Structure;
use crate::body::TransportError;
use crate::error::DecodeError;

/// An untyped event stream.
pub trait Events: Send {
    /// The events to send. They are shared with the stream.
    fn outgoing(&self) -> Box<dyn OutgoingEvents>;
    /// Makes it a stream of these events.
    fn connect(&mut self, incoming: Box<dyn IncomingEvents>);
}

/// Events to send.
pub trait OutgoingEvents: Send {
    /// Passes the next event to `write`; false at the end.
    ///
    /// # Errors
    /// What ended the events prematurely: the request must not look complete.
    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
        write: &mut dyn FnMut(&dyn Structure),
    ) -> Poll<Result<bool, TransportError>>;
}

/// Events that are received.
pub trait IncomingEvents: Send {
    /// Parses the next event into a union with default values; `None` at the end.
    ///
    /// # Errors
    /// A message that does not match the model, or a network failure.
    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
        event: &mut dyn Structure,
    ) -> Poll<Result<Option<Event>, BrokenEvents>>;
}

/// Why no more events arrive.
#[derive(Debug)]
#[non_exhaustive]
pub enum BrokenEvents {
    /// The network failed.
    Transport(TransportError),
    /// A message does not match the model.
    Decode(DecodeError),
}

/// What a message is.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// An event of the union, or one that is not in the model.
    Event,
    /// An error of the union, which ends the stream.
    Exception,
    /// An error that is not in the model, which ends the stream.
    Error {
        /// Name, type or category.
        code: String,
        /// What went wrong.
        message: String,
    },
}
