//! The seam for signatures: what a client asks of who makes them.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::HeaderMap;
use smithgen_runtime::body::{ChunkSigner, EventSigner, TransportError};
use smithgen_runtime::message::Payload;
use smithgen_runtime::operation::OperationSpec;

use super::{AuthError, Clock, Purpose, Settings};
use crate::endpoint::Value;

/// What is signed, besides the request.
#[non_exhaustive]
pub struct Signing<'a> {
    /// Identities of the client, and the regions it prefers.
    pub settings: &'a Settings,
    /// The operation.
    pub operation: &'static OperationSpec,
    /// Whether SigV4a is meant, and not SigV4.
    pub asymmetric: bool,
    /// What the endpoint says of the scheme: an item of its `authSchemes`.
    pub scheme: Option<&'a Value>,
    /// The client's region.
    pub region: Option<&'a str>,
    /// The clock of the settings, as far as it is known to be right.
    pub clock: Clock,
    /// What the identity is wanted for, and the time that the request will carry.
    pub purpose: Purpose,
}

/// What signs the rest of a request whose head is signed.
#[derive(Default)]
#[non_exhaustive]
pub struct Signed {
    /// The chunks of a body that streams.
    pub chunks: Option<Box<dyn ChunkSigner>>,
    /// The events of a stream.
    pub events: Option<Box<dyn EventSigner>>,
}

/// What [`Signer::sign`] returns: `None` where there is no identity to sign with, so that another
/// scheme may be tried.
pub type SigningFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Option<Signed>, AuthError>> + Send + 'a>>;

/// What [`Signer::read_ahead`] returns.
pub type Hashed<'a> = Pin<Box<dyn Future<Output = Result<(), TransportError>> + Send + 'a>>;

/// Makes the signatures `sigv4` and `sigv4a`.
pub trait Signer: Send + Sync {
    /// Reads a body that streams for what its signature needs to know before the head is sent, and puts
    /// that into the headers.
    fn read_ahead<'a>(
        &'a self,
        operation: &'static OperationSpec,
        headers: &'a mut HeaderMap,
        payload: &'a Payload,
    ) -> Hashed<'a>;

    /// Signs a request.
    fn sign<'a>(
        &'a self,
        signing: Signing<'a>,
        request: &'a mut http::Request<Bytes>,
    ) -> SigningFuture<'a>;
}
