//! Identities, whose secrets are hidden in `Debug`.

use std::fmt;

use smithgen_runtime::debug::REDACTED;
use smithgen_runtime::value::DateTime;

/// Credentials of any kind that a caller authenticates with.
pub trait Identity: Clone + Send + Sync + 'static {
    /// The account that it belongs to, if that is known. Some services have endpoints for accounts.
    fn account(&self) -> Option<&str> {
        None
    }
}

/// AWS credentials, for SigV4 and SigV4a.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The access key id; not a secret.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: String,
    /// The session token of temporary credentials.
    pub session_token: Option<String>,
    /// When they expire.
    pub expiry: Option<DateTime>,
    /// The account that they belong to, if that is known; not a secret.
    pub account_id: Option<String>,
}

impl Credentials {
    /// Credentials that do not expire.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Credentials {
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            session_token: None,
            expiry: None,
            account_id: None,
        }
    }

    /// Sets [`Credentials::session_token`].
    #[must_use]
    pub fn session_token(mut self, token: impl Into<String>) -> Self {
        self.session_token = Some(token.into());
        self
    }

    /// Sets [`Credentials::expiry`].
    #[must_use]
    pub fn expiry(mut self, expiry: DateTime) -> Self {
        self.expiry = Some(expiry);
        self
    }

    /// Sets [`Credentials::account_id`].
    #[must_use]
    pub fn account_id(mut self, account: impl Into<String>) -> Self {
        self.account_id = Some(account.into());
        self
    }
}

impl Identity for Credentials {
    fn account(&self) -> Option<&str> {
        self.account_id.as_deref()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("secret_access_key", &REDACTED)
            .field(
                "session_token",
                &self.session_token.as_ref().map(|_| REDACTED),
            )
            .field("expiry", &self.expiry)
            .field("account_id", &self.account_id)
            .finish()
    }
}

/// A token for `@httpBearerAuth`.
#[derive(Clone, PartialEq, Eq)]
pub struct BearerToken {
    /// The token.
    pub token: String,
    /// When it expires.
    pub expiry: Option<DateTime>,
}

impl BearerToken {
    /// A token that does not expire.
    pub fn new(token: impl Into<String>) -> Self {
        BearerToken {
            token: token.into(),
            expiry: None,
        }
    }
}

impl Identity for BearerToken {}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerToken")
            .field("token", &REDACTED)
            .field("expiry", &self.expiry)
            .finish()
    }
}

/// User and password for `@httpBasicAuth`.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// The user name, which must not contain a colon.
    pub user: String,
    /// The password.
    pub password: String,
}

impl Login {
    /// A login from user name and password.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Login {
            user: user.into(),
            password: password.into(),
        }
    }
}

impl Identity for Login {}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("user", &self.user)
            .field("password", &REDACTED)
            .finish()
    }
}

/// A key for `@httpApiKeyAuth`.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKeyValue {
    /// The key.
    pub key: String,
}

impl ApiKeyValue {
    /// An API key.
    pub fn new(key: impl Into<String>) -> Self {
        ApiKeyValue { key: key.into() }
    }
}

impl Identity for ApiKeyValue {}

impl fmt::Debug for ApiKeyValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKeyValue")
            .field("key", &REDACTED)
            .finish()
    }
}
