//! Keys in the profile files.

use smithgen_client::auth::Credentials;

use super::CredentialsError;
use super::source::name;
use crate::profile::{Files, Setting};

/// The keys for a profile in the credentials file.
///
/// # Errors
/// Only one of the two keys.
pub(super) fn shared_keys(
    files: &Files,
    profile: &str,
) -> Result<Option<Credentials>, CredentialsError> {
    let get = |key: &str| files.credentials.get(profile, key);
    keys(name::SHARED_FILE, get)
}

/// The keys for a profile in the config file.
///
/// # Errors
/// Only one of the two keys.
pub(super) fn config_keys(
    files: &Files,
    profile: &str,
) -> Result<Option<Credentials>, CredentialsError> {
    let section = files.config_section("profile", profile);
    keys(name::CONFIG_FILE, |key| section?.get(key))
}

fn keys<'a>(
    source: &'static str,
    get: impl Fn(&str) -> Option<&'a Setting>,
) -> Result<Option<Credentials>, CredentialsError> {
    const ID: &str = "aws_access_key_id";
    const SECRET: &str = "aws_secret_access_key";
    let Some(id) = get(ID) else {
        return Ok(None);
    };
    let Some(secret) = get(SECRET) else {
        return Err(CredentialsError::partial(source, SECRET));
    };
    let text = |setting: &'a Setting, key| {
        let no_text = CredentialsError::NoText {
            source,
            key,
            is_name: false,
        };
        setting.as_text().ok_or(no_text)
    };
    let token = get("aws_security_token").or_else(|| get("aws_session_token"));
    let token = token.map(|token| text(token, "aws_session_token"));
    Ok(Some(Credentials {
        session_token: token.transpose()?.map(str::to_owned),
        account_id: get("aws_account_id")
            .and_then(Setting::as_text)
            .map(str::to_owned),
        ..Credentials::new(text(id, ID)?, text(secret, SECRET)?)
    }))
}
