//! The type of an event stream member.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use super::queue::{EventSender, Receiver, queue};
use crate::body::{TransportError, TransportErrorKind};
use crate::error::DecodeError;
use crate::limits::EVENTS_WAITING as CAPACITY;
use crate::view::{
    BrokenEvents, Event, Events, IncomingEvents, OutgoingEvents, Ref, Slot, Structure, View,
};

/// Events to send or to receive.
///
/// To send, create it from a list, or use an [`EventSender`] while the request is in progress. To receive, call
/// [`EventStream::recv`]. Clones share the events: each is received once.
pub struct EventStream<T>(Option<Arc<Mutex<State<T>>>>);

enum State<T> {
    Own(Receiver<T>),
    Received(Box<dyn IncomingEvents>),
    Ended,
    /// Ended by an unmodelled error, so that events are missing.
    Broken,
}

/// Why a stream ended prematurely.
#[derive(Debug)]
pub enum EventError<T> {
    /// A modelled error, as a variant of the union.
    Exception(T),
    /// An error that is not in the model.
    Unmodeled {
        /// Its name.
        code: String,
        /// What went wrong.
        message: String,
    },
    /// A message does not match the model.
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

impl<T: fmt::Debug> std::error::Error for EventError<T> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            EventError::Transport(error) => Some(error),
            _ => None,
        }
    }
}

impl<T> EventStream<T> {
    /// A stream with a sender for it.
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
    fn is_broken(&self) -> bool {
        let state = self.0.as_ref();
        state.is_some_and(|state| matches!(*lock(state), State::Broken))
    }

    /// Waits for the next event; `None` at the end.
    ///
    /// # Errors
    /// An error from the service or in transit, which ends the stream.
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
            State::Received(incoming) => ready!(received(&mut **incoming, context)).transpose(),
            State::Ended => None,
            State::Broken => return Poll::Ready(Ok(None)),
        };
        match &found {
            Some(Ok(_)) => {}
            None | Some(Err(EventError::Exception(_))) => *state = State::Ended,
            Some(Err(_)) => *state = State::Broken,
        }
        Poll::Ready(found.transpose())
    }
}

fn received<T: Structure + Default>(
    incoming: &mut dyn IncomingEvents,
    context: &mut Context<'_>,
) -> Poll<Result<Option<T>, EventError<T>>> {
    let mut event = T::default();
    Poll::Ready(match ready!(incoming.poll_event(context, &mut event)) {
        Ok(None) => Ok(None),
        Ok(Some(Event::Event)) => Ok(Some(event)),
        Ok(Some(Event::Exception)) => Err(EventError::Exception(event)),
        Ok(Some(Event::Error { code, message })) => Err(EventError::Unmodeled { code, message }),
        Err(BrokenEvents::Decode(error)) => Err(EventError::Decode(error)),
        Err(BrokenEvents::Transport(error)) => Err(EventError::Transport(error)),
    })
}

impl<T: Structure + Default + Send + 'static> Events for EventStream<T> {
    fn outgoing(&self) -> Box<dyn OutgoingEvents> {
        Box::new(self.clone())
    }
    fn connect(&mut self, incoming: Box<dyn IncomingEvents>) {
        *self = EventStream::of(State::Received(incoming));
    }
}

impl<T: Structure + Default + Send> OutgoingEvents for EventStream<T> {
    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
        write: &mut dyn FnMut(&dyn Structure),
    ) -> Poll<Result<bool, TransportError>> {
        // Received events may be sent on, including the modelled error that ends them.
        match ready!(self.poll_recv(context)) {
            Ok(Some(event)) | Err(EventError::Exception(event)) => {
                write(&event);
                Poll::Ready(Ok(true))
            }
            Ok(None) if self.is_broken() => broken("they broke off before their end"),
            Ok(None) => Poll::Ready(Ok(false)),
            Err(EventError::Unmodeled { code, message }) => broken(format!("{code}: {message}")),
            Err(EventError::Decode(error)) => broken(error),
            Err(EventError::Transport(error)) => broken(error),
        }
    }
}

/// The error for sending on received events that ended prematurely.
fn broken(
    cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> Poll<Result<bool, TransportError>> {
    Poll::Ready(Err(
        TransportError::new(TransportErrorKind::Body, "").because(cause)
    ))
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
    /// No stream: nothing is sent, not even an empty stream.
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

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use bytes::Bytes;

    use super::*;
    use crate::body::Body;
    use crate::event::{EventSigner, EventSource, Incoming, Message, marshal};
    use crate::operation::{OperationSpec, Service};
    use crate::schema::{Kind, Member, Schema, prelude};

    static EVENTS: Schema = Schema::new("test#Events", Kind::Union, &[Member::new("word", &WORD)]);
    static WORD: Schema = Schema::new(
        "test#Word",
        Kind::Structure,
        &[Member::new("text", &prelude::STRING)],
    );
    static SERVICE: Service =
        Service::new("test#Service", "", "Test", &crate::protocol::REST_JSON_1);
    static OPERATION: OperationSpec =
        OperationSpec::new("Do", &SERVICE, &prelude::UNIT, &prelude::UNIT);

    #[derive(Debug, Default)]
    struct Word(Option<String>);

    impl Structure for Word {
        fn schema(&self) -> &'static Schema {
            &WORD
        }
        fn get(&self, _: usize) -> Ref<'_> {
            self.0.view()
        }
        fn slot(&mut self, _: usize) -> Slot<'_> {
            self.0.slot()
        }
    }

    #[derive(Debug, Default)]
    struct Choice(Word);

    impl Structure for Choice {
        fn schema(&self) -> &'static Schema {
            &EVENTS
        }
        fn get(&self, _: usize) -> Ref<'_> {
            Ref::Structure(&self.0)
        }
        fn slot(&mut self, _: usize) -> Slot<'_> {
            Slot::Structure(&mut self.0)
        }
    }

    /// A stream of one event followed by these bytes.
    fn received(after: &[u8]) -> EventStream<Choice> {
        let format = SERVICE.protocol.events().unwrap();
        let event = Choice(Word(Some("hi".to_owned())));
        let message: Message = marshal::encode(format, &OPERATION, &event).unwrap();
        let bytes = [&message.encode().unwrap()[..], after].concat();
        let mut stream = EventStream::default();
        stream.connect(Box::new(Incoming::new(
            &OPERATION,
            Bytes::from(bytes).into(),
        )));
        stream
    }

    struct Signer;

    impl EventSigner for Signer {
        fn sign(&mut self, frame: &[u8]) -> Result<Bytes, String> {
            Ok(Bytes::copy_from_slice(frame))
        }
        fn last(&mut self) -> Result<Bytes, String> {
            Ok(Bytes::from_static(b"the end"))
        }
    }

    /// The body of a request with these events.
    fn sent_on(stream: &EventStream<Choice>) -> Result<Bytes, TransportError> {
        let source = EventSource::new(
            &OPERATION,
            SERVICE.protocol.events(),
            None,
            stream.outgoing(),
        );
        let body: Body = source.open(Some(Box::new(Signer)));
        let mut context = Context::from_waker(Waker::noop());
        match std::pin::pin!(body.collect()).poll(&mut context) {
            Poll::Ready(result) => result,
            Poll::Pending => panic!("all is in memory"),
        }
    }

    #[test]
    fn events_are_sent_on_to_their_end() {
        let bytes = sent_on(&received(b"")).unwrap();
        assert!(bytes.ends_with(b"the end"));
        assert!(bytes.len() > 7);
    }

    #[test]
    fn events_that_broke_off_fail_the_request() {
        let error = sent_on(&received(b"\0\0\0")).unwrap_err();
        assert_eq!(error.kind, TransportErrorKind::Body);
        let stream = received(&[7; 16]);
        assert!(sent_on(&stream).is_err());
        // Nor are they complete after the caller has seen the error.
        assert!(sent_on(&stream).is_err());
    }

    #[test]
    fn so_many_events_wait_for_the_reader_and_no_more() {
        let (sender, stream) = EventStream::<Choice>::channel();
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..CAPACITY {
            let mut sending = std::pin::pin!(sender.send(Choice::default()));
            assert!(sending.as_mut().poll(&mut context).is_ready());
        }
        let mut sending = std::pin::pin!(sender.send(Choice::default()));
        assert!(sending.as_mut().poll(&mut context).is_pending());
        drop(stream);
    }
}
