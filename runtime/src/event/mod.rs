//! Event streams: frames, events, and the streams in inputs and outputs.
//!
//! [`Message`] and [`Decoder`] handle frames; [`encode`] and [`decode`] convert events to messages and back, as
//! pure functions; [`EventStream`] is the type of a member.

mod frame;
mod incoming;
mod initial;
mod marshal;
mod outgoing;
mod queue;
mod stream;

pub use frame::{Decoder, FrameError, HeaderValue, Message};
pub use incoming::Incoming;
pub use initial::{initial_request, initial_response, open};
pub use marshal::{decode, encode};
pub use queue::{Closed, EventSender};
pub use stream::{EventError, EventStream};

pub(crate) use initial::WithoutStream;
pub use initial::stream_member;
pub(crate) use outgoing::EventSource;

pub use crate::body::EventSigner;
pub use crate::view::{BrokenEvents, Event, Events, IncomingEvents, OutgoingEvents};

/// The media type of event streams.
pub const MEDIA_TYPE: &str = "application/vnd.amazon.eventstream";
