//! What a request is sent over: an exclusive connection, or a stream of a shared one.

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

pub(super) enum Connection {
    Http1(Single),
    #[cfg(feature = "http2")]
    Http2(Share),
}

/// A connection that handles one request after the other.
pub(super) struct Single {
    pub(super) sender: http1::SendRequest<Outgoing>,
    pub(super) activity: Activity,
    /// How much of its request has been sent.
    pub(super) sending: Sending,
    pub(super) driver: AbortHandle,
    /// Whether HTTP/2 was offered to the server, and not chosen.
    pub(super) declined: bool,
}

impl Drop for Single {
    /// Closes the connection even if a request is still being sent, which hyper would otherwise complete.
    fn drop(&mut self) {
        if !self.sending.is_done() {
            self.driver.abort();
        }
    }
}

impl Connection {
    /// When bytes were last transferred.
    pub(super) fn activity(&self) -> &Activity {
        match self {
            Connection::Http1(single) => &single.activity,
            #[cfg(feature = "http2")]
            Connection::Http2(share) => share.activity(),
        }
    }

    /// Waits until it can accept a request; false if it never will.
    pub(super) async fn is_ready(&mut self) -> bool {
        match self {
            // Wait for the driver task to finish with the previous response.
            Connection::Http1(single) => single.sender.ready().await.is_ok(),
            #[cfg(feature = "http2")]
            Connection::Http2(share) => share.is_open(),
        }
    }

    /// Sends a request and waits for the head of the response.
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

    /// Makes a shareable connection available to other requests.
    pub(super) fn lend(&self, key: &Key, pool: &Pool) {
        match self {
            Connection::Http1(_) => {}
            #[cfg(feature = "http2")]
            Connection::Http2(share) => pool.lend(key.clone(), share.connection()),
        }
        let _ = (key, pool);
    }

    /// Returns the connection to the pool after a response, if its request is complete too.
    pub(super) fn keep(self, key: Key, pool: &Pool) {
        match self {
            Connection::Http1(single) if single.sending.is_done() => pool.put(key, single),
            Connection::Http1(_) => {}
            // It has been in the pool all along.
            #[cfg(feature = "http2")]
            Connection::Http2(_) => {}
        }
    }

    /// Prevents other requests from using it.
    pub(super) fn give_up(&self, pool: &Pool) {
        match self {
            // Its server may keep sending, and hyper would keep reading.
            Connection::Http1(single) => single.driver.abort(),
            #[cfg(feature = "http2")]
            Connection::Http2(share) => pool.forget(share.connection()),
        }
        let _ = pool;
    }

    /// Cancels the rest of the response.
    pub(super) fn cut(&self) {
        match self {
            // It closes with its last owner.
            Connection::Http1(_) => {}
            #[cfg(feature = "http2")]
            Connection::Http2(share) => share.cut(),
        }
    }

    /// Whether an error is the request's fault rather than the connection's.
    pub(super) fn is_fault_of_request(&self, error: &hyper::Error) -> bool {
        match self {
            Connection::Http1(_) => error.is_user(),
            // hyper reports a connection that ends before a stream has started as a user error; errors of the body
            // are not reported here.
            #[cfg(feature = "http2")]
            Connection::Http2(_) => false,
        }
    }

    /// Why reading the request's body failed, if hyper does not report it.
    pub(super) fn failure(&self) -> Option<TransportError> {
        match self {
            Connection::Http1(single) => single.sending.failure(),
            #[cfg(feature = "http2")]
            Connection::Http2(share) => share.failure(),
        }
    }
}
