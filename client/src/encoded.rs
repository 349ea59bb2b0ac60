//! A serialized request whose content is hidden in `Debug`.

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytes::Bytes;

/// A request serialized by [`encode`](crate::encode). It dereferences to an [`http::Request`], but `Debug` hides
/// URI, body and header values, which may contain secrets.
#[derive(Clone)]
pub struct EncodedRequest {
    operation: &'static str,
    request: http::Request<Bytes>,
}

impl EncodedRequest {
    pub(crate) fn new(operation: &'static str, request: http::Request<Bytes>) -> Self {
        EncodedRequest { operation, request }
    }

    /// The request.
    pub fn into_inner(self) -> http::Request<Bytes> {
        self.request
    }

    /// Like [`http::Request::into_parts`].
    pub fn into_parts(self) -> (http::request::Parts, Bytes) {
        self.request.into_parts()
    }

    /// Like [`http::Request::into_body`].
    pub fn into_body(self) -> Bytes {
        self.request.into_body()
    }

    /// Like [`http::Request::map`].
    pub fn map<T>(self, map: impl FnOnce(Bytes) -> T) -> http::Request<T> {
        self.request.map(map)
    }
}

impl fmt::Debug for EncodedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self
            .request
            .headers()
            .keys()
            .map(|name| name.as_str())
            .collect();
        f.debug_struct("EncodedRequest")
            .field("operation", &self.operation)
            .field("method", self.request.method())
            .field("headers", &names)
            .field("body", &format_args!("{} bytes", self.request.body().len()))
            .finish()
    }
}

impl Deref for EncodedRequest {
    type Target = http::Request<Bytes>;

    fn deref(&self) -> &http::Request<Bytes> {
        &self.request
    }
}

impl DerefMut for EncodedRequest {
    fn deref_mut(&mut self) -> &mut http::Request<Bytes> {
        &mut self.request
    }
}

impl From<EncodedRequest> for http::Request<Bytes> {
    fn from(encoded: EncodedRequest) -> Self {
        encoded.request
    }
}
