//! The default transport against real sockets.
#![cfg(feature = "hyper")]

#[cfg(feature = "rustls")]
mod anchors;
mod causes;
mod early;
mod expect;
mod hostile;
#[cfg(all(feature = "http2", feature = "rustls"))]
mod http2;
mod injection;
#[cfg(all(feature = "http2", feature = "rustls"))]
mod peer;
mod plain;
mod proxy;
mod server;
#[cfg(feature = "rustls")]
mod tls;
#[cfg(feature = "rustls")]
mod version1;
mod versions;

use bytes::Bytes;
use http::{Request, Response};
use smithgen_client::transport::{
    Body, HyperTransport, Settings, Transport, TransportError, TransportErrorKind,
};

/// A runtime of one thread, as a command line has.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn run<T>(future: impl Future<Output = T>) -> T {
    runtime().block_on(future)
}

fn post(url: &str, body: &'static str) -> Request<Body> {
    let request = Request::post(url).header("content-length", body.len());
    request
        .body(Body::from(Bytes::from_static(body.as_bytes())))
        .unwrap()
}

async fn send(
    transport: &HyperTransport,
    request: Request<Body>,
) -> Result<Response<Bytes>, TransportError> {
    let (head, body) = transport.send(request).await?.into_parts();
    Ok(Response::from_parts(head, body.collect().await?))
}

fn kind(result: Result<Response<Bytes>, TransportError>) -> TransportErrorKind {
    result.unwrap_err().kind
}

fn transport(change: impl FnOnce(&mut Settings)) -> HyperTransport {
    let mut settings = Settings::default();
    change(&mut settings);
    HyperTransport::new(settings)
}
