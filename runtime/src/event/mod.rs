//! Event streams: frames, events, and the streams of them that inputs and outputs have.
//!
//! [`Message`] and [`Decoder`] are the frames; [`encode`] and [`decode`] tell what of an event travels
//! where, as pure functions; [`EventStream`] is the type of a member.

mod frame;
mod incoming;
mod initial;
mod marshal;
mod outgoing;
mod queue;
mod stream;

use std::task::{Context, Poll};

use bytes::Bytes;

pub use frame::{Decoder, FrameError, HeaderValue, Message};
pub use incoming::Incoming;
pub use initial::{initial_request, open};
pub use marshal::{Event, EventFormat, decode, encode};
pub use queue::{Closed, EventSender};
pub use stream::{EventError, EventStream};

pub(crate) use incoming::Broken;
pub(crate) use initial::{WithoutStream, stream_member};
pub(crate) use outgoing::EventSource;

use crate::transport::TransportError;
use crate::view::Structure;

/// The media type of event streams.
pub const MEDIA_TYPE: &str = "application/vnd.amazon.eventstream";

/// An event stream without the type of its events.
pub trait Events: Send {
    /// The events, to be sent. They are shared with the stream.
    fn outgoing(&self) -> Box<dyn OutgoingEvents>;
    /// Makes it the stream of these messages.
    fn connect(&mut self, incoming: Incoming);
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

/// Signs the messages of a stream, one after the other: each signature covers the one before it.
///
/// A signed message is one whose payload is the frame to send; see "Event streams" of the Signature
/// Version 4 documentation. [`Message`] writes it.
pub trait EventSigner: Send {
    /// The frame of the signed message.
    ///
    /// # Errors
    /// Why it cannot be signed.
    fn sign(&mut self, frame: &[u8]) -> Result<Bytes, String>;

    /// The frame after the last: the signature of nothing.
    ///
    /// # Errors
    /// As [`EventSigner::sign`].
    fn last(&mut self) -> Result<Bytes, String>;
}
