//! Why something is refused, in the words of OAuth.

use std::borrow::Cow;
use std::fmt;

/// Why a request is refused: the codes of RFC 6749, RFC 7591 and RFC 8628.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The person denied it.
    AccessDenied,
    /// The person has not answered yet.
    AuthorizationPending,
    /// The device code is past its time.
    ExpiredToken,
    /// The client is unknown, its registration has expired, or its secret is wrong.
    InvalidClient,
    /// The registration says something that is not supported.
    InvalidClientMetadata,
    /// The code or token is unknown, used, expired or somebody else's.
    InvalidGrant,
    /// A redirect URI cannot be registered.
    InvalidRedirectUri,
    /// Something is missing, malformed or there twice.
    InvalidRequest,
    /// A scope is malformed or was not registered.
    InvalidScope,
    /// Not the client's fault.
    ServerError,
    /// The client polls too fast.
    SlowDown,
    /// The client has not registered for this grant.
    UnauthorizedClient,
    /// There is no such grant.
    UnsupportedGrantType,
    /// Only authorization codes are given.
    UnsupportedResponseType,
}

impl Reason {
    /// The code as it is sent.
    pub fn code(self) -> &'static str {
        match self {
            Reason::AccessDenied => "access_denied",
            Reason::AuthorizationPending => "authorization_pending",
            Reason::ExpiredToken => "expired_token",
            Reason::InvalidClient => "invalid_client",
            Reason::InvalidClientMetadata => "invalid_client_metadata",
            Reason::InvalidGrant => "invalid_grant",
            Reason::InvalidRedirectUri => "invalid_redirect_uri",
            Reason::InvalidRequest => "invalid_request",
            Reason::InvalidScope => "invalid_scope",
            Reason::ServerError => "server_error",
            Reason::SlowDown => "slow_down",
            Reason::UnauthorizedClient => "unauthorized_client",
            Reason::UnsupportedGrantType => "unsupported_grant_type",
            Reason::UnsupportedResponseType => "unsupported_response_type",
        }
    }
}

/// A request that is refused, and why. It quotes nothing that may be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason, for programs.
    pub reason: Reason,
    /// The reason, for people.
    pub description: Cow<'static, str>,
}

impl Refusal {
    pub(crate) fn new(reason: Reason, description: impl Into<Cow<'static, str>>) -> Refusal {
        Refusal {
            reason,
            description: description.into(),
        }
    }

    pub(crate) fn internal(description: impl Into<Cow<'static, str>>) -> Refusal {
        Refusal::new(Reason::ServerError, description)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.reason.code(), self.description)
    }
}

impl std::error::Error for Refusal {}
