//! Which versions of HTTP a request may be sent in.

/// Which versions of HTTP a request may be sent in: in the extensions of a request that a transport gets, absent
/// for HTTP/1.1.
///
/// A generated operation has what the trait of its protocol says of `http` and, for operations with event
/// streams, `eventStreamHttp`. Where a model says nothing, an operation whose input streams events has
/// [`HttpVersions::Http2OrHttp1`]: services want HTTP/2 for streams both ways at once, and do not say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HttpVersions {
    /// HTTP/1.1.
    #[default]
    Http1,
    /// HTTP/2 where the server takes it, else HTTP/1.1.
    ///
    /// The default transport asks the server in the TLS handshake, HTTP/2 first. Without TLS, and without the
    /// feature `http2`, it speaks HTTP/1.1.
    Http2OrHttp1,
    /// HTTP/2 only.
    ///
    /// The default transport needs the feature `http2` for it. Without TLS it takes for granted that the server
    /// speaks HTTP/2.
    Http2,
}
