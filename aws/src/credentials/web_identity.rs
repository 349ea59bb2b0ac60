//! A role assumed with a token from another identity provider.

use smithgen_client::Environment;

use super::source::name;
use super::{CredentialsError, Source};
use crate::profile::Profile;

/// The source, if the environment or profile name a token file.
///
/// # Errors
/// A token file without a role.
pub(super) fn find(
    environment: Option<&Environment>,
    profile: &Profile,
) -> Result<Option<Source>, CredentialsError> {
    let is_set = |variable: &str, key: &str| {
        // An empty variable hides the profile's key, but is not a value either.
        match environment.and_then(|environment| environment.get(variable)) {
            Some(value) => !value.is_empty(),
            None => profile
                .setting(key)
                .is_some_and(|setting| setting.as_text() != Some("")),
        }
    };
    if !is_set("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file") {
        return Ok(None);
    }
    match is_set("AWS_ROLE_ARN", "role_arn") {
        true => Ok(Some(Source::WebIdentity)),
        false => Err(CredentialsError::misconfigured(
            name::WEB_IDENTITY,
            "The provided profile or the current environment is configured to assume role with web identity but has \
             no role ARN configured. Ensure that the profile has the role_arnconfiguration set or the AWS_ROLE_ARN \
             env var is set.",
        )),
    }
}
