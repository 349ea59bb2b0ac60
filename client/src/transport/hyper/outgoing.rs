//! A request in the form that is sent to the service or to a proxy.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{HOST, HeaderValue, PROXY_AUTHORIZATION};
use http::{Request, Uri};
use http_body::{Frame, SizeHint};

use super::super::{Body, HttpVersions, TransportError, TransportErrorKind as Kind};
use super::connection::Connection;
use super::expectation::{Gate, Leave, is_asking};
use super::sending::Untaken;
use super::target::Target;

/// The request target for each HTTP version.
pub(super) struct Spelling {
    /// The value of `Host`.
    host: HeaderValue,
    /// Path and query, or the whole URI for a proxy without a tunnel.
    http1: Uri,
    /// The whole URI, with `Host` as its authority; `None` if only HTTP/1.1 is allowed.
    #[cfg(feature = "http2")]
    http2: Uri,
}

/// Prepares a request and its target.
pub(super) fn outgoing(
    request: Request<Body>,
    target: &Target<'_>,
    #[cfg_attr(
        not(feature = "http2"),
        expect(unused_variables, reason = "there is one version")
    )]
    versions: HttpVersions,
) -> Result<(Spelling, Request<Outgoing>), TransportError> {
    let unusable = |error: http::Error| target.error(Kind::Unusable).because(error);
    let (mut head, body) = request.into_parts();
    let host = match head.headers.remove(HOST) {
        Some(host) => host,
        None => HeaderValue::from_str(target.authority.as_str())
            .map_err(|error| unusable(error.into()))?,
    };
    #[cfg(feature = "http2")]
    let http2 = match versions {
        HttpVersions::Http1 => Uri::default(),
        _ => with_authority(&head.uri, &host).map_err(unusable)?,
    };
    let http1 = match target.proxy.filter(|_| !target.https) {
        None => {
            let path = std::mem::take(&mut head.uri).into_parts().path_and_query;
            path.unwrap_or(http::uri::PathAndQuery::from_static("/"))
                .into()
        }
        Some(proxy) => {
            if let Some(value) = proxy.authorization() {
                let value = HeaderValue::from_str(value).map_err(|error| unusable(error.into()))?;
                head.headers.insert(PROXY_AUTHORIZATION, value);
            }
            std::mem::take(&mut head.uri)
        }
    };
    let spelling = Spelling {
        host,
        http1,
        #[cfg(feature = "http2")]
        http2,
    };
    let body = Outgoing {
        body,
        untaken: None,
        gate: None,
        #[cfg(feature = "http2")]
        link: None,
    };
    Ok((spelling, Request::from_parts(head, body)))
}

/// The URI with `Host` as its authority, because the signature covers that header, and HTTP/2 sends the authority
/// in its place.
#[cfg(feature = "http2")]
fn with_authority(uri: &Uri, host: &HeaderValue) -> Result<Uri, http::Error> {
    let mut parts = uri.clone().into_parts();
    parts.authority = Some(http::uri::Authority::try_from(host.as_bytes())?);
    Ok(Uri::from_parts(parts)?)
}

impl Spelling {
    /// Sets the target for a connection. The request may have been prepared for another connection before.
    ///
    /// `leave` is how long the body waits for leave, if the request asks for it: over HTTP/1.1, where a body that is not
    /// wanted costs the connection.
    pub(super) fn apply(
        &self,
        request: &mut Request<Outgoing>,
        connection: &Connection,
        leave: Option<Duration>,
    ) {
        let leave = leave.filter(|_| is_asking(request) && !request.body().is_empty());
        request.body_mut().gate = None;
        match connection {
            Connection::Http1(single) => {
                *request.uri_mut() = self.http1.clone();
                request.headers_mut().insert(HOST, self.host.clone());
                request.body_mut().untaken = Some(single.sending.begin());
                request.body_mut().gate = leave.and_then(Gate::new);
                #[cfg(feature = "http2")]
                {
                    request.body_mut().link = None;
                }
            }
            #[cfg(feature = "http2")]
            Connection::Http2(share) => {
                *request.uri_mut() = self.http2.clone();
                request.headers_mut().remove(HOST);
                request.body_mut().untaken = None;
                request.body_mut().link = Some(share.link());
            }
        }
    }
}

/// A request's body, as read by hyper.
pub(super) struct Outgoing {
    body: Body,
    /// For HTTP/1.1: dropped when all of the request has been read.
    untaken: Option<Untaken>,
    /// For HTTP/1.1: what the body waits for.
    gate: Option<Gate>,
    /// Connects the body with its response.
    #[cfg(feature = "http2")]
    link: Option<super::http2::Link>,
}

impl Outgoing {
    /// What lets the body go, if it waits.
    pub(super) fn leave(&self) -> Option<Leave> {
        self.gate.as_ref().map(Gate::leave)
    }

    fn is_empty(&self) -> bool {
        self.body.remaining() == Some(0)
    }
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let this = self.get_mut();
        #[cfg(feature = "http2")]
        if let Some(link) = &this.link {
            if link.is_cut(context) {
                return Poll::Ready(Some(Err(TransportError::new(Kind::Closed, ""))));
            }
            let piece = std::task::ready!(this.body.poll_piece(context));
            link.taken();
            let frame = piece.map(|piece| piece.map(Frame::data));
            return Poll::Ready(frame.map(|frame| frame.map_err(|error| link.fail(error))));
        }
        if let Some(gate) = &mut this.gate {
            std::task::ready!(gate.poll(context));
            this.gate = None;
        }
        let piece = std::task::ready!(this.body.poll_piece(context));
        let frame = piece.map(|piece| piece.map(Frame::data));
        Poll::Ready(frame.map(|frame| {
            frame.map_err(|error| match &this.untaken {
                Some(untaken) => untaken.fail(error),
                None => error,
            })
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.body
            .remaining()
            .map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}
