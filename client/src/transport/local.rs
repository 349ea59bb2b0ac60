//! A transport without a network: a function returns the response. For tests and in-process services.

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
