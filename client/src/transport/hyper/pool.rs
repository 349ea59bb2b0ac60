//! Pool of reusable connections.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::uri::Authority;
use tokio::time::Instant;

use super::super::HttpVersions;
use super::connection::{Connection, Single};
#[cfg(feature = "http2")]
use super::http2::Multiplexed;
use super::target::Target;
use crate::limits::{IDLE_AGE, IDLE_CONNECTIONS};

/// Determines which requests may share a connection. A transport has one proxy per scheme, so its presence
/// identifies it; plain requests to all hosts share connections to a proxy.
#[derive(Clone)]
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

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        let [own, its] = [self, other].map(|key| key.authority.as_ref());
        // Hosts are compared without regard to case, but most are spelled alike, which is quick to see.
        let same = || own.map(Authority::as_str) == its.map(Authority::as_str) || own == its;
        (self.https, self.proxied) == (other.https, other.proxied) && same()
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
    fn is_open(&self) -> bool {
        match self {
            Kept::Http1(single) => !single.sender.is_closed(),
            #[cfg(feature = "http2")]
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

/// A kept connection, its key, and when it was last used.
struct Entry {
    key: Key,
    kept: Kept,
    used: Instant,
}

impl Entry {
    fn new(key: Key, kept: Kept) -> Self {
        let used = Instant::now();
        Entry { key, kept, used }
    }

    /// Whether it can still take a request.
    fn is_good(&self, now: Instant) -> bool {
        self.kept.is_open() && now.saturating_duration_since(self.used) <= IDLE_AGE
    }
}

/// Connections, most recently used last.
pub(super) struct Pool {
    kept: Mutex<Vec<Entry>>,
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
        let mut kept = self.good();
        let place = kept
            .iter()
            .rposition(|entry| entry.key == *key && entry.kept.suits(versions))?;
        let entry = kept.remove(place);
        match entry.kept {
            Kept::Http1(single) => Some(Connection::Http1(single)),
            #[cfg(feature = "http2")]
            Kept::Http2(connection) => {
                let share = connection.share();
                kept.push(Entry::new(entry.key, Kept::Http2(connection)));
                Some(Connection::Http2(share))
            }
        }
    }

    /// Keeps an idle connection; drops the one that has been idle longest if there are too many.
    pub(super) fn put(&self, key: Key, single: Single) {
        if self.per_origin == 0 || single.sender.is_closed() {
            return;
        }
        let mut kept = self.good();
        let same = |entry: &Entry| entry.key == key && matches!(entry.kept, Kept::Http1(_));
        make_room(&mut kept, self.per_origin, same);
        make_room(&mut kept, IDLE_CONNECTIONS, |_| true);
        kept.push(Entry::new(key, Kept::Http1(single)));
    }

    /// Shares a connection, unless there already is one that can be shared.
    #[cfg(feature = "http2")]
    pub(super) fn lend(&self, key: Key, connection: &Multiplexed) {
        if self.per_origin == 0 {
            return;
        }
        let mut kept = self.good();
        let same = |entry: &Entry| entry.key == key && matches!(entry.kept, Kept::Http2(_));
        let suits = |entry: &Entry| same(entry) && entry.kept.suits(HttpVersions::Http2);
        if !kept.iter().any(suits) {
            make_room(&mut kept, self.per_origin, same);
            make_room(&mut kept, IDLE_CONNECTIONS, |_| true);
            kept.push(Entry::new(key, Kept::Http2(connection.clone())));
        }
    }

    /// Removes a connection, so that it is no longer shared.
    #[cfg(feature = "http2")]
    pub(super) fn forget(&self, connection: &Multiplexed) {
        self.kept()
            .retain(|entry| !matches!(&entry.kept, Kept::Http2(own) if own.is(connection)));
    }

    /// Drops closed and old connections of all origins, and returns the others.
    fn good(&self) -> MutexGuard<'_, Vec<Entry>> {
        let now = Instant::now();
        let mut kept = self.kept();
        kept.retain(|entry| entry.is_good(now));
        kept
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Drops the first matching connection if the limit is reached.
fn make_room(kept: &mut Vec<Entry>, most: usize, is_meant: impl Fn(&Entry) -> bool) {
    if kept.iter().filter(|entry| is_meant(entry)).count() >= most
        && let Some(place) = kept.iter().position(is_meant)
    {
        kept.remove(place);
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::time::Duration;

    use hyper_util::rt::TokioIo;

    use super::super::sending::Sending;
    use super::super::timer::Activity;
    use super::*;

    fn key(host: &str) -> Key {
        Key {
            https: false,
            proxied: false,
            authority: Some(Authority::try_from(host).unwrap()),
        }
    }

    /// A connection to a server that never answers.
    async fn connection(listener: &TcpListener) -> Single {
        let stream = tokio::net::TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        let opened = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
        let (sender, connection) = opened.unwrap();
        let driver = tokio::spawn(async move { drop(connection.await) });
        Single {
            sender,
            activity: Activity::new(),
            sending: Sending::default(),
            driver: driver.abort_handle(),
            declined: false,
        }
    }

    fn hosts(pool: &Pool) -> Vec<String> {
        let kept = pool.kept();
        let hosts = kept.iter().filter_map(|entry| entry.key.authority.as_ref());
        hosts.map(ToString::to_string).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn connections_are_kept_until_this_age_and_no_longer() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let pool = Pool::new(8);
        pool.put(key("a"), connection(&listener).await);
        tokio::time::advance(IDLE_AGE).await;
        assert!(pool.pop(&key("b"), HttpVersions::Http1).is_none());
        assert_eq!(hosts(&pool), ["a"]);
        tokio::time::advance(Duration::from_millis(1)).await;
        // Whoever comes next lets go of it, wherever that one goes.
        assert!(pool.pop(&key("b"), HttpVersions::Http1).is_none());
        assert_eq!(hosts(&pool), [""; 0]);
    }

    #[tokio::test]
    async fn so_many_connections_are_kept_in_all_and_no_more() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let pool = Pool::new(2);
        for host in 0..IDLE_CONNECTIONS {
            pool.put(key(&format!("h{host}")), connection(&listener).await);
        }
        assert_eq!(hosts(&pool).len(), IDLE_CONNECTIONS);
        assert!(hosts(&pool).contains(&"h0".to_owned()));
        pool.put(key("last"), connection(&listener).await);
        assert_eq!(hosts(&pool).len(), IDLE_CONNECTIONS);
        assert!(!hosts(&pool).contains(&"h0".to_owned()));
        assert!(hosts(&pool).contains(&"last".to_owned()));
    }

    #[tokio::test]
    async fn what_is_closed_goes_whoever_comes_next() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let pool = Pool::new(8);
        let mut closed = connection(&listener).await;
        let (server, _) = listener.accept().unwrap();
        pool.put(key("a"), connection(&listener).await);
        drop(server);
        while closed.sender.ready().await.is_ok() {
            tokio::task::yield_now().await;
        }
        pool.kept().push(Entry::new(key("b"), Kept::Http1(closed)));
        assert!(pool.pop(&key("c"), HttpVersions::Http1).is_none());
        assert_eq!(hosts(&pool), ["a"]);
    }
}
