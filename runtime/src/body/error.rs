//! Why a complete response was not received.

use std::fmt;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a complete response was not received.
#[derive(Debug)]
pub struct TransportError {
    /// The kind of failure.
    pub kind: TransportErrorKind,
    /// The URL of the request, without userinfo. A client includes the endpoint's query, but not the operation's,
    /// which may contain secrets.
    pub url: String,
    /// The proxy's URL with userinfo masked, for [`TransportErrorKind::Proxy`], and for
    /// [`TransportErrorKind::Unusable`] if that URL is invalid.
    pub proxy: Option<String>,
    /// The cause. `Display` includes it, so `Error::source` continues with what is behind it.
    pub source: Option<Source>,
}

/// Kinds of network failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// The connection could not be made: refused, unreachable, unknown host.
    Connect,
    /// The connection was not made in time.
    ConnectTimeout,
    /// No data arrived in time.
    ReadTimeout,
    /// The connection ended before the response was complete, or the response is not HTTP.
    Closed,
    /// The proxy could not be reached, or refused.
    Proxy,
    /// TLS failed: handshake, certificate, or a CA bundle that cannot be read.
    Tls,
    /// The response is complete, but its checksum does not match.
    Corrupt,
    /// The request is not what was signed, as a server finds out while it reads it.
    Unsigned,
    /// The response is larger than the caller allows.
    TooLarge,
    /// The request body could not be read.
    Body,
    /// The request cannot be sent: unusable URL or proxy setting, or no transport.
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

    /// Adds a cause.
    #[must_use]
    pub fn because(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The cause in words, without the URL: `connection refused`. `None` if only the kind is known. For the default
    /// transport, this text is complete; errors of underlying libraries are its sources.
    pub fn cause(&self) -> Option<String> {
        self.source.as_ref().map(ToString::to_string)
    }

    /// Whether a retry may succeed.
    pub fn is_retryable(&self) -> bool {
        !matches!(
            self.kind,
            TransportErrorKind::Unusable | TransportErrorKind::Body | TransportErrorKind::TooLarge
        )
    }

    /// Whether it is a timeout.
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
            TransportErrorKind::Unsigned => "a request that is not what was signed",
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
    /// The source of the cause. `Display` already includes the cause itself, which is the field `source`.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().and_then(std::error::Error::source)
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::fmt;

    use super::*;

    #[derive(Debug)]
    struct Outer(fmt::Error);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("refused")
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn a_chain_says_everything_once() {
        let error = TransportError::new(TransportErrorKind::Connect, "http://h/");
        assert!(error.source().is_none());
        let error = error.because(Outer(fmt::Error));
        assert_eq!(error.to_string(), "could not connect to http://h/: refused");
        let behind = error.source().unwrap();
        assert!(behind.downcast_ref::<fmt::Error>().is_some());
        let cause = error.source.unwrap().downcast::<Outer>();
        assert!(cause.is_ok());
    }
}
