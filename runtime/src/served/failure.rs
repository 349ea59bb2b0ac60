//! Why the stream of an input failed.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::problem::Problem;
use crate::body::{Body, BodyStream, TransportError};

/// Why the stream of an input failed, once it has.
///
/// A method that reads a stream fails if the stream does, mostly with an error of its own. The client gets this answer
/// instead, since it is the request that is at fault.
#[derive(Clone, Debug, Default)]
pub struct StreamFailure(Arc<OnceLock<Problem>>);

impl StreamFailure {
    /// The answer to the client; `None` if all went well so far.
    pub fn get(&self) -> Option<&Problem> {
        self.0.get()
    }

    /// The body, whose failure is noted.
    pub(super) fn of_body(&self, body: Body) -> Body {
        // What is in memory does not fail.
        match body.as_bytes() {
            Some(_) => body,
            None => Body::stream(Watched {
                stream: body,
                failure: self.clone(),
            }),
        }
    }

    /// Notes a failure. The first is the reason for those after it.
    fn note(&self, of: impl FnOnce() -> Problem) {
        self.0.get_or_init(of);
    }
}

/// A stream that notes its failure.
struct Watched<S> {
    stream: S,
    failure: StreamFailure,
}

impl BodyStream for Watched<Body> {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let piece = ready!(self.stream.poll_piece(context));
        if let Some(Err(error)) = &piece {
            self.failure.note(|| error.into());
        }
        Poll::Ready(piece)
    }

    fn remaining(&self) -> Option<u64> {
        self.stream.remaining()
    }

    fn trailers(&self) -> Option<&http::HeaderMap> {
        self.stream.trailers()
    }
}

#[cfg(feature = "event-streams")]
mod events {
    use std::task::{Context, Poll, ready};

    use super::{StreamFailure, Watched};
    use crate::event::Incoming;
    use crate::view::{BrokenEvents, Event, IncomingEvents, Structure};

    impl StreamFailure {
        /// The events, whose failure is noted.
        pub(in super::super) fn of_events(&self, stream: Incoming) -> Box<dyn IncomingEvents> {
            Box::new(Watched {
                stream,
                failure: self.clone(),
            })
        }
    }

    impl IncomingEvents for Watched<Incoming> {
        fn poll_event(
            &mut self,
            context: &mut Context<'_>,
            event: &mut dyn Structure,
        ) -> Poll<Result<Option<Event>, BrokenEvents>> {
            let next = ready!(self.stream.poll_event(context, event));
            match &next {
                Err(BrokenEvents::Transport(error)) => self.failure.note(|| error.into()),
                Err(BrokenEvents::Decode(error)) => self.failure.note(|| error.into()),
                Ok(_) => {}
            }
            Poll::Ready(next)
        }
    }
}
