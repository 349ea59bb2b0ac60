//! What a method knows of the request beside its input.

use std::fmt;
use std::net::SocketAddr;

use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Uri};
use smithgen_runtime::served::Route;
use smithgen_runtime::{OperationSpec, Protocol};

use crate::identity::Identity;

/// The address of who sent a request: in the extensions of requests that [`listen`](crate::listen()) accepts. Behind a
/// proxy it is the proxy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// What a method knows of the request beside its input.
pub struct Context {
    operation: &'static OperationSpec,
    protocol: &'static dyn Protocol,
    head: Parts,
}

impl Context {
    /// The context of a request, for tests that call a method themselves.
    pub fn new(
        operation: &'static OperationSpec,
        protocol: &'static dyn Protocol,
        head: Parts,
    ) -> Self {
        Context {
            operation,
            protocol,
            head,
        }
    }

    pub(crate) fn of(route: Route, head: Parts) -> Self {
        Context::new(route.operation, route.protocol, head)
    }

    /// The operation.
    pub fn operation(&self) -> &'static OperationSpec {
        self.operation
    }

    /// The protocol that the request is in.
    pub fn protocol(&self) -> &'static dyn Protocol {
        self.protocol
    }

    /// The HTTP method.
    pub fn method(&self) -> &Method {
        &self.head.method
    }

    /// The target of the request.
    pub fn uri(&self) -> &Uri {
        &self.head.uri
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// What layers in front of the server found out.
    pub fn extensions(&self) -> &Extensions {
        &self.head.extensions
    }

    /// The address of who sent the request, if the server that accepted it tells.
    pub fn peer(&self) -> Option<SocketAddr> {
        self.extensions().get().map(|Peer(address)| *address)
    }

    /// Who sent the request, if a layer found out.
    pub fn identity(&self) -> Option<&Identity> {
        self.extensions().get()
    }
}

impl fmt::Debug for Context {
    /// Shows the operation alone: headers and targets may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("operation", &self.operation.name())
            .field("protocol", &self.protocol.id())
            .finish_non_exhaustive()
    }
}
