//! Serves a service on a socket.

use std::future::{Future, pending, poll_fn};
use std::io;
use std::pin::pin;
use std::task::Poll;

use http::{Request, Response};
use http_body::Body;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_service::Service;

use crate::body::BoxError;
use crate::conduct::Conduct;
use crate::front::Front;
use crate::limits::SERVER_PAUSE;
use crate::patience::Patient;

/// Serves HTTP on this address until the process is told to stop (SIGTERM, or Ctrl-C), and then until requests in flight
/// are done; otherwise like [`listen_until`] with the default [`Conduct`].
///
/// # Errors
/// The address cannot be bound.
pub async fn serve<S, B>(address: impl ToSocketAddrs, service: S) -> io::Result<()>
where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    let stop = crate::stop::stopped()?;
    let listener = TcpListener::bind(address).await?;
    listen_until(listener, service, Conduct::default(), stop).await
}

/// Serves HTTP on the listener until the future is dropped; otherwise like [`listen_until`] with the default
/// [`Conduct`].
///
/// # Errors
/// The listener has no address.
pub async fn listen<S, B>(listener: TcpListener, service: S) -> io::Result<()>
where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    listen_until(listener, service, Conduct::default(), pending()).await
}

/// Serves HTTP on the listener until `stop` is ready; then accepts no further requests, and returns when those in
/// flight are done or run out of time.
///
/// The service is a [`HttpService`](crate::HttpService), or any other, such as one in layers. It is cloned for each
/// request. HTTP/1.1 is served, and with the feature `http2` HTTP/2 without TLS.
///
/// # Errors
/// The listener has no address.
pub async fn listen_until<S, B>(
    listener: TcpListener,
    service: S,
    conduct: Conduct,
    stop: impl Future<Output = ()>,
) -> io::Result<()>
where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    let address = listener.local_addr()?;
    let is_checked = conduct.checks_host && address.ip().is_loopback();
    let local_port = is_checked.then_some(address.port());
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
            Some(Ok((stream, peer))) => {
                // Responses are written whole: there is nothing to wait for.
                let _ = stream.set_nodelay(true);
                let front = Front {
                    service: service.clone(),
                    peer: Some(peer),
                    local_port,
                };
                connections.spawn(converse(stream, front, conduct, leaving.clone()));
            }
            // The client has disconnected already, or there are no free descriptors.
            Some(Err(_)) => tokio::time::sleep(SERVER_PAUSE).await,
        }
    }
    drop(listener);
    leave.send_replace(());
    let ended = async { while connections.join_next().await.is_some() {} };
    // Dropping the set closes the remaining connections.
    let _ = tokio::time::timeout(conduct.drain_time, ended).await;
    Ok(())
}

/// Serves one connection until it ends, which is soon after `leaving` changes.
async fn converse<S, B>(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    front: Front<S>,
    conduct: Conduct,
    mut leaving: watch::Receiver<()>,
) where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    let stream = TokioIo::new(Patient::new(stream, conduct.write_time));
    let serving = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(conduct.head_time)
        .max_header_size(conduct.head_bytes)
        .serve_connection(stream, front);
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
