//! A transport without a network: a function answers. For tests and for services within the process.

use bytes::Bytes;

use super::{Body, SendFuture, Transport};

/// Answers every request by calling a function.
pub struct LocalTransport<F>(F);

impl<F> LocalTransport<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync,
{
    /// A transport that answers with what the function returns.
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
