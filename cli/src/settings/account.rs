//! The account that credentials belong to, which is part of some endpoints.

use smithgen_aws::credentials::Source;
use smithgen_aws::profile::Profile;
use smithgen_client::Config;

use super::Settings;
use crate::errors::Failure;

/// Sets the account and the mode for endpoint rules that ask for them.
///
/// # Errors
/// Those of the profile.
pub(super) fn with_account(
    mut config: Config,
    settings: &Settings,
    source: Option<&Source>,
) -> Result<Config, Failure> {
    let mode = settings.lookup("AWS_ACCOUNT_ID_ENDPOINT_MODE", "account_id_endpoint_mode")?;
    let mode = mode.filter(|mode| !mode.is_empty());
    let mode = mode.map_or_else(|| "preferred".to_owned(), |mode| mode.to_lowercase());
    if mode != "disabled"
        && let Some(account) = account(settings, source)?
    {
        config = config.endpoint_parameter("AWS::Auth::AccountId", account);
    }
    Ok(config.endpoint_parameter("AWS::Auth::AccountIdEndpointMode", mode))
}

/// The account, as far as settings tell it.
fn account(settings: &Settings, source: Option<&Source>) -> Result<Option<String>, Failure> {
    let profile = settings.profile()?;
    let own = |key: &str| {
        profile
            .get(key)
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
    };
    Ok(match source {
        Some(Source::Keys(keys)) => {
            let of_environment = settings.variable("AWS_ACCESS_KEY_ID");
            match !settings.by_flag && of_environment.as_ref() == Some(&keys.access_key_id) {
                true => settings
                    .variable("AWS_ACCOUNT_ID")
                    .filter(|it| !it.is_empty()),
                false => own("aws_account_id"),
            }
        }
        Some(Source::Role(_) | Source::WebIdentity) => of_role(settings, profile),
        Some(Source::SingleSignOn) => own("sso_account_id"),
        _ => None,
    })
}

/// The account of the role that is assumed.
fn of_role(settings: &Settings, profile: &Profile) -> Option<String> {
    let role = profile.get("role_arn").map(str::to_owned);
    let role = role.or_else(|| settings.variable("AWS_ROLE_ARN"))?;
    let account = role.split(':').nth(4)?;
    (!account.is_empty()).then(|| account.to_owned())
}
