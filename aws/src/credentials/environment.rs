//! Keys in environment variables.

use smithgen_client::Environment;
use smithgen_client::auth::Credentials;

use super::CredentialsError;
use super::source::name;

/// The keys; `None` without an access key id. Empty variables count as unset.
///
/// # Errors
/// An access key id without its secret.
pub(super) fn keys(environment: &Environment) -> Result<Option<Credentials>, CredentialsError> {
    let get = |name: &str| environment.get(name).filter(|value| !value.is_empty());
    let Some(access_key_id) = get("AWS_ACCESS_KEY_ID") else {
        return Ok(None);
    };
    let secret = "AWS_SECRET_ACCESS_KEY";
    let Some(secret_access_key) = get(secret) else {
        return Err(CredentialsError::partial(name::ENVIRONMENT, secret));
    };
    Ok(Some(Credentials {
        access_key_id,
        secret_access_key,
        session_token: get("AWS_SESSION_TOKEN").or_else(|| get("AWS_SECURITY_TOKEN")),
        expiry: None,
    }))
}
