//! HTTP/2: concurrent requests over one connection.

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

/// A shared connection. It closes when its last owner is dropped and all its streams have ended.
#[derive(Clone)]
pub(super) struct Multiplexed {
    sender: http2::SendRequest<Outgoing>,
    load: Arc<Load>,
    /// Owned by the task that drives it, which locks it while it is polled.
    driver: Weak<Mutex<Driver>>,
}

type Driver = http2::Connection<TokioIo<Watched>, Outgoing, TokioExecutor>;

/// The state of a connection.
struct Load {
    activity: Activity,
    streams: AtomicUsize,
    /// The server's limit on streams, when it was last read.
    most: AtomicUsize,
    /// The read timeout.
    patience: Option<Duration>,
}

/// One request's stream of a connection.
pub(super) struct Share {
    connection: Multiplexed,
    link: Link,
    /// When the request last made progress. Other traffic on the connection does not count: interim responses,
    /// pings, and other streams.
    activity: Activity,
}

impl Multiplexed {
    /// Opens a connection to a server that is known to support HTTP/2, and drives it in its own task.
    pub(super) async fn open(watched: Watched, patience: Option<Duration>) -> hyper::Result<Self> {
        let load = Arc::new(Load {
            activity: watched.activity.clone(),
            streams: AtomicUsize::new(0),
            most: AtomicUsize::new(1),
            patience,
        });
        let (sender, connection) = http2::Builder::new(TokioExecutor::new())
            // Servers refuse streams beyond their limit, which is known only after their first frame.
            .initial_max_send_streams(1)
            .max_header_list_size(u32::try_from(RESPONSE_HEAD_BYTES).unwrap_or(u32::MAX))
            .handshake(TokioIo::new(watched))
            .await?;
        let driven = Arc::new(Mutex::new(connection));
        let driver = Arc::downgrade(&driven);
        // Errors reach the caller through the pending response.
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

    /// The server's limit on streams.
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

    /// Whether another request can use the connection. Beyond the server's limit it would wait for another stream
    /// to end, and event streams may never do so. Also, a connection on which other requests have waited beyond the
    /// read timeout is most likely broken, and more requests on it would only delay detecting that.
    pub(super) fn has_room(&self) -> bool {
        let streams = self.load.streams.load(Ordering::Relaxed);
        let silent = |limit| self.load.activity.is_unheard_for(limit);
        self.is_open()
            && streams < self.most()
            && (streams == 0 || !self.load.patience.is_some_and(silent))
    }

    /// A stream for another request.
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

    /// Sends a request and waits for the head of the response.
    pub(super) async fn send(
        &mut self,
        request: Request<Outgoing>,
    ) -> Result<Response<Incoming>, TrySendError<Request<Outgoing>>> {
        self.connection.sender.try_send_request(request).await
    }

    /// Why reading the request's body failed.
    pub(super) fn failure(&self) -> Option<TransportError> {
        self.link.state().failure.take()
    }

    /// Cancels the request, since its response is no longer wanted.
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

/// Connects a stream's request and response, since hyper does not tell one what happens to the other.
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

    /// Records that a piece of the request's body was read.
    pub(super) fn taken(&self) {
        self.0.activity.touch();
    }

    /// Whether the response was dropped; wakes the request when that happens.
    pub(super) fn is_cut(&self, context: &mut Context<'_>) -> bool {
        let mut state = self.state();
        match &mut state.waker {
            Some(waker) => waker.clone_from(context.waker()),
            none => *none = Some(context.waker().clone()),
        }
        state.cut
    }

    /// Stores why reading the request's body failed, and returns an error for hyper.
    pub(super) fn fail(&self, error: TransportError) -> TransportError {
        let shown = TransportError::new(TransportErrorKind::Body, "");
        self.state().failure = Some(error);
        shown
    }
}

impl Drop for Ends {
    /// Runs when both request and response have ended.
    fn drop(&mut self) {
        self.load.streams.fetch_sub(1, Ordering::Relaxed);
    }
}
