//! One request and its response over a connection, kept or fresh.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{HOST, HeaderValue, PROXY_AUTHORIZATION};
use http::{Request, Response, Uri};
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;

use super::super::{Body, BodyStream, TransportError, TransportErrorKind as Kind};
use super::Shared;
use super::connect::connect;
use super::pool::{Connection, Key};
use super::target::Target;
use super::timer::Silence;

pub(super) async fn exchange(
    shared: &Arc<Shared>,
    request: Request<Body>,
) -> Result<Response<Body>, TransportError> {
    let target = Target::of(request.uri(), &shared.settings.proxies)?;
    if tokio::runtime::Handle::try_current().is_err() {
        return Err(target
            .error(Kind::Unusable)
            .because("no tokio runtime is running"));
    }
    let key = Key::of(&target);
    let mut request = on_the_wire(request, &target)?;
    while let Some(mut connection) = shared.pool.take(&key).await {
        match send(shared, &target, &mut connection, request).await {
            Ok((response, silence)) => {
                return Ok(receive(shared, key, connection, response, silence, &target));
            }
            // The service closed the connection while it was idle: nothing was sent, try another.
            Err((_, Some(unsent))) => request = unsent,
            Err((error, None)) => return Err(error),
        }
    }
    let mut connection = connect(shared, &target).await?;
    let (response, silence) = send(shared, &target, &mut connection, request)
        .await
        .map_err(|(error, _)| error)?;
    Ok(receive(shared, key, connection, response, silence, &target))
}

/// The request in the form that goes to the service, or to a proxy that is no tunnel.
fn on_the_wire(
    request: Request<Body>,
    target: &Target<'_>,
) -> Result<Request<Outgoing>, TransportError> {
    let unusable = |error: http::Error| target.error(Kind::Unusable).because(error);
    let (mut head, body) = request.into_parts();
    if !head.headers.contains_key(HOST) {
        let host = HeaderValue::from_str(target.authority.as_str());
        head.headers
            .insert(HOST, host.map_err(|error| unusable(error.into()))?);
    }
    match target.proxy.filter(|_| !target.https) {
        None => {
            let path = head.uri.into_parts().path_and_query;
            let path = path.unwrap_or(http::uri::PathAndQuery::from_static("/"));
            head.uri = Uri::from(path);
        }
        Some(proxy) => {
            if let Some(value) = proxy.authorization() {
                let value = HeaderValue::from_str(value).map_err(|error| unusable(error.into()))?;
                head.headers.insert(PROXY_AUTHORIZATION, value);
            }
        }
    }
    Ok(Request::from_parts(head, Outgoing(body)))
}

/// An error, and the request when none of it was sent.
type Unsent = (TransportError, Option<Request<Outgoing>>);

async fn send(
    shared: &Shared,
    target: &Target<'_>,
    connection: &mut Connection,
    request: Request<Outgoing>,
) -> Result<(Response<Incoming>, Silence), Unsent> {
    let mut silence = Silence::new(shared.settings.read_timeout, &connection.activity);
    let mut sending = pin!(connection.sender.try_send_request(request));
    let sent = poll_fn(|context| match sending.as_mut().poll(context) {
        Poll::Ready(sent) => Poll::Ready(Some(sent)),
        Poll::Pending => silence.poll(context).map(|()| None),
    });
    match sent.await {
        Some(Ok(response)) => Ok((response, silence)),
        None => Err((target.error(Kind::ReadTimeout), None)),
        Some(Err(mut error)) => {
            let unsent = error.take_message();
            let error = error.into_error();
            let kind = if error.is_user() {
                Kind::Unusable
            } else {
                Kind::Closed
            };
            Err((target.error(kind).because(error), unsent))
        }
    }
}

fn receive(
    shared: &Arc<Shared>,
    key: Key,
    connection: Connection,
    response: Response<Incoming>,
    silence: Silence,
    target: &Target<'_>,
) -> Response<Body> {
    response.map(|body| {
        Body::stream(Arriving {
            body,
            silence,
            kept: Some((shared.clone(), key, connection)),
            url: target.url.clone(),
        })
    })
}

/// A response's body on its way. At its end the connection is kept for the next request; dropped
/// before, it closes the connection.
struct Arriving {
    body: Incoming,
    silence: Silence,
    kept: Option<(Arc<Shared>, Key, Connection)>,
    url: String,
}

impl BodyStream for Arriving {
    fn poll_piece(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        use http_body::Body as _;
        let this = self.get_mut();
        let failed = |kind| TransportError::new(kind, this.url.clone());
        loop {
            let frame = match Pin::new(&mut this.body).poll_frame(context) {
                Poll::Ready(frame) => frame,
                Poll::Pending => {
                    return this
                        .silence
                        .poll(context)
                        .map(|()| Some(Err(failed(Kind::ReadTimeout))));
                }
            };
            match frame {
                Some(Ok(frame)) => {
                    // Trailers are of no use to any protocol here.
                    if let Ok(bytes) = frame.into_data() {
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
                Some(Err(error)) => {
                    return Poll::Ready(Some(Err(failed(Kind::Closed).because(error))));
                }
                None => {
                    if let Some((shared, key, connection)) = this.kept.take() {
                        shared.pool.put(key, connection);
                    }
                    return Poll::Ready(None);
                }
            }
        }
    }

    fn remaining(&self) -> Option<u64> {
        use http_body::Body as _;
        self.body.size_hint().exact()
    }
}

/// A request's body as hyper reads it.
pub(super) struct Outgoing(Body);

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.get_mut()
            .0
            .poll_piece(context)
            .map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.0
            .remaining()
            .map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}
