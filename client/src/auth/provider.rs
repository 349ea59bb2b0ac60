//! Sources of identities.

use std::future::{Future, ready};
use std::pin::Pin;

use super::{ApiKeyValue, AuthError, BearerToken, Identity};
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::value::DateTime;

/// What an identity is requested for.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Purpose {
    /// The operation that is called.
    pub operation: &'static OperationSpec,
    /// The time that the request will carry.
    pub now: DateTime,
}

impl Purpose {
    /// A call of this operation at this time.
    pub fn new(operation: &'static OperationSpec, now: DateTime) -> Self {
        Purpose { operation, now }
    }

    /// # Errors
    /// The identity with this expiry has expired.
    pub fn check_expiry(
        &self,
        what: &'static str,
        expiry: Option<DateTime>,
    ) -> Result<(), AuthError> {
        match expiry {
            Some(expiry) if expiry <= self.now => Err(AuthError::Expired { what }),
            _ => Ok(()),
        }
    }
}

/// The identity, or `None` if there is none, so that another scheme may be tried.
pub type Provided<'a, I> = Pin<Box<dyn Future<Output = Result<Option<I>, AuthError>> + Send + 'a>>;

/// Provides an identity. Called before every attempt, so providers that make requests should cache identities until
/// shortly before they expire.
///
/// The sources of AWS tools are in `smithgen_aws::CredentialChain`. A program's own may ask any service:
///
/// ```
/// use smithgen_client::auth::{Credentials, Provided, Provider, Purpose};
///
/// struct Vault;
///
/// impl Provider<Credentials> for Vault {
///     fn provide(&self, _purpose: Purpose) -> Provided<'_, Credentials> {
///         Box::pin(async move {
///             // `vault.lease().path(…).send().await` here.
///             Ok(Some(Credentials::new("AKIDEXAMPLE", "secret").session_token("token")))
///         })
///     }
/// }
///
/// let config = smithgen_client::Config::new().region("eu-west-1").credentials(Vault);
/// # drop(config);
/// ```
pub trait Provider<I: Identity>: Send + Sync {
    /// Provides the identity.
    fn provide(&self, purpose: Purpose) -> Provided<'_, I>;

    /// The account that the identity belongs to, as far as it is known without asking for it. Services with endpoints for
    /// accounts are called there; if it is not known, they wait for the identity, which may tell it.
    fn account(&self) -> Option<String> {
        None
    }
}

impl<I: Identity> Provider<I> for I {
    fn provide(&self, _: Purpose) -> Provided<'_, I> {
        Box::pin(ready(Ok(Some(self.clone()))))
    }

    fn account(&self) -> Option<String> {
        Identity::account(self).map(str::to_owned)
    }
}

impl Provider<BearerToken> for String {
    fn provide(&self, _: Purpose) -> Provided<'_, BearerToken> {
        Box::pin(ready(Ok(Some(BearerToken::new(self.as_str())))))
    }
}

impl Provider<BearerToken> for &'static str {
    fn provide(&self, _: Purpose) -> Provided<'_, BearerToken> {
        Box::pin(ready(Ok(Some(BearerToken::new(*self)))))
    }
}

impl Provider<ApiKeyValue> for String {
    fn provide(&self, _: Purpose) -> Provided<'_, ApiKeyValue> {
        Box::pin(ready(Ok(Some(ApiKeyValue::new(self.as_str())))))
    }
}

impl Provider<ApiKeyValue> for &'static str {
    fn provide(&self, _: Purpose) -> Provided<'_, ApiKeyValue> {
        Box::pin(ready(Ok(Some(ApiKeyValue::new(*self)))))
    }
}
