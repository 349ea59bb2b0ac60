//! A request that has been written: HTTP's own, and silent about what is in it.

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytes::Bytes;

/// A request that [`encode`](crate::encode) has written. It is used as the [`http::Request`] that it holds, and
/// `Debug` shows nothing of what may be a secret: neither URI nor body, nor the values of headers.
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

    /// As [`http::Request::into_parts`].
    pub fn into_parts(self) -> (http::request::Parts, Bytes) {
        self.request.into_parts()
    }

    /// As [`http::Request::into_body`].
    pub fn into_body(self) -> Bytes {
        self.request.into_body()
    }

    /// As [`http::Request::map`].
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
