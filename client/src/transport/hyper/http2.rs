//! HTTP/2: many requests at once over one connection.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Waker};
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::{TrySendError, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};

use super::super::{TransportError, TransportErrorKind};
use super::outgoing::Outgoing;
use super::stream::Watched;
use super::timer::Activity;
use crate::limits::RESPONSE_HEAD_BYTES;

/// A connection that requests share. It closes when its last owner is dropped and its streams have ended.
#[derive(Clone)]
pub(super) struct Multiplexed {
    sender: http2::SendRequest<Outgoing>,
    load: Arc<Load>,
    /// Owned by the task that drives it, which locks it while it does.
    driver: Weak<Mutex<Driver>>,
}

type Driver = http2::Connection<TokioIo<Watched>, Outgoing, TokioExecutor>;

/// What is under way over a connection.
struct Load {
    activity: Activity,
    streams: AtomicUsize,
    /// How many streams the server allows, when it was last looked at.
    most: AtomicUsize,
    /// How long the server may be silent.
    patience: Option<Duration>,
}

/// A share in a connection: the stream of one request.
pub(super) struct Share {
    connection: Multiplexed,
    link: Link,
    /// When the request last went on. What else comes over the connection is not an answer to it: interim
    /// responses, pings, and what others asked for.
    activity: Activity,
}

impl Multiplexed {
    /// Greets the server, which is known to speak HTTP/2, and drives the connection in a task of its own.
    pub(super) async fn open(watched: Watched, patience: Option<Duration>) -> hyper::Result<Self> {
        let load = Arc::new(Load {
            activity: watched.activity.clone(),
            streams: AtomicUsize::new(0),
            most: AtomicUsize::new(1),
            patience,
        });
        let (sender, connection) = http2::Builder::new(TokioExecutor::new())
            // A server refuses streams that it does not allow, and only its first words say how many it does.
            .initial_max_send_streams(1)
            .max_header_list_size(u32::try_from(RESPONSE_HEAD_BYTES).unwrap_or(u32::MAX))
            .handshake(TokioIo::new(watched))
            .await?;
        let driven = Arc::new(Mutex::new(connection));
        let driver = Arc::downgrade(&driven);
        // An error reaches the caller through the response that it waits for.
        tokio::spawn(async move {
            poll_fn(|context| {
                let mut connection = driven.lock().unwrap_or_else(PoisonError::into_inner);
                Pin::new(&mut *connection).poll(context).map(drop)
            })
            .await;
        });
        Ok(Multiplexed {
            sender,
            load,
            driver,
        })
    }

    /// How many streams the server allows.
    fn most(&self) -> usize {
        let most = &self.load.most;
        if let Some(driver) = self.driver.upgrade()
            && let Ok(connection) = driver.try_lock()
        {
            most.store(connection.current_max_send_streams(), Ordering::Relaxed);
        }
        most.load(Ordering::Relaxed)
    }

    pub(super) fn is_open(&self) -> bool {
        !self.sender.is_closed()
    }

    /// Whether both are the same connection.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.load, &other.load)
    }

    /// Whether one more request can be under way. One more than the server allows would wait for another to
    /// end, and streams of events may never do. And a connection on which others wait in vain has most likely
    /// broken: what is written to it would only make them wait longer.
    pub(super) fn has_room(&self) -> bool {
        let streams = self.load.streams.load(Ordering::Relaxed);
        let silent = |limit| self.load.activity.is_unheard_for(limit);
        self.is_open()
            && streams < self.most()
            && (streams == 0 || !self.load.patience.is_some_and(silent))
    }

    /// A stream for one more request.
    pub(super) fn share(&self) -> Share {
        if self.load.streams.fetch_add(1, Ordering::Relaxed) == 0 {
            // Silence between requests does not count.
            self.load.activity.hear();
        }
        let activity = Activity::new();
        Share {
            connection: self.clone(),
            link: Link(Arc::new(Ends {
                load: self.load.clone(),
                state: Mutex::default(),
                activity: activity.clone(),
            })),
            activity,
        }
    }
}

impl Share {
    pub(super) fn connection(&self) -> &Multiplexed {
        &self.connection
    }

    pub(super) fn activity(&self) -> &Activity {
        &self.activity
    }

    pub(super) fn is_open(&self) -> bool {
        self.connection.is_open()
    }

    pub(super) fn link(&self) -> Link {
        self.link.clone()
    }

    /// Sends a request and waits for the head of its response.
    pub(super) async fn send(
        &mut self,
        request: Request<Outgoing>,
    ) -> Result<Response<Incoming>, TrySendError<Request<Outgoing>>> {
        self.connection.sender.try_send_request(request).await
    }

    /// Why the request's body could not be read to its end.
    pub(super) fn failure(&self) -> Option<TransportError> {
        self.link.state().failure.take()
    }

    /// The response is no longer wanted: the request ends too.
    pub(super) fn cut(&self) {
        let mut state = self.link.state();
        state.cut = true;
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// What request and response of a stream tell each other: hyper keeps from either what becomes of the other.
#[derive(Clone)]
pub(super) struct Link(Arc<Ends>);

struct Ends {
    load: Arc<Load>,
    activity: Activity,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    failure: Option<TransportError>,
    cut: bool,
    waker: Option<Waker>,
}

impl Link {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a piece of the request was taken.
    pub(super) fn taken(&self) {
        self.0.activity.touch();
    }

    /// Whether the response is no longer wanted; wakes the request when that happens.
    pub(super) fn is_cut(&self, context: &mut Context<'_>) -> bool {
        let mut state = self.state();
        match &mut state.waker {
            Some(waker) => waker.clone_from(context.waker()),
            none => *none = Some(context.waker().clone()),
        }
        state.cut
    }

    /// Keeps why the request's body cannot be read, and returns what hyper gets to see in its place.
    pub(super) fn fail(&self, error: TransportError) -> TransportError {
        let shown = TransportError::new(TransportErrorKind::Body, "");
        self.state().failure = Some(error);
        shown
    }
}

impl Drop for Ends {
    /// Request and response have both ended.
    fn drop(&mut self) {
        self.load.streams.fetch_sub(1, Ordering::Relaxed);
    }
}
