//! Sends a request and receives its response over a pooled or new connection.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, Uri};
use hyper::body::Incoming;

use super::super::{Body, BodyStream, TransportError, TransportErrorKind as Kind};
use super::causes;
use super::connect::connect;
use super::connection::Connection;
use super::outgoing::{Outgoing, outgoing};
use super::pool::Key;
use super::target::{Target, shown_url};
use super::timer::Silence;
use super::{Shared, drivers, versions};

pub(super) async fn exchange(
    shared: &Arc<Shared>,
    request: Request<Body>,
) -> Result<Response<Body>, TransportError> {
    let target = Target::of(request.uri(), &shared.settings.proxies)?;
    if let Some(missing) = drivers::missing(&shared.settings) {
        return Err(target.error(Kind::Unusable).because(missing));
    }
    let versions = versions::allowed(&request, &target)?;
    let key = Key::of(&target);
    let (spelling, mut request) = outgoing(request, &target, versions)?;
    while let Some(mut connection) = shared.pool.take(&key, versions).await {
        spelling.apply(&mut request, &connection, shared.settings.continue_timeout);
        match send(shared, &target, &mut connection, request).await {
            Ok((response, silence)) => {
                return Ok(receive(shared, key, connection, response, silence, &target));
            }
            // The service closed the connection while it was idle. Nothing was sent, so try another one.
            Err((_, Some(unsent))) => {
                connection.give_up(&shared.pool);
                request = unsent;
            }
            Err((error, None)) => return Err(error),
        }
    }
    let mut connection = connect(shared, &target, versions).await?;
    connection.lend(&key, &shared.pool);
    spelling.apply(&mut request, &connection, shared.settings.continue_timeout);
    let (response, silence) = send(shared, &target, &mut connection, request)
        .await
        .map_err(|(error, _)| error)?;
    Ok(receive(shared, key, connection, response, silence, &target))
}

/// Why there is no response head.
enum NoHead {
    /// Nothing arrived within the read timeout.
    Late,
    /// There were too many interim responses.
    Flooded,
}

/// An error, with the request if none of it was sent.
type Unsent = (TransportError, Option<Request<Outgoing>>);

async fn send(
    shared: &Shared,
    target: &Target<'_>,
    connection: &mut Connection,
    mut request: Request<Outgoing>,
) -> Result<(Response<Incoming>, Silence), Unsent> {
    let activity = connection.activity().clone();
    let mut silence = Silence::new(shared.settings.read_timeout, &activity);
    let interim = activity.clone();
    let leave = request.body().leave();
    hyper::ext::on_informational(&mut request, move |response| {
        interim.interim();
        if let Some(leave) = &leave {
            leave.hear(response.status());
        }
    });
    let sent = {
        let mut sending = pin!(connection.send(request));
        poll_fn(|context| match sending.as_mut().poll(context) {
            Poll::Ready(sent) => Poll::Ready(Ok(sent)),
            Poll::Pending if activity.is_flooded(context) => Poll::Ready(Err(NoHead::Flooded)),
            Poll::Pending => silence.poll(context).map(|()| Err(NoHead::Late)),
        })
        .await
    };
    match sent {
        Ok(Ok(response)) => {
            silence.broken();
            Ok((response, silence))
        }
        Err(NoHead::Late) => {
            connection.give_up(&shared.pool);
            Err((target.error(Kind::ReadTimeout), None))
        }
        Err(NoHead::Flooded) => {
            connection.give_up(&shared.pool);
            let reason = "interim responses and no final one";
            Err((target.error(Kind::Closed).because(reason), None))
        }
        Ok(Err(mut error)) => {
            let unsent = error.take_message();
            let error = error.into_error();
            let error = match connection.failure() {
                Some(failure) => of_body(target.error(Kind::Body), failure),
                None if connection.is_fault_of_request(&error) => {
                    target.error(Kind::Unusable).because(error)
                }
                None => target.error(Kind::Closed).because(causes::http(error)),
            };
            Err((error, unsent))
        }
    }
}

/// Completes the error for a request body that could not be read.
fn of_body(mut error: TransportError, failure: TransportError) -> TransportError {
    match failure.kind {
        Kind::Body => error.source = failure.source,
        _ => error = error.because(failure),
    }
    error
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
            trailers: None,
            kept: Some((shared.clone(), key, connection)),
            uri: target.uri().clone(),
        })
    })
}

/// The body of a response that is being received. At its end the connection is kept for the next request; if it is
/// dropped earlier, the connection is closed, or just its stream if it is shared.
struct Arriving {
    body: Incoming,
    silence: Silence,
    trailers: Option<HeaderMap>,
    kept: Option<(Arc<Shared>, Key, Connection)>,
    uri: Uri,
}

impl BodyStream for Arriving {
    fn poll_piece(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        use http_body::Body as _;
        let this = self.get_mut();
        let failed = |kind| TransportError::new(kind, shown_url(&this.uri));
        loop {
            let frame = match Pin::new(&mut this.body).poll_frame(context) {
                Poll::Ready(frame) => {
                    this.silence.broken();
                    frame
                }
                Poll::Pending => {
                    ready!(this.silence.poll(context));
                    if let Some((shared, _, connection)) = &this.kept {
                        connection.give_up(&shared.pool);
                    }
                    return Poll::Ready(Some(Err(failed(Kind::ReadTimeout))));
                }
            };
            match frame {
                Some(Ok(frame)) => match frame.into_data() {
                    // HTTP/2 may end a stream with an empty frame.
                    Ok(bytes) if bytes.is_empty() => {}
                    Ok(bytes) => return Poll::Ready(Some(Ok(bytes))),
                    Err(frame) => this.trailers = frame.into_trailers().ok(),
                },
                Some(Err(error)) => {
                    let failure = this.kept.as_ref().and_then(|(.., it)| it.failure());
                    return Poll::Ready(Some(Err(match failure {
                        Some(failure) => of_body(failed(Kind::Body), failure),
                        None => failed(Kind::Closed).because(causes::http(error)),
                    })));
                }
                None => {
                    if let Some((shared, key, connection)) = this.kept.take() {
                        connection.keep(key, &shared.pool);
                    }
                    return Poll::Ready(None);
                }
            }
        }
    }

    fn remaining(&self) -> Option<u64> {
        use http_body::Body as _;
        // For a response to HEAD over HTTP/2, hyper reports the length from the header, although there is no body.
        match self.body.is_end_stream() {
            true => Some(0),
            false => self.body.size_hint().exact(),
        }
    }

    fn trailers(&self) -> Option<&HeaderMap> {
        self.trailers.as_ref()
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        if let Some((.., connection)) = &self.kept {
            connection.cut();
        }
    }
}
