//! Serves a service on a socket.

use std::future::{Future, pending, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::task::Poll;

use http::{Request, Response};
use http_body::Body;
use hyper::body::Incoming;
#[cfg(feature = "http2")]
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_service::Service;

use crate::body::BoxError;
use crate::conduct::Conduct;
use crate::front::Front;
use crate::limits::ACCEPT_PAUSE;
#[cfg(feature = "http2")]
use crate::limits::HTTP2_STREAMS;
use crate::patience::Patient;
#[cfg(feature = "http2")]
use crate::preface::Looked;
use crate::stop::stopped;

/// Serves HTTP on this address until the process is told to stop (SIGTERM, or Ctrl-C), and then until requests in flight
/// are done; otherwise like [`listen_until`] with the default [`Conduct`].
///
/// # Errors
/// The address cannot be bound.
pub async fn serve<S, B>(address: impl ToSocketAddrs, service: S) -> io::Result<()>
where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: Body + Send + 'static,
    B::Data: Send + 'static,
    B::Error: Into<BoxError>,
{
    let stop = stopped()?;
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
    S::Future: Send + 'static,
    B: Body + Send + 'static,
    B::Data: Send + 'static,
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
    S::Future: Send + 'static,
    B: Body + Send + 'static,
    B::Data: Send + 'static,
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
            Some(Err(_)) => tokio::time::sleep(ACCEPT_PAUSE).await,
        }
    }
    drop(listener);
    leave.send_replace(());
    let ended = async { while connections.join_next().await.is_some() {} };
    // Dropping the set closes the remaining connections.
    let _ = tokio::time::timeout(conduct.drain_time, ended).await;
    Ok(())
}

/// Serves one connection over any stream until it ends. If a port is given, only requests for that port on a loopback
/// address are served, as by [`listen_until`].
pub async fn serve_connection<S, B>(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    service: S,
    conduct: Conduct,
    local_port: Option<u16>,
) where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: Body + Send + 'static,
    B::Data: Send + 'static,
    B::Error: Into<BoxError>,
{
    let front = Front {
        service,
        peer: None,
        local_port,
    };
    let (_stays, leaving) = watch::channel(());
    converse(stream, front, conduct, leaving).await;
}

/// Serves one connection until it ends, which is soon after `leaving` changes.
async fn converse<S, B>(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    front: Front<S>,
    conduct: Conduct,
    leaving: watch::Receiver<()>,
) where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: Body + Send + 'static,
    B::Data: Send + 'static,
    B::Error: Into<BoxError>,
{
    let stream = Patient::new(stream, conduct.write_time);
    #[cfg(feature = "http2")]
    let stream = {
        let looking = tokio::time::timeout(conduct.head_time, Looked::look(stream));
        let mut stopping = leaving.clone();
        let (mut looking, mut left) = (pin!(looking), pin!(stopping.changed()));
        let looked = poll_fn(|context| match left.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(None),
            Poll::Pending => looking.as_mut().poll(context).map(Some),
        });
        let looked = looked.await;
        // The client said nothing or is gone, or the server stops.
        let Some(Ok(Ok((stream, is_http2)))) = looked else {
            return;
        };
        if is_http2 {
            let head_bytes = u32::try_from(conduct.head_bytes).unwrap_or(u32::MAX);
            let serving = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
                .timer(TokioTimer::new())
                .max_concurrent_streams(HTTP2_STREAMS)
                .max_header_list_size(head_bytes)
                .keep_alive_interval(conduct.head_time)
                .serve_connection(TokioIo::new(stream), front);
            return until_end(serving, leaving, |it| it.graceful_shutdown()).await;
        }
        stream
    };
    let serving = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(conduct.head_time)
        .max_header_size(conduct.head_bytes)
        .serve_connection(TokioIo::new(stream), front);
    until_end(serving, leaving, |it| it.graceful_shutdown()).await;
}

/// Drives a connection to its end, and tells it when `leaving` changes.
async fn until_end<C: Future>(
    connection: C,
    mut leaving: watch::Receiver<()>,
    leave: impl Fn(Pin<&mut C>),
) {
    let mut connection = pin!(connection);
    let mut leaving = pin!(leaving.changed());
    let mut is_leaving = false;
    poll_fn(|context| {
        if !is_leaving && leaving.as_mut().poll(context).is_ready() {
            is_leaving = true;
            leave(connection.as_mut());
        }
        // A broken connection affects only its client.
        connection.as_mut().poll(context).map(drop)
    })
    .await;
}
