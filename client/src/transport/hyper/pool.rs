//! Pool of reusable connections.

use std::sync::{Mutex, PoisonError};

use http::uri::Authority;

use super::super::HttpVersions;
use super::connection::{Connection, Single};
#[cfg(feature = "http2")]
use super::http2::Multiplexed;
use super::target::Target;

/// Determines which requests may share a connection. A transport has one proxy per scheme, so its presence
/// identifies it; plain requests to all hosts share connections to a proxy.
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

/// A pooled connection.
enum Kept {
    /// Idle; it leaves the pool for its next request.
    Http1(Single),
    /// Possibly in use; it stays in the pool to be shared.
    #[cfg(feature = "http2")]
    Http2(Multiplexed),
}

impl Kept {
    #[cfg(feature = "http2")]
    fn is_open(&self) -> bool {
        match self {
            Kept::Http1(single) => !single.sender.is_closed(),
            Kept::Http2(connection) => connection.is_open(),
        }
    }

    /// Whether it can be used for a request that allows these versions.
    fn suits(&self, versions: HttpVersions) -> bool {
        match (self, versions) {
            (Kept::Http1(_), HttpVersions::Http1) => true,
            // If it was not offered HTTP/2, its server may support it.
            (Kept::Http1(single), HttpVersions::Http2OrHttp1) => single.declined,
            (Kept::Http1(_), _) => false,
            #[cfg(feature = "http2")]
            (Kept::Http2(_), HttpVersions::Http1) => false,
            #[cfg(feature = "http2")]
            (Kept::Http2(connection), _) => connection.has_room(),
        }
    }
}

/// Connections, most recently used last.
pub(super) struct Pool {
    kept: Mutex<Vec<(Key, Kept)>>,
    per_origin: usize,
}

impl Pool {
    pub(super) fn new(per_origin: usize) -> Self {
        Pool {
            kept: Mutex::new(Vec::new()),
            per_origin,
        }
    }

    /// A connection that is still open as far as is known.
    pub(super) async fn take(&self, key: &Key, versions: HttpVersions) -> Option<Connection> {
        loop {
            let mut connection = self.pop(key, versions)?;
            // Let the runtime poll its sockets once. Between two calls of `block_on` it has not noticed that the
            // service closed the connection, and the request would be lost.
            tokio::task::yield_now().await;
            if connection.is_ready().await {
                return Some(connection);
            }
        }
    }

    fn pop(&self, key: &Key, versions: HttpVersions) -> Option<Connection> {
        let mut kept = self.kept();
        let place = kept
            .iter()
            .rposition(|(own, kept)| own == key && kept.suits(versions))?;
        match kept.remove(place) {
            (_, Kept::Http1(single)) => Some(Connection::Http1(single)),
            #[cfg(feature = "http2")]
            (key, Kept::Http2(connection)) => {
                let share = connection.share();
                kept.push((key, Kept::Http2(connection)));
                Some(Connection::Http2(share))
            }
        }
    }

    /// Keeps an idle connection; drops the one that has been idle longest if there are too many.
    pub(super) fn put(&self, key: Key, single: Single) {
        if self.per_origin == 0 || single.sender.is_closed() {
            return;
        }
        let mut kept = self.kept();
        let same = |(own, kept): &(Key, Kept)| *own == key && matches!(kept, Kept::Http1(_));
        make_room(&mut kept, self.per_origin, same);
        kept.push((key, Kept::Http1(single)));
    }

    /// Shares a connection, unless there already is one that can be shared.
    #[cfg(feature = "http2")]
    pub(super) fn lend(&self, key: Key, connection: &Multiplexed) {
        if self.per_origin == 0 {
            return;
        }
        let mut kept = self.kept();
        kept.retain(|(own, kept)| *own != key || kept.is_open());
        let same = |(own, kept): &(Key, Kept)| *own == key && matches!(kept, Kept::Http2(_));
        let suits = |it: &(Key, Kept)| same(it) && it.1.suits(HttpVersions::Http2);
        if !kept.iter().any(suits) {
            make_room(&mut kept, self.per_origin, same);
            kept.push((key, Kept::Http2(connection.clone())));
        }
    }

    /// Removes a connection, so that it is no longer shared.
    #[cfg(feature = "http2")]
    pub(super) fn forget(&self, connection: &Multiplexed) {
        self.kept()
            .retain(|(_, kept)| !matches!(kept, Kept::Http2(own) if own.is(connection)));
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<(Key, Kept)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Drops the first matching connection if the limit is reached.
fn make_room(kept: &mut Vec<(Key, Kept)>, most: usize, is_same: impl Fn(&(Key, Kept)) -> bool) {
    if kept.iter().filter(|it| is_same(it)).count() >= most
        && let Some(place) = kept.iter().position(is_same)
    {
        kept.remove(place);
    }
}
