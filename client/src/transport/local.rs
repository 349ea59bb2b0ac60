//! A transport without a network: a function returns the response. For tests and in-process services.

use std::future::Future;

use bytes::Bytes;

use super::{Body, SendFuture, Transport};

/// Calls a function for every request.
pub struct LocalTransport<F>(F);

impl<F> LocalTransport<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync,
{
    /// A transport that responds with the function's result.
    pub fn new(handler: F) -> Self {
        LocalTransport(handler)
    }
}

impl<F> Transport for LocalTransport<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync,
{
    fn send(&self, request: http::Request<Body>) -> SendFuture<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await?;
            let response = (self.0)(http::Request::from_parts(head, body));
            Ok(response.map(Body::from))
        })
    }
}

/// A function of a server: see [`LocalTransport::served`].
pub struct Served<F>(F);

impl<F, W> LocalTransport<Served<F>>
where
    F: Fn(http::Request<Body>) -> W + Send + Sync,
    W: Future<Output = http::Response<Body>> + Send + 'static,
{
    /// A transport that awaits the function's result, such as that of a server in the same process. Bodies stream both
    /// ways.
    pub fn served(handler: F) -> Self {
        LocalTransport(Served(handler))
    }
}

impl<F, W> Transport for LocalTransport<Served<F>>
where
    F: Fn(http::Request<Body>) -> W + Send + Sync,
    W: Future<Output = http::Response<Body>> + Send + 'static,
{
    fn send(&self, request: http::Request<Body>) -> SendFuture<'_> {
        let response = (self.0.0)(request);
        Box::pin(async move { Ok(response.await) })
    }
}
