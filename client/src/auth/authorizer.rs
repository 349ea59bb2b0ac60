//! Extension point for authorizing requests.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use smithgen_runtime::body::EventSigner;

use crate::endpoint::Endpoint;
use crate::error::ClientError;
use smithgen_runtime::operation::OperationSpec;

/// The request to send.
pub type Authorized<'a> =
    Pin<Box<dyn Future<Output = Result<http::Request<Bytes>, ClientError>> + Send + 'a>>;

/// Extension of a request with a streaming body. An [`Authorizer`] sees an empty body, since the real one is not
/// known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Streamed {
    /// Bytes.
    Bytes,
    /// Events.
    Events,
}

/// Adds credentials to a request. Called before each attempt with the same unsigned request, except for the
/// attempt's number.
pub trait Authorizer: Send + Sync {
    /// Authorizes the request for the first of the operation's schemes that is supported. `endpoint` may specify
    /// schemes, signing regions and names that take precedence over the operation's.
    fn authorize<'a>(
        &'a self,
        operation: &'static OperationSpec,
        endpoint: &'a Endpoint,
        request: http::Request<Bytes>,
    ) -> Authorized<'a>;

    /// A signer for the events of an authorized request, if its scheme signs events. Each signature covers the
    /// previous one, and the first covers that of the request.
    fn event_signer(
        &self,
        operation: &'static OperationSpec,
        endpoint: &Endpoint,
        authorized: &http::Request<Bytes>,
    ) -> Option<Box<dyn EventSigner>> {
        let _ = (operation, endpoint, authorized);
        None
    }
}
