//! Why no whole response came back.

use std::fmt;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why no whole response came back.
#[derive(Debug)]
pub struct TransportError {
    /// What kind of failure it is.
    pub kind: TransportErrorKind,
    /// The URL of the request, without userinfo. A client puts the endpoint's query here, never the
    /// operation's, which may hold secrets.
    pub url: String,
    /// The proxy's URL with userinfo masked, for [`TransportErrorKind::Proxy`], and for
    /// [`TransportErrorKind::Unusable`] where the URL is what is wrong.
    pub proxy: Option<String>,
    /// The cause.
    pub source: Option<Source>,
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
    /// TLS failed: handshake, certificate, or a CA bundle that cannot be read.
    Tls,
    /// The whole response came, but its checksum says that it is not what was sent.
    Corrupt,
    /// The response is longer than the caller lets it be.
    TooLarge,
    /// The body to send could not be read.
    Body,
    /// The request cannot be sent at all: unusable URL or proxy setting, or no transport.
    Unusable,
}

impl TransportError {
    /// An error without a cause.
    pub fn new(kind: TransportErrorKind, url: impl Into<String>) -> Self {
        TransportError {
            kind,
            url: url.into(),
            proxy: None,
            source: None,
        }
    }

    /// The same error with its cause.
    #[must_use]
    pub fn because(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Why it came to this, in words and without the URL: `connection refused`. `None` where nothing more than
    /// the kind is known. Of the default transport's errors these words are whole; the errors of the libraries
    /// below it are behind them, as sources.
    pub fn cause(&self) -> Option<String> {
        self.source.as_ref().map(ToString::to_string)
    }

    /// Whether sending the request again may help.
    pub fn is_retryable(&self) -> bool {
        !matches!(
            self.kind,
            TransportErrorKind::Unusable | TransportErrorKind::Body | TransportErrorKind::TooLarge
        )
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::ConnectTimeout | TransportErrorKind::ReadTimeout
        )
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
            TransportErrorKind::Corrupt => "checksum mismatch in the response from",
            TransportErrorKind::TooLarge => "too large a response from",
            TransportErrorKind::Body => "cannot read the body of the request to",
            TransportErrorKind::Unusable => "cannot send a request to",
        };
        write!(f, "{what} {}", self.url)?;
        if let Some(proxy) = &self.proxy {
            write!(f, " (proxy {proxy})")?;
        }
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
