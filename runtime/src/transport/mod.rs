//! How a request reaches a service: one trait, one method.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;

/// What a transport returns: boxed, so that the trait stays object-safe.
pub type SendFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// Sends one request and returns the response with its whole body. Does not retry, does not follow
/// redirects, changes neither path nor headers.
pub trait Transport: Send + Sync {
    /// Sends the request. Its URI is absolute.
    fn send(&self, request: http::Request<Bytes>) -> SendFuture<'_>;
}

/// Why no whole response came back.
#[derive(Debug)]
pub struct TransportError {
    /// What kind of failure it is.
    pub kind: TransportErrorKind,
    /// The URL, without userinfo and query.
    pub url: String,
    /// The cause.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Kinds of network failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// The connection could not be made: refused, unreachable, unknown host.
    Connect,
    /// The connection was not made in time.
    ConnectTimeout,
    /// No data came in time.
    ReadTimeout,
    /// The connection ended before the whole response, or what came is not HTTP.
    Closed,
    /// The proxy could not be reached or refused.
    Proxy,
    /// The TLS handshake failed or the certificate is not trusted.
    Tls,
    /// The request cannot be sent at all: unusable URL, CA bundle or proxy setting.
    Unusable,
}

impl TransportError {
    /// Whether sending the request again may help.
    pub fn is_retryable(&self) -> bool {
        self.kind != TransportErrorKind::Unusable
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            TransportErrorKind::Connect => "could not connect to",
            TransportErrorKind::ConnectTimeout => "connect timeout on",
            TransportErrorKind::ReadTimeout => "read timeout on",
            TransportErrorKind::Closed => "connection closed before a valid response from",
            TransportErrorKind::Proxy => "failed to connect through the proxy to",
            TransportErrorKind::Tls => "TLS failed for",
            TransportErrorKind::Unusable => "cannot send a request to",
        };
        write!(f, "{what} {}", self.url)?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TransportError {}
