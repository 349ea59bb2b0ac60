//! A server as a service over HTTP.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::request::Parts;
use smithgen_runtime::body::Body;
use smithgen_runtime::served::{Found, RouteError};

use crate::body::{BoxError, ResponseBody};
use crate::dispatch::Dispatch;
use crate::response::ResponseFuture;
use crate::server::Server;
use crate::standing::Standing;

impl Server {
    /// The service over HTTP.
    pub fn into_service(self) -> HttpService {
        HttpService(Arc::new(Dispatch::new(self, true)))
    }

    /// A function from requests to responses, for clients in the same process. Nothing is timed, so it works on any
    /// executor.
    pub fn into_fn(self) -> impl Fn(http::Request<Body>) -> Answer + Clone + Send + Sync + 'static {
        let service = HttpService(Arc::new(Dispatch::new(self, false)));
        move |request| service.answer(request)
    }
}

/// The response to a request, in process.
pub type Answer = Pin<Box<dyn Future<Output = http::Response<Body>> + Send>>;

/// A server over HTTP: a [`tower_service::Service`] of requests with any body.
///
/// It never fails and is always ready. Clones share the implementation.
#[derive(Clone)]
pub struct HttpService(Arc<Dispatch>);

impl HttpService {
    /// The operation of a request, as far as its head tells.
    pub(crate) fn find(&self, head: &Parts) -> Result<Found, RouteError> {
        self.0.find(head)
    }

    /// How much it takes from its clients.
    #[cfg(feature = "sigv4")]
    pub(crate) fn limits(&self) -> crate::settings::Limits {
        self.0.server().limits
    }

    /// Goes on with a request whose operation has been looked for.
    pub(crate) fn respond<B>(
        &self,
        head: Parts,
        body: B,
        found: Result<Found, RouteError>,
        standing: Standing,
    ) -> ResponseFuture<B>
    where
        B: http_body::Body + Send + 'static,
        B::Error: Into<BoxError>,
    {
        ResponseFuture::new(self.0.clone(), head, body, found, standing)
    }

    /// Answers a request in process.
    fn answer(&self, request: http::Request<Body>) -> Answer {
        let (head, body) = request.into_parts();
        let found = self.find(&head);
        let response = self.respond(head, ResponseBody::from(body), found, Standing::Admitted);
        Box::pin(async move {
            match response.await {
                Ok(response) => response.map(ResponseBody::into_inner),
                Err(never) => match never {},
            }
        })
    }
}

impl std::fmt::Debug for HttpService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("HttpService").field(self.0.server()).finish()
    }
}

impl<B> tower_service::Service<http::Request<B>> for HttpService
where
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = http::Response<ResponseBody>;
    type Error = Infallible;
    type Future = ResponseFuture<B>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> ResponseFuture<B> {
        let (head, body) = request.into_parts();
        let found = self.find(&head);
        self.respond(head, body, found, Standing::Admitted)
    }
}
