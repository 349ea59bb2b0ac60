//! How an operation's requests are authenticated.

/// An authentication scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Auth {
    /// No authentication.
    None,
    /// AWS Signature Version 4.
    SigV4,
    /// AWS Signature Version 4, asymmetric.
    SigV4a,
    /// Bearer token.
    Bearer,
    /// Basic.
    Basic,
    /// Digest.
    Digest,
    /// API key.
    ApiKey(&'static ApiKey),
    /// A scheme that this library does not know, by the absolute id of its trait. Only an
    /// authorizer of the caller's can serve it.
    Other(&'static str),
}

/// `@httpApiKeyAuth`.
#[derive(Debug, PartialEq, Eq)]
pub struct ApiKey {
    pub(crate) name: &'static str,
    pub(crate) header: bool,
    pub(crate) scheme: Option<&'static str>,
}

impl Auth {
    /// The name of the scheme's trait; without its namespace where the library knows it.
    pub const fn name(self) -> &'static str {
        match self {
            Auth::None => "noAuth",
            Auth::SigV4 => "sigv4",
            Auth::SigV4a => "sigv4a",
            Auth::Bearer => "httpBearerAuth",
            Auth::Basic => "httpBasicAuth",
            Auth::Digest => "httpDigestAuth",
            Auth::ApiKey(_) => "httpApiKeyAuth",
            Auth::Other(id) => id,
        }
    }
}

impl ApiKey {
    /// A key in the header or query parameter of this name.
    pub const fn new(name: &'static str, header: bool, scheme: Option<&'static str>) -> Self {
        ApiKey {
            name,
            header,
            scheme,
        }
    }

    /// Header or query parameter name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the key is in a header, else in the query.
    pub const fn is_in_header(&self) -> bool {
        self.header
    }

    /// Scheme in front of the key.
    pub const fn scheme(&self) -> Option<&'static str> {
        self.scheme
    }
}
