//! Puts a [`Server`] on a socket.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use super::{Server, plain};
use crate::limits::REQUEST_BYTES;

/// Serves HTTP/1.1 on the listener until the future is dropped.
pub async fn listen(listener: TcpListener, server: Arc<Server>) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(Arc::clone(&server), request));
            // A connection that breaks off concerns nobody but its client.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(
    server: Arc<Server>,
    request: http::Request<Incoming>,
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let response = match Limited::new(body, REQUEST_BYTES).collect().await {
        Ok(body) => server.handle(&http::Request::from_parts(head, body.to_bytes())),
        Err(_) => plain(413, "RequestEntityTooLarge"),
    };
    Ok(response.map(Full::new))
}
