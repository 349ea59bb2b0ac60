//! What a request is sent over: a connection of its own for a while, or a stream of a shared one.

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::{TrySendError, http1};
use tokio::task::AbortHandle;

use super::super::TransportError;
#[cfg(feature = "http2")]
use super::http2::Share;
use super::outgoing::Outgoing;
use super::pool::{Key, Pool};
use super::sending::Sending;
use super::timer::Activity;

/// What a request is sent over.
pub(super) enum Connection {
    Http1(Single),
    #[cfg(feature = "http2")]
    Http2(Share),
}

/// A connection that takes one request after the other.
pub(super) struct Single {
    pub(super) sender: http1::SendRequest<Outgoing>,
    pub(super) activity: Activity,
    /// How far its request has come.
    pub(super) sending: Sending,
    /// The task that drives it.
    pub(super) driver: AbortHandle,
    /// Whether the server was offered HTTP/2.
    pub(super) declined: bool,
}

impl Drop for Single {
    /// Closes it although a request is still being sent, which hyper would send to its end.
    fn drop(&mut self) {
        if !self.sending.is_done() {
            self.driver.abort();
        }
    }
}

impl Connection {
    /// When bytes last went over it.
    pub(super) fn activity(&self) -> &Activity {
        match self {
            Connection::Http1(single) => &single.activity,
            #[cfg(feature = "http2")]
            Connection::Http2(share) => share.activity(),
        }
    }

    /// Waits until it can take a request; whether it ever can.
    pub(super) async fn is_ready(&mut self) -> bool {
        match self {
            // Waits for the task that drives the connection to finish with the last response.
            Connection::Http1(single) => single.sender.ready().await.is_ok(),
            #[cfg(feature = "http2")]
            Connection::Http2(share) => share.is_open(),
        }
    }

    /// Sends a request and waits for the head of its response.
    pub(super) async fn send(
        &mut self,
        request: Request<Outgoing>,
    ) -> Result<Response<Incoming>, TrySendError<Request<Outgoing>>> {
        match self {
            Connection::Http1(single) => single.sender.try_send_request(request).await,
            #[cfg(feature = "http2")]
            Connection::Http2(share) => share.send(request).await,
        }
    }

    /// Lets other requests share it from now on, where it can be shared.
    pub(super) fn lend(&self, key: &Key, pool: &Pool) {
        match self {
            Connection::Http1(_) => {}
            #[cfg(feature = "http2")]
            Connection::Http2(share) => pool.lend(key.clone(), share.connection()),
        }
        let _ = (key, pool);
    }

    /// Keeps it, its response having ended, where its request has too.
    pub(super) fn keep(self, key: Key, pool: &Pool) {
        match self {
            Connection::Http1(single) if single.sending.is_done() => pool.put(key, single),
            Connection::Http1(_) => {}
            // The pool has had it all the time.
            #[cfg(feature = "http2")]
            Connection::Http2(_) => {}
        }
    }

    /// It is of no use: no other request shall take it.
    pub(super) fn give_up(&self, pool: &Pool) {
        match self {
            // Its server may go on for ever, and hyper would listen.
            Connection::Http1(single) => single.driver.abort(),
            #[cfg(feature = "http2")]
            Connection::Http2(share) => pool.forget(share.connection()),
        }
        let _ = pool;
    }

    /// The rest of the response is not wanted.
    pub(super) fn cut(&self) {
        match self {
            // It closes with its last owner.
            Connection::Http1(_) => {}
            #[cfg(feature = "http2")]
            Connection::Http2(share) => share.cut(),
        }
    }

    /// Whether the request is to blame for an error, and not the connection.
    pub(super) fn is_fault_of_request(&self, error: &hyper::Error) -> bool {
        match self {
            Connection::Http1(_) => error.is_user(),
            // hyper blames the user for a connection that ends before a stream has begun; what is wrong with
            // a body it does not say here.
            #[cfg(feature = "http2")]
            Connection::Http2(_) => false,
        }
    }

    /// Why the request's body could not be read to its end, where hyper does not tell.
    pub(super) fn failure(&self) -> Option<TransportError> {
        match self {
            Connection::Http1(_) => None,
            #[cfg(feature = "http2")]
            Connection::Http2(share) => share.failure(),
        }
    }
}
