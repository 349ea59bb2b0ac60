//! Extension point for signatures.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use smithgen_runtime::body::{ChunkSigner, EventSigner, TransportError};
use smithgen_runtime::message::Payload;
use smithgen_runtime::operation::OperationSpec;

use super::{AuthError, Clock, Purpose, Settings};
use crate::endpoint::Value;

/// The inputs of a signature besides the request.
#[non_exhaustive]
pub struct Signing<'a> {
    /// The client's identities and preferred regions.
    pub settings: &'a Settings,
    /// The operation.
    pub operation: &'static OperationSpec,
    /// Whether to sign with SigV4a rather than SigV4.
    pub asymmetric: bool,
    /// The endpoint's properties for the scheme: an item of its `authSchemes`.
    pub scheme: Option<&'a Value>,
    /// The client's region.
    pub region: Option<&'a str>,
    /// The settings' clock, corrected if it is known to be off.
    pub clock: Clock,
    /// What the identity is requested for, and the time that the request will carry.
    pub purpose: Purpose,
    /// How long a signature in the URL is good for; `None` for one in a header.
    pub expires: Option<Duration>,
}

/// Signers for the rest of a request after its head.
#[derive(Default)]
#[non_exhaustive]
pub struct Signed {
    /// For the chunks of a streaming body.
    pub chunks: Option<Box<dyn ChunkSigner>>,
    /// For the events of a stream.
    pub events: Option<Box<dyn EventSigner>>,
}

/// The result of [`Signer::sign`]: `None` if there is no identity to sign with, so that another scheme may be
/// tried.
pub type SigningFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Option<Signed>, AuthError>> + Send + 'a>>;

/// What [`Signer::read_ahead`] returns.
pub type Hashed<'a> = Pin<Box<dyn Future<Output = Result<(), TransportError>> + Send + 'a>>;

/// Makes `sigv4` and `sigv4a` signatures.
pub trait Signer: Send + Sync {
    /// Reads a streaming body for what its signature needs before the head is sent, and sets the headers
    /// accordingly.
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
