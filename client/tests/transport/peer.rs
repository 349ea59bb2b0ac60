//! A server of hyper's, over TLS or not, whose answers are asynchronous functions.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex};

use http::request::Parts;
use http::{Request, Response};
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

/// A body to answer with.
pub(crate) type Answer = UnsyncBoxBody<Bytes, hyper::Error>;

/// A request as it came over the wire.
pub(crate) struct Seen {
    /// Number of the connection, from 0.
    pub(crate) connection: usize,
    pub(crate) head: Parts,
}

/// How a server behaves.
#[derive(Clone, Default)]
pub(crate) struct Ways {
    /// TLS, with the versions that it says there.
    pub(crate) tls: Option<Arc<ServerConfig>>,
    /// How many streams a connection may have.
    pub(crate) most: Option<u32>,
}

/// A server, driven by the runtime of the test.
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    /// Makes connections end when what is under way on them has.
    leave: Arc<Notify>,
    /// Told when a connection has ended.
    left: Arc<Notify>,
}

impl Peer {
    /// A server on a free loopback port.
    pub(crate) async fn start<A, F>(ways: Ways, answer: A) -> Self
    where
        A: Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Response<Answer>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let peer = Peer {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
            leave: Arc::default(),
            left: Arc::default(),
        };
        let (seen, leave, left) = (peer.seen.clone(), peer.leave.clone(), peer.left.clone());
        tokio::spawn(async move {
            for connection in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                let (seen, answer, ways) = (seen.clone(), answer.clone(), ways.clone());
                let (leave, left) = (leave.clone(), left.clone());
                let answer = move |request: Request<Incoming>| {
                    let (head, body) = request.into_parts();
                    let request = Request::from_parts(head.clone(), body);
                    seen.lock().unwrap().push(Seen { connection, head });
                    answer(request)
                };
                tokio::spawn(async move {
                    match &ways.tls {
                        None => speak(stream, true, &ways, &leave, answer).await,
                        Some(config) => {
                            let accepting = TlsAcceptor::from(config.clone()).accept(stream);
                            // A client that refuses what is offered is not a failure here.
                            let Ok(stream) = accepting.await else { return };
                            let chosen = stream.get_ref().1.alpn_protocol();
                            let is_http2 = chosen == Some(b"h2");
                            speak(stream, is_http2, &ways, &leave, answer).await;
                        }
                    }
                    left.notify_one();
                });
            }
        });
        peer
    }

    /// A URL of this server without TLS.
    pub(crate) fn plain(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A URL of this server over TLS.
    pub(crate) fn https(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.address.port())
    }

    /// The requests so far.
    pub(crate) fn seen(&self) -> std::sync::MutexGuard<'_, Vec<Seen>> {
        self.seen.lock().unwrap()
    }

    /// Numbers of the connections that the requests so far came over.
    pub(crate) fn connections(&self) -> Vec<usize> {
        self.seen().iter().map(|seen| seen.connection).collect()
    }

    /// Says on all connections that no further request is taken.
    pub(crate) fn leave(&self) {
        self.leave.notify_waiters();
    }

    /// Waits until a connection has ended.
    pub(crate) async fn left(&self) {
        self.left.notified().await;
    }
}

/// Serves a connection to its end.
async fn speak<A, F>(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    is_http2: bool,
    ways: &Ways,
    leave: &Notify,
    answer: A,
) where
    A: Fn(Request<Incoming>) -> F + Send,
    F: Future<Output = Response<Answer>> + Send + 'static,
{
    let service = service_fn(move |request| {
        let answer = answer(request);
        async move { Ok::<_, Infallible>(answer.await) }
    });
    let stream = TokioIo::new(stream);
    if !is_http2 {
        let serving = http1::Builder::new().serve_connection(stream, service);
        return drop(serving.await);
    }
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder.max_concurrent_streams(ways.most);
    let mut serving = pin!(builder.serve_connection(stream, service));
    tokio::select! {
        end = serving.as_mut() => drop(end),
        () = leave.notified() => {
            serving.as_mut().graceful_shutdown();
            drop(serving.await);
        }
    }
}
