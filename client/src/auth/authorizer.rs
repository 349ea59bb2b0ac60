//! Adds credentials to requests: the seam for signing.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use smithgen_runtime::body::EventSigner;

use crate::endpoint::Endpoint;
use crate::error::ClientError;
use smithgen_runtime::operation::OperationSpec;

/// What authorising returns: the request to send.
pub type Authorized<'a> =
    Pin<Box<dyn Future<Output = Result<http::Request<Bytes>, ClientError>> + Send + 'a>>;

/// In the extensions of a request whose body streams: the body that an [`Authorizer`] sees is empty,
/// and the one that is sent is not known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Streamed {
    /// Bytes.
    Bytes,
    /// Events.
    Events,
}

/// Adds credentials to a request. Called before each attempt with the same unsigned request but for
/// the attempt's number.
pub trait Authorizer: Send + Sync {
    /// Signs the request for the first of the operation's schemes that it can serve. `endpoint` may
    /// name schemes, signing regions and names that come before the operation's own.
    fn authorize<'a>(
        &'a self,
        operation: &'static OperationSpec,
        endpoint: &'a Endpoint,
        request: http::Request<Bytes>,
    ) -> Authorized<'a>;

    /// What signs the events of a request that was authorised, where its scheme does so: each signature
    /// covers the one before, the first that of the request.
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
