//! Transports: how a request reaches a service.

#[cfg(feature = "hyper")]
mod hyper;
mod local;
mod proxy;
mod settings;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

#[cfg(feature = "hyper")]
pub use hyper::HyperTransport;
#[cfg(feature = "hyper")]
pub(crate) use hyper::has_time;
pub use local::{LocalTransport, Served};
pub(crate) use proxy::unbracketed;
pub use proxy::{Proxies, Proxy};
pub use settings::{Certificates, ClientCertificate, Settings};
pub use smithgen_runtime::body::{Body, BodyStream, TransportError, TransportErrorKind};
pub use smithgen_runtime::operation::HttpVersions;
/// The TLS library, for [`HyperTransport::with_tls`].
#[cfg(feature = "rustls")]
pub use tokio_rustls::rustls;

/// The response, boxed to keep the trait object-safe.
pub type SendFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + 'a>>;

/// Sends a request. Does not retry or follow redirects, and changes neither path nor headers.
pub trait Transport: Send + Sync {
    /// Sends the request and returns the response as soon as its head has arrived; the body may still be arriving.
    /// The request's URI is absolute and has no userinfo or fragment; its extensions may contain [`HttpVersions`].
    fn send(&self, request: http::Request<Body>) -> SendFuture<'_>;
}

/// A transport that several clients, or a test and its client, share.
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Body>) -> SendFuture<'_> {
        (**self).send(request)
    }
}
