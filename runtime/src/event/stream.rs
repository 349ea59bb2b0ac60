//! The type of a member that is an event stream.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use super::incoming::{Broken, Incoming};
use super::marshal::{self, Event};
use super::queue::{EventSender, Receiver, queue};
use super::{Events, OutgoingEvents};
use crate::error::DecodeError;
use crate::transport::TransportError;
use crate::value::Rigor;
use crate::view::{Ref, Slot, Structure, View};

/// Events, sent or received.
///
/// To send: from a list, or through an [`EventSender`] while the request is under way. As received:
/// one by one with [`EventStream::recv`]. Clones share the events: each is received once.
pub struct EventStream<T>(Option<Arc<Mutex<State<T>>>>);

enum State<T> {
    Own(Receiver<T>),
    Received(Incoming),
    Ended,
}

/// How many events wait in a channel before a sender has to.
const CAPACITY: usize = 16;

/// Why a stream ended before its end.
#[derive(Debug)]
pub enum EventError<T> {
    /// An error of the model: the union with its error.
    Exception(T),
    /// An error that the model does not describe.
    Unmodeled {
        /// Its name.
        code: String,
        /// What went wrong.
        message: String,
    },
    /// A message that is not what the model says.
    Decode(DecodeError),
    /// The network failed.
    Transport(TransportError),
}

impl<T: fmt::Debug> fmt::Display for EventError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EventError::Exception(error) => write!(f, "the stream ended with {error:?}"),
            EventError::Unmodeled { code, message } => write!(f, "{code}: {message}"),
            EventError::Decode(error) => write!(f, "cannot read an event: {error}"),
            EventError::Transport(error) => write!(f, "{error}"),
        }
    }
}

impl<T: fmt::Debug> std::error::Error for EventError<T> {}

impl<T> EventStream<T> {
    /// A stream, and what sends into it.
    pub fn channel() -> (EventSender<T>, Self) {
        let (sender, receiver) = queue(CAPACITY, []);
        (sender, EventStream::of(State::Own(receiver)))
    }

    /// A stream of these events.
    pub fn from_events(events: impl IntoIterator<Item = T>) -> Self {
        EventStream::of(State::Own(queue(CAPACITY, events).1))
    }

    fn of(state: State<T>) -> Self {
        EventStream(Some(Arc::new(Mutex::new(state))))
    }
}

fn lock<T>(state: &Mutex<State<T>>) -> MutexGuard<'_, State<T>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T: Structure + Default> EventStream<T> {
    /// Waits for the next event; `None` at the end.
    ///
    /// # Errors
    /// What ended the stream: an error of the service, or what went wrong on the way. There are no
    /// events after it.
    pub async fn recv(&mut self) -> Result<Option<T>, EventError<T>> {
        poll_fn(|context| self.poll_recv(context)).await
    }

    /// The next event; `None` at the end.
    pub fn poll_recv(&self, context: &mut Context<'_>) -> Poll<Result<Option<T>, EventError<T>>> {
        let Some(state) = &self.0 else {
            return Poll::Ready(Ok(None));
        };
        let mut state = lock(state);
        let found = match &mut *state {
            State::Own(receiver) => ready!(receiver.poll(context)).map(Ok),
            State::Received(incoming) => ready!(received(incoming, context)).transpose(),
            State::Ended => None,
        };
        if !matches!(found, Some(Ok(_))) {
            *state = State::Ended;
        }
        Poll::Ready(found.transpose())
    }
}

fn received<T: Structure + Default>(
    incoming: &mut Incoming,
    context: &mut Context<'_>,
) -> Poll<Result<Option<T>, EventError<T>>> {
    let message = match ready!(incoming.poll_message(context)) {
        Ok(Some(message)) => message,
        Ok(None) => return Poll::Ready(Ok(None)),
        Err(Broken::Transport(error)) => return Poll::Ready(Err(EventError::Transport(error))),
        Err(Broken::Frame(error)) => return Poll::Ready(Err(EventError::Decode(error))),
    };
    let Some(format) = incoming.format() else {
        let error = DecodeError::new("the protocol has no event streams");
        return Poll::Ready(Err(EventError::Decode(error)));
    };
    let mut event = T::default();
    let operation = incoming.operation();
    let read = marshal::decode(format, operation, &message, &mut event, Rigor::Lenient);
    Poll::Ready(match read {
        Ok(Event::Event) => Ok(Some(event)),
        Ok(Event::Exception) => Err(EventError::Exception(event)),
        Ok(Event::Error { code, message }) => Err(EventError::Unmodeled { code, message }),
        Err(error) => Err(EventError::Decode(error)),
    })
}

impl<T: Structure + Default + Send + 'static> Events for EventStream<T> {
    fn outgoing(&self) -> Box<dyn OutgoingEvents> {
        Box::new(self.clone())
    }
    fn connect(&mut self, incoming: Incoming) {
        *self = EventStream::of(State::Received(incoming));
    }
}

impl<T: Structure + Default + Send> OutgoingEvents for EventStream<T> {
    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
        write: &mut dyn FnMut(&dyn Structure),
    ) -> Poll<bool> {
        // Events that were received may be sent on; what ended them ends these.
        match ready!(self.poll_recv(context)) {
            Ok(Some(event)) | Err(EventError::Exception(event)) => {
                write(&event);
                Poll::Ready(true)
            }
            _ => Poll::Ready(false),
        }
    }
}

impl<T: Structure + Default + Send + 'static> View for EventStream<T> {
    fn view(&self) -> Ref<'_> {
        match &self.0 {
            Some(_) => Ref::Events(self),
            None => Ref::Unset,
        }
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Events(self)
    }
}

impl<T> Default for EventStream<T> {
    /// No stream: nothing is sent, not even an empty one.
    fn default() -> Self {
        EventStream(None)
    }
}

impl<T> Clone for EventStream<T> {
    fn clone(&self) -> Self {
        EventStream(self.0.clone())
    }
}

impl<T> PartialEq for EventStream<T> {
    /// The same stream.
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream")
    }
}

impl<T, I: IntoIterator<Item = T>> From<I> for EventStream<T> {
    fn from(events: I) -> Self {
        EventStream::from_events(events)
    }
}
