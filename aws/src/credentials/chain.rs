//! Credentials of environment variables and profile files.

use std::sync::{Mutex, PoisonError};

use smithgen_client::Environment;
use smithgen_client::auth::{AuthError, Credentials, Provided, Provider, Purpose};
use smithgen_runtime::DateTime;

use super::process;
use crate::profile::{Files, Profile};

/// Looks for credentials where the AWS tools do, in their order: environment variables, the
/// credentials file, the profile's `credential_process`, the config file.
///
/// A profile that asks for a role, a web identity or single sign-on is an error, not passed over: its
/// keys would be another identity's. Those, and the metadata services of machines and containers, need
/// a [`Provider`] of the caller's.
pub struct CredentialChain {
    environment: Option<Environment>,
    files: Files,
    profile: Profile,
    /// What the program printed last.
    kept: Mutex<Option<Credentials>>,
}

/// How long before they expire kept credentials are asked for again, in seconds.
const REFRESH: i64 = 300;

impl CredentialChain {
    /// The sources that environment and profile name. Nothing is read before it is needed.
    pub fn new(environment: &Environment, files: &Files, profile: &Profile) -> Self {
        CredentialChain {
            environment: Some(environment.clone()),
            files: files.clone(),
            profile: profile.clone(),
            kept: Mutex::new(None),
        }
    }

    /// Passes the environment variables over, as the AWS CLI does when a profile is named on the
    /// command line.
    #[must_use]
    pub fn without_environment(mut self) -> Self {
        self.environment = None;
        self
    }

    /// # Errors
    /// A source that is set up incompletely or fails.
    async fn find(&self, now: DateTime) -> Result<Option<Credentials>, AuthError> {
        if let Some(found) = self.of_environment()? {
            return Ok(Some(found));
        }
        refuse_others(&self.profile)?;
        let shared = |key: &str| {
            let section = self.files.credentials.get(&self.profile.name, key);
            section.and_then(|setting| setting.as_text())
        };
        if let Some(found) = keys("shared-credentials-file", shared)? {
            return Ok(Some(found));
        }
        if let Some(line) = self.profile.get("credential_process") {
            return self.of_process(line, now).await.map(Some);
        }
        keys("config-file", |key| self.profile.get(key))
    }

    fn of_environment(&self) -> Result<Option<Credentials>, AuthError> {
        let Some(environment) = &self.environment else {
            return Ok(None);
        };
        let get = |name: &str| environment.get(name).filter(|value| !value.is_empty());
        let Some(access_key_id) = get("AWS_ACCESS_KEY_ID") else {
            return Ok(None);
        };
        let secret_access_key = get("AWS_SECRET_ACCESS_KEY")
            .ok_or_else(|| AuthError::partial("env", "AWS_SECRET_ACCESS_KEY"))?;
        Ok(Some(Credentials {
            access_key_id,
            secret_access_key,
            session_token: get("AWS_SESSION_TOKEN").or_else(|| get("AWS_SECURITY_TOKEN")),
            expiry: None,
        }))
    }

    async fn of_process(&self, line: &str, now: DateTime) -> Result<Credentials, AuthError> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |credentials: &Credentials| {
            let expiry = credentials.expiry.map(DateTime::secs);
            expiry.is_none_or(|expiry| expiry.saturating_sub(REFRESH) > now.secs())
        };
        if let Some(credentials) = kept().as_ref().filter(|kept| fresh(kept)) {
            return Ok(credentials.clone());
        }
        let credentials = process::run(line.to_owned()).await?;
        *kept() = Some(credentials.clone());
        Ok(credentials)
    }
}

impl Provider<Credentials> for CredentialChain {
    fn provide(&self, purpose: Purpose) -> Provided<'_, Credentials> {
        Box::pin(self.find(purpose.now))
    }
}

/// # Errors
/// A profile whose identity others give.
fn refuse_others(profile: &Profile) -> Result<(), AuthError> {
    let sources = [
        ("role_arn", "assume-role"),
        ("web_identity_token_file", "assume-role-with-web-identity"),
        ("sso_session", "sso"),
        ("sso_account_id", "sso"),
    ];
    match sources.iter().find(|(key, _)| profile.get(key).is_some()) {
        None => Ok(()),
        Some((key, source)) => Err(AuthError::provider(
            source,
            format!(
                "the profile \"{}\" sets `{key}`: credentials of the source {source} need a provider \
                 of the program's own",
                profile.name
            ),
        )),
    }
}

/// A pair of keys of a file.
fn keys<'a>(
    source: &'static str,
    get: impl Fn(&str) -> Option<&'a str>,
) -> Result<Option<Credentials>, AuthError> {
    let Some(access_key_id) = get("aws_access_key_id") else {
        return Ok(None);
    };
    let secret = get("aws_secret_access_key")
        .ok_or_else(|| AuthError::partial(source, "aws_secret_access_key"))?;
    let token = get("aws_session_token").or_else(|| get("aws_security_token"));
    Ok(Some(Credentials {
        session_token: token.map(str::to_owned),
        ..Credentials::new(access_key_id, secret)
    }))
}
