//! Connections that wait for their next request.

use std::sync::{Mutex, PoisonError};

use http::uri::Authority;
use hyper::client::conn::http1::SendRequest;

use super::exchange::Outgoing;
use super::target::Target;
use super::timer::Activity;

/// A connection on which nothing is under way.
pub(super) struct Connection {
    pub(super) sender: SendRequest<Outgoing>,
    pub(super) activity: Activity,
}

/// Which requests may share a connection. A transport has one proxy per scheme, so that its
/// presence says which it is; plain requests of all hosts share the connections to a proxy.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Key {
    https: bool,
    proxied: bool,
    authority: Option<Authority>,
}

impl Key {
    pub(super) fn of(target: &Target<'_>) -> Self {
        let proxied = target.proxy.is_some();
        let shared = proxied && !target.https;
        let authority = (!shared).then(|| target.authority.clone());
        Key {
            https: target.https,
            proxied,
            authority,
        }
    }
}

/// Idle connections, the one used last at the end.
pub(super) struct Pool {
    idle: Mutex<Vec<(Key, Connection)>>,
    per_origin: usize,
}

impl Pool {
    pub(super) fn new(per_origin: usize) -> Self {
        Pool {
            idle: Mutex::new(Vec::new()),
            per_origin,
        }
    }

    /// A connection that is still open, as far as is known.
    pub(super) async fn take(&self, key: &Key) -> Option<Connection> {
        loop {
            let mut connection = self.pop(key)?;
            // Lets the runtime look at its sockets once: between two calls of `block_on` nobody has
            // noticed that the service closed the connection, and a request would be lost on it.
            tokio::task::yield_now().await;
            // Waits for the task that drives the connection to finish with the last response.
            if connection.sender.ready().await.is_ok() {
                return Some(connection);
            }
        }
    }

    fn pop(&self, key: &Key) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let place = idle.iter().rposition(|(own, _)| own == key)?;
        Some(idle.remove(place).1)
    }

    /// Keeps a connection; the one idle for longest goes when there are too many.
    pub(super) fn put(&self, key: Key, connection: Connection) {
        if self.per_origin == 0 || connection.sender.is_closed() {
            return;
        }
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.iter().filter(|(own, _)| *own == key).count() >= self.per_origin
            && let Some(place) = idle.iter().position(|(own, _)| *own == key)
        {
            idle.remove(place);
        }
        idle.push((key, connection));
    }
}
