//! A role assumed with a token from another identity provider.

use smithgen_client::Environment;

use super::source::name;
use super::{CredentialsError, Source};
use crate::profile::Profile;

/// A role that is assumed with a token from another identity provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebIdentity {
    /// The file with the token, which changes over time.
    pub(super) token_file: String,
    pub(super) arn: String,
    /// Tells the uses of the role apart; made up if it is not set.
    pub(super) session_name: Option<String>,
}

/// The source, if the environment or profile name a token file.
///
/// # Errors
/// A token file without a role.
pub(super) fn find(
    environment: Option<&Environment>,
    profile: &Profile,
) -> Result<Option<Source>, CredentialsError> {
    let get = |variable: &str, key: &str| {
        // An empty variable hides the profile's key, but is not a value either.
        let set = environment.and_then(|environment| environment.get(variable));
        set.or_else(|| Some(profile.setting(key)?.as_text().unwrap_or("{}").to_owned()))
            .filter(|value| !value.is_empty())
    };
    let Some(token_file) = get("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file") else {
        return Ok(None);
    };
    let Some(arn) = get("AWS_ROLE_ARN", "role_arn") else {
        return Err(CredentialsError::misconfigured(
            name::WEB_IDENTITY,
            "The provided profile or the current environment is configured to assume role with web identity but has \
             no role ARN configured. Ensure that the profile has the role_arnconfiguration set or the AWS_ROLE_ARN \
             env var is set.",
        ));
    };
    Ok(Some(Source::WebIdentity(WebIdentity {
        token_file,
        arn,
        session_name: get("AWS_ROLE_SESSION_NAME", "role_session_name"),
    })))
}
