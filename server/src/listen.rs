//! Puts a [`Server`] on a socket.

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

use crate::authority;
use crate::conduct::Conduct;
use crate::handlers::{Server, text};
use crate::limits::{SERVER_HEAD_BYTES, SERVER_PAUSE};
use crate::patience::Patient;

/// Serves HTTP/1.1 on the listener until the future is dropped, as [`listen_until`] does.
///
/// # Errors
/// When the listener has no address.
pub async fn listen(listener: TcpListener, server: Arc<Server>) -> io::Result<()> {
    listen_until(listener, server, Conduct::default(), pending()).await
}

/// Serves HTTP/1.1 on the listener until `stop` is ready; then takes no further request, and ends when those in
/// flight have ended or their time is up.
///
/// On a loopback address it answers only requests that name such an address, or `localhost`, and its own port as
/// their host: a web page whose name someone makes resolve to this machine gets nothing.
///
/// # Errors
/// When the listener has no address.
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
            // Those that have ended make room.
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
            // The client has left again, or there are no descriptors for now.
            Some(Err(_)) => tokio::time::sleep(SERVER_PAUSE).await,
        }
    }
    drop(listener);
    leave.send_replace(());
    let ended = async { while connections.join_next().await.is_some() {} };
    // What has not ended by then is cut off with the set.
    let _ = tokio::time::timeout(conduct.drain, ended).await;
    Ok(())
}

/// Serves one connection to its end, whatever it goes over. With a port, only requests for it on a loopback
/// address are answered, as [`listen_until`] says.
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

/// Serves one connection to its end, which comes soon once `leaving` changes.
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
        // A broken connection is its client's problem alone.
        serving.as_mut().poll(context).map(drop)
    })
    .await;
}

/// What answers requests.
#[derive(Clone)]
struct Answering {
    server: Arc<Server>,
    conduct: Conduct,
    /// The port of requests, where only those to loopback addresses are answered.
    hosts: Option<u16>,
}

async fn answer(
    answering: Answering,
    request: http::Request<Incoming>,
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    let response = match respond(&answering, request).await {
        Ok(response) => response,
        Err(mut refusal) => {
            // What is left of the request is not read.
            let close = http::HeaderValue::from_static("close");
            refusal
                .headers_mut()
                .insert(http::header::CONNECTION, close);
            refusal
        }
    };
    Ok(response.map(Full::new))
}

/// The response, or one after which the connection closes.
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
