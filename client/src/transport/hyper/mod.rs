//! The default transport: hyper's HTTP/1.1 and, with the feature `http2`, HTTP/2 on tokio, with our own connection
//! pool.
//!
//! Nothing is initialized before it is needed: no TLS before the first `https` request, no resolver for addresses,
//! no timer without a timeout.

mod causes;
mod connect;
mod connection;
mod drivers;
mod exchange;
mod expectation;
#[cfg(feature = "http2")]
mod http2;
mod outgoing;
mod pool;
mod sending;
mod stream;
mod target;
mod timer;
#[cfg(feature = "rustls")]
mod tls;
mod versions;

use std::sync::Arc;

pub(crate) use drivers::has_time;

use super::{Body, SendFuture, Settings, Transport};

/// HTTP/1.1 over TCP, with TLS if the feature `rustls` is enabled. With the feature `http2`, requests that allow it
/// use HTTP/2 ([`HttpVersions`](super::HttpVersions)). Needs a tokio runtime with I/O and time enabled; a single
/// thread suffices.
pub struct HyperTransport(Arc<Shared>);

struct Shared {
    settings: Settings,
    pool: pool::Pool,
    #[cfg(feature = "rustls")]
    tls: tls::Lazy,
}

impl HyperTransport {
    /// A transport with these settings. Uses neither network nor files yet.
    pub fn new(settings: Settings) -> Self {
        HyperTransport(Arc::new(Shared {
            pool: pool::Pool::new(settings.idle_connections),
            settings,
            #[cfg(feature = "rustls")]
            tls: tls::Lazy::default(),
        }))
    }

    /// A transport with TLS of the program's own; certificates in the settings are not used. Protocols of ALPN are set for
    /// each request.
    #[cfg(feature = "rustls")]
    pub fn with_tls(settings: Settings, tls: Arc<tokio_rustls::rustls::ClientConfig>) -> Self {
        HyperTransport(Arc::new(Shared {
            pool: pool::Pool::new(settings.idle_connections),
            settings,
            tls: tls::Lazy::of(tls),
        }))
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: http::Request<Body>) -> SendFuture<'_> {
        Box::pin(exchange::exchange(&self.0, request))
    }
}
