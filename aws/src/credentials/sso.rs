//! Single sign-on, configured in a session that profiles share or in the profile itself.

use super::source::name;
use super::{CredentialsError, Source};
use crate::profile::{Files, Profile};

/// Settings that must be in the profile. Either of them selects single sign-on.
const OF_PROFILE: [&str; 2] = ["sso_role_name", "sso_account_id"];
/// Settings that may be in the session instead.
const OF_SESSION: [&str; 2] = ["sso_start_url", "sso_region"];

/// A role in an account that a user who signed in may assume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SingleSignOn {
    pub(super) session: Session,
    pub(super) account_id: String,
    pub(super) role_name: String,
}

/// Where a user signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Session {
    /// The session that the token is kept under; without one it is the start page.
    pub(super) name: Option<String>,
    pub(super) start_url: String,
    pub(super) region: String,
}

/// The source, if the profile names an account or a role.
///
/// # Errors
/// A session that does not exist or disagrees with the profile, and missing settings.
pub(super) fn find(files: &Files, profile: &Profile) -> Result<Option<Source>, CredentialsError> {
    if OF_PROFILE.iter().all(|key| profile.setting(key).is_none()) {
        return Ok(None);
    }
    let session = session(profile)?;
    if let Some(session) = session {
        check_session(files, profile, session)?;
    }
    let setting = |key: &str| {
        let shared = || files.sso_session(session?, key);
        profile.setting(key).or_else(shared)
    };
    let needed = OF_PROFILE.into_iter().chain(OF_SESSION);
    let missing: Vec<_> = needed.filter(|key| setting(key).is_none()).collect();
    if !missing.is_empty() {
        return Err(misconfigured(format!(
            "The profile \"{}\" is configured to use SSO but is missing required configuration: {}",
            profile.name,
            missing.join(", ")
        )));
    }
    let text = |key| setting(key)?.as_text().map(str::to_owned);
    let text = |key| text(key).unwrap_or_default();
    Ok(Some(Source::SingleSignOn(SingleSignOn {
        session: Session {
            name: session.map(str::to_owned),
            start_url: text("sso_start_url"),
            region: text("sso_region"),
        },
        account_id: text("sso_account_id"),
        role_name: text("sso_role_name"),
    })))
}

fn check_session(files: &Files, profile: &Profile, session: &str) -> Result<(), CredentialsError> {
    if !files.has_sso_session(session) {
        return Err(misconfigured(format!(
            "The specified sso-session does not exist: \"{session}\""
        )));
    }
    for key in ["sso_start_url", "sso_region", "sso_registration_scopes"] {
        let of_session = files.sso_session(session, key);
        if let (Some(own), Some(theirs)) = (profile.setting(key), of_session)
            && own != theirs
        {
            return Err(CredentialsError::Inconsistent {
                key,
                profile: own.clone(),
                session: theirs.clone(),
            });
        }
    }
    Ok(())
}

/// The session that provides the profile's bearer token, if it names one.
///
/// # Errors
/// A session that does not exist or is incomplete.
pub fn token_session<'a>(
    files: &Files,
    profile: &'a Profile,
) -> Result<Option<&'a str>, CredentialsError> {
    let Some(session) = session(profile)? else {
        return Ok(None);
    };
    let uses = format!(
        "The profile \"{}\" is configured to use the SSO token provider but",
        profile.name
    );
    if files.is_empty_sso_session(session) {
        return Err(misconfigured(format!(
            "{uses} the \"{session}\" sso_session configuration does not exist."
        )));
    }
    let missing: Vec<_> = OF_SESSION
        .into_iter()
        .filter(|key| files.sso_session(session, key).is_none())
        .map(|key| format!("'{key}'"))
        .collect();
    match missing.is_empty() {
        true => Ok(Some(session)),
        false => Err(misconfigured(format!(
            "{uses} is missing the following configuration: [{}].",
            missing.join(", ")
        ))),
    }
}

/// Where the user signed in whose token the profile names; `None` if it names none.
///
/// # Errors
/// Like [`token_session`].
pub(super) fn of_token(
    files: &Files,
    profile: &Profile,
) -> Result<Option<Session>, CredentialsError> {
    let Some(name) = token_session(files, profile)? else {
        return Ok(None);
    };
    let text = |key| {
        let setting = files.sso_session(name, key);
        setting.and_then(|it| it.as_text()).unwrap_or_default()
    };
    Ok(Some(Session {
        name: Some(name.to_owned()),
        start_url: text("sso_start_url").to_owned(),
        region: text("sso_region").to_owned(),
    }))
}

fn session(profile: &Profile) -> Result<Option<&str>, CredentialsError> {
    let key = "sso_session";
    let session = profile.setting(key);
    let text = session.map(|session| {
        session.as_text().ok_or(CredentialsError::NoText {
            source: name::SSO,
            key,
            is_name: true,
        })
    });
    text.transpose()
}

fn misconfigured(message: String) -> CredentialsError {
    CredentialsError::misconfigured(name::SSO, message)
}
