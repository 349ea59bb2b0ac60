//! Serves a [`Server`] on a socket.

use std::convert::Infallible;
use std::future::{Future, pending, poll_fn};
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::conduct::Conduct;
use super::handlers::{Server, text};
use crate::authority;
use crate::limits::{SERVER_HEAD_BYTES, SERVER_PAUSE};
use crate::patience::Patient;

/// Serves HTTP/1.1 on the listener until the future is dropped; otherwise like [`listen_until`].
///
/// # Errors
/// The listener has no address.
pub async fn listen(listener: TcpListener, server: Arc<Server>) -> io::Result<()> {
    listen_until(listener, server, Conduct::default(), pending()).await
}

/// Serves HTTP/1.1 on the listener until `stop` is ready; then accepts no further requests, and returns when those
/// in flight are done or run out of time.
///
/// On a loopback address, it handles only requests whose host is such an address, or `localhost`, with its own
/// port. A web page whose host name was made to resolve to this machine gets no response.
///
/// # Errors
/// The listener has no address.
pub async fn listen_until(
    listener: TcpListener,
    server: Arc<Server>,
    conduct: Conduct,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    let hosts = address.ip().is_loopback().then_some(address.port());
    let answering = Answering {
        server,
        conduct,
        hosts,
    };
    let (leave, leaving) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = poll_fn(|context| {
            if stop.as_mut().poll(context).is_ready() {
                return Poll::Ready(None);
            }
            // Finished connections make room.
            while let Poll::Ready(Some(_)) = connections.poll_join_next(context) {}
            match connections.len() < conduct.connections {
                true => listener.poll_accept(context).map(Some),
                false => Poll::Pending,
            }
        });
        match accepted.await {
            None => break,
            Some(Ok((stream, _))) => {
                connections.spawn(converse(stream, answering.clone(), leaving.clone()));
            }
            // The client has disconnected already, or there are no free descriptors.
            Some(Err(_)) => tokio::time::sleep(SERVER_PAUSE).await,
        }
    }
    drop(listener);
    leave.send_replace(());
    let ended = async { while connections.join_next().await.is_some() {} };
    // Dropping the set closes the remaining connections.
    let _ = tokio::time::timeout(conduct.drain, ended).await;
    Ok(())
}

/// Serves one connection over any stream until it ends. If a port is given, only requests for that port on a
/// loopback address are handled, as in [`listen_until`].
pub async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    server: Arc<Server>,
    conduct: Conduct,
    port: Option<u16>,
) {
    let answering = Answering {
        server,
        conduct,
        hosts: port,
    };
    converse(stream, answering, watch::channel(()).1).await;
}

/// Serves one connection until it ends, which is soon after `leaving` changes.
async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    answering: Answering,
    mut leaving: watch::Receiver<()>,
) {
    let conduct = answering.conduct;
    let stream = TokioIo::new(Patient::new(stream, conduct.body_timeout));
    let service = service_fn(move |request| answer(answering.clone(), request));
    let serving = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(conduct.head_timeout)
        .max_header_size(SERVER_HEAD_BYTES)
        .max_buf_size(2 * SERVER_HEAD_BYTES)
        .serve_connection(stream, service);
    let mut serving = pin!(serving);
    let mut leaving = pin!(leaving.changed());
    let mut is_leaving = false;
    poll_fn(|context| {
        if !is_leaving && leaving.as_mut().poll(context).is_ready() {
            is_leaving = true;
            serving.as_mut().graceful_shutdown();
        }
        // A broken connection affects only its client.
        serving.as_mut().poll(context).map(drop)
    })
    .await;
}

/// Handles requests.
#[derive(Clone)]
struct Answering {
    server: Arc<Server>,
    conduct: Conduct,
    /// The port that requests must name, if only loopback hosts are allowed.
    hosts: Option<u16>,
}

async fn answer(
    answering: Answering,
    request: http::Request<Incoming>,
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    let response = match respond(&answering, request).await {
        Ok(response) => response,
        Err(mut refusal) => {
            // The rest of the request is not read.
            let close = http::HeaderValue::from_static("close");
            refusal
                .headers_mut()
                .insert(http::header::CONNECTION, close);
            refusal
        }
    };
    Ok(response.map(Full::new))
}

/// The response, or one after which the connection is closed.
async fn respond(
    answering: &Answering,
    request: http::Request<Incoming>,
) -> Result<http::Response<Bytes>, http::Response<Bytes>> {
    if let Some(port) = answering.hosts
        && !authority::is_local(&request, port)
    {
        let words = format!(
            "This server answers requests to localhost:{port} and 127.0.0.1:{port} alone.\n"
        );
        return Err(text(421, words));
    }
    let limit = answering.conduct.body_bytes;
    let too_large = || {
        text(
            413,
            format!("The body of a request may have {limit} bytes at most.\n"),
        )
    };
    let (head, body) = request.into_parts();
    if body.size_hint().lower() > u64::try_from(limit).unwrap_or(u64::MAX) {
        return Err(too_large());
    }
    let body = Limited::new(body, limit).collect();
    match tokio::time::timeout(answering.conduct.body_timeout, body).await {
        Ok(Ok(body)) => {
            let request = http::Request::from_parts(head, body.to_bytes());
            Ok(answering.server.handle(&request))
        }
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(text(400, "The body of the request cannot be read.\n")),
        Err(_) => Err(text(408, "The body of the request did not come in time.\n")),
    }
}
