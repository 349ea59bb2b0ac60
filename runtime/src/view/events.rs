//! Views of event streams: how a message reads and fills a stream of events without knowing their type.

use std::task::{Context, Poll};

use super::Structure;
use crate::body::TransportError;
use crate::error::DecodeError;

/// An event stream without the type of its events.
pub trait Events: Send {
    /// The events, to be sent. They are shared with the stream.
    fn outgoing(&self) -> Box<dyn OutgoingEvents>;
    /// Makes it the stream of these events.
    fn connect(&mut self, incoming: Box<dyn IncomingEvents>);
}

/// Events that are sent.
pub trait OutgoingEvents: Send {
    /// Gives the next event to `write`; false at the end.
    ///
    /// # Errors
    /// What ended the events before their end: the request must not end as if it were whole.
    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
        write: &mut dyn FnMut(&dyn Structure),
    ) -> Poll<Result<bool, TransportError>>;
}

/// Events that arrive.
pub trait IncomingEvents: Send {
    /// Reads the next event into a union at zero; `None` at the end.
    ///
    /// # Errors
    /// A message that is not what the model says, or a failure of the network.
    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
        event: &mut dyn Structure,
    ) -> Poll<Result<Option<Event>, BrokenEvents>>;
}

/// Why no more events come.
#[derive(Debug)]
#[non_exhaustive]
pub enum BrokenEvents {
    /// The network failed.
    Transport(TransportError),
    /// A message is not what the model says.
    Decode(DecodeError),
}

/// What a message is.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// An event of the union, or one that the model does not know.
    Event,
    /// An error of the union: the stream ends with it.
    Exception,
    /// An error that the model does not know: the stream ends with it.
    Error {
        /// Name, type or category.
        code: String,
        /// What went wrong.
        message: String,
    },
}
