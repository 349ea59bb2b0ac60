//! Chooses the HTTP version: what is offered to the server, and what it selected.

use http::Request;

use super::super::{Body, HttpVersions, TransportError, TransportErrorKind as Kind};
use super::target::Target;

/// The error if the server does not support the only allowed version.
#[cfg(any(feature = "http2", feature = "rustls"))]
pub(super) const REFUSED: &str =
    "the server does not take HTTP/2, and the operation allows nothing else";

/// The versions that a request may use with the target.
pub(super) fn allowed(
    request: &Request<Body>,
    target: &Target<'_>,
) -> Result<HttpVersions, TransportError> {
    let unusable = |reason: &'static str| Err(target.error(Kind::Unusable).because(reason));
    let wanted = request.extensions().get().copied().unwrap_or_default();
    match wanted {
        HttpVersions::Http1 => Ok(HttpVersions::Http1),
        // Without TLS there is no negotiation, and some servers mistake HTTP/2's preface for a malformed request.
        HttpVersions::Http2OrHttp1 if !cfg!(feature = "http2") || !target.https => {
            Ok(HttpVersions::Http1)
        }
        HttpVersions::Http2 if !cfg!(feature = "http2") => {
            unusable("the operation needs HTTP/2: enable the feature `http2`")
        }
        HttpVersions::Http2 if !target.https && target.proxy.is_some() => {
            unusable("the operation needs HTTP/2, which a proxy for plain HTTP does not pass on")
        }
        wanted => Ok(wanted),
    }
}

/// Whether a new connection uses HTTP/2.
#[cfg(feature = "http2")]
pub(super) fn is_http2(
    versions: HttpVersions,
    target: &Target<'_>,
    stream: &super::stream::Stream,
) -> Result<bool, TransportError> {
    match versions {
        HttpVersions::Http1 => Ok(false),
        HttpVersions::Http2OrHttp1 => Ok(stream.chose_http2()),
        HttpVersions::Http2 if !target.https || stream.chose_http2() => Ok(true),
        _ => Err(target.error(Kind::Unusable).because(REFUSED)),
    }
}

/// ALPN names of the versions, in order of preference. HTTP/1.1 alone needs none.
#[cfg(feature = "rustls")]
pub(super) fn offer(versions: HttpVersions) -> Vec<Vec<u8>> {
    match versions {
        HttpVersions::Http1 => Vec::new(),
        HttpVersions::Http2OrHttp1 => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
        _ => vec![b"h2".to_vec()],
    }
}

/// Whether a TLS handshake failed because the server supports none of the versions.
#[cfg(feature = "rustls")]
pub(super) fn is_refused(error: &std::io::Error) -> bool {
    use tokio_rustls::rustls::{AlertDescription, Error};
    let error = error.get_ref().and_then(|error| error.downcast_ref());
    matches!(
        error,
        Some(Error::AlertReceived(
            AlertDescription::NoApplicationProtocol
        ))
    )
}
