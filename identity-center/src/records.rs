//! What is remembered. Secrets are not: where one is needed later, its digest is.

use crate::limits::EXPIRED_DEVICE_KEPT;
use crate::world::Millis;

/// Something that is remembered for a time.
pub(crate) trait Record: Clone {
    /// When it may be forgotten.
    fn forgotten_at(&self) -> Millis;
}

/// A registered client, by its identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Client {
    pub(crate) name: String,
    pub(crate) secret: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) redirect_uris: Vec<String>,
    /// Empty if the client named none: it may then use all.
    pub(crate) grant_types: Vec<String>,
    pub(crate) issued_at: Millis,
    pub(crate) expires_at: Millis,
}

/// What a person said to a device authorization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Decision {
    #[default]
    Pending,
    Approved,
    Denied,
}

/// A device authorization, by the digest of its device code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Device {
    pub(crate) user_code: String,
    pub(crate) client: String,
    pub(crate) started_at: Millis,
    pub(crate) expires_at: Millis,
    /// Seconds between polls.
    pub(crate) interval: u32,
    /// Polls so far.
    pub(crate) polls: u32,
    pub(crate) polled_at: Millis,
    /// Whether a poll that came too early has been let pass.
    pub(crate) excused: bool,
    pub(crate) decision: Decision,
}

/// An authorization code, by its digest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) client: String,
    pub(crate) redirect_uri: String,
    /// Of the code verifier (S256).
    pub(crate) challenge: String,
    pub(crate) scopes: Vec<String>,
    /// The sign-in that tokens from this code belong to.
    pub(crate) sign_in: String,
    pub(crate) expires_at: Millis,
    pub(crate) spent: bool,
}

/// What a token is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum TokenKind {
    #[default]
    Access,
    Refresh,
}

/// An access or refresh token, by its digest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) client: String,
    /// The sign-in that it came from. Tokens of one sign-in end together.
    pub(crate) sign_in: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) issued_at: Millis,
    pub(crate) expires_at: Millis,
}

impl Record for Client {
    fn forgotten_at(&self) -> Millis {
        self.expires_at
    }
}

impl Record for Device {
    fn forgotten_at(&self) -> Millis {
        self.expires_at.saturating_add(EXPIRED_DEVICE_KEPT)
    }
}

impl Record for Code {
    fn forgotten_at(&self) -> Millis {
        self.expires_at
    }
}

impl Record for Token {
    fn forgotten_at(&self) -> Millis {
        self.expires_at
    }
}
