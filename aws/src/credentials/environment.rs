//! Keys in environment variables.

use smithgen_client::Environment;
use smithgen_client::auth::Credentials;
use smithgen_runtime::DateTime;

use super::source::name;
use super::{CredentialsError, answer};

const EXPIRATION: &str = "AWS_CREDENTIAL_EXPIRATION";

/// The keys; `None` without an access key id. Empty variables count as unset. Of the two names for a session token,
/// the older one wins, as in the AWS CLI.
///
/// # Errors
/// An access key id without its secret, or an invalid expiry time.
pub(super) fn keys(environment: &Environment) -> Result<Option<Credentials>, CredentialsError> {
    let get = |name: &str| environment.get(name).filter(|value| !value.is_empty());
    let Some(access_key_id) = get("AWS_ACCESS_KEY_ID") else {
        return Ok(None);
    };
    let secret = "AWS_SECRET_ACCESS_KEY";
    let Some(secret_access_key) = get(secret) else {
        return Err(CredentialsError::partial(name::ENVIRONMENT, secret));
    };
    let expiry = get(EXPIRATION).map(|text| time(&text));
    Ok(Some(Credentials {
        access_key_id,
        secret_access_key,
        session_token: get("AWS_SECURITY_TOKEN").or_else(|| get("AWS_SESSION_TOKEN")),
        expiry: expiry.transpose()?,
        account_id: get("AWS_ACCOUNT_ID"),
    }))
}

/// # Errors
/// The text is not a time.
fn time(text: &str) -> Result<DateTime, CredentialsError> {
    answer::time(text).ok_or(CredentialsError::Expiration { key: EXPIRATION })
}
