//! The order of sources, and the cache of keys.

use std::sync::{Mutex, PoisonError};

use smithgen_client::Environment;
use smithgen_client::auth::{Credentials, Provided, Provider, Purpose};
use smithgen_runtime::DateTime;

use super::{
    CredentialsError, Reader, Source, assume_role, container, environment, file, printed, process,
    sso, web_identity,
};
use crate::profile::{Files, Profile};

/// Looks for credentials where AWS tools do, in their order: environment variables, a role, a web identity, single
/// sign-on, the credentials file, the profile's `credential_process`, the config file, the container.
///
/// Roles, web identities, single sign-on and metadata services need a [`Provider`] from the caller. If one of them
/// is configured, the chain fails with an error that says so; skipping it would call as somebody else.
pub struct CredentialChain {
    pub(super) environment: Environment,
    pub(super) files: Files,
    profile: Profile,
    /// Whether the profile was named explicitly, so that it takes precedence over variables.
    by_profile: bool,
    reader: Reader,
    /// The most recently fetched keys.
    kept: Mutex<Option<Credentials>>,
}

/// Seconds before expiry at which cached keys are fetched again.
const REFRESH: i64 = 300;

impl CredentialChain {
    /// The sources in an environment and a profile. Nothing is read before it is needed.
    pub fn new(environment: &Environment, files: &Files, profile: &Profile) -> Self {
        CredentialChain {
            environment: environment.clone(),
            files: files.clone(),
            profile: profile.clone(),
            by_profile: false,
            reader: printed::read,
            kept: Mutex::new(None),
        }
    }

    /// Ignores keys and web identities in the environment, as the AWS CLI does if a profile is named on the command
    /// line.
    #[must_use]
    pub fn without_environment(mut self) -> Self {
        self.by_profile = true;
        self
    }

    /// Replaces the parser of `credential_process` output.
    #[must_use]
    pub fn reading(mut self, reader: Reader) -> Self {
        self.reader = reader;
        self
    }

    /// The first source that is configured, if any.
    ///
    /// # Errors
    /// A source that is configured incompletely.
    pub fn source(&self) -> Result<Option<Source>, CredentialsError> {
        if !self.by_profile
            && let Some(keys) = environment::keys(&self.environment)?
        {
            return Ok(Some(Source::Keys(keys)));
        }
        let environment = (!self.by_profile).then_some(&self.environment);
        let source = match assume_role::find(self, &self.profile)? {
            Some(source) => Some(source),
            None => self.of_profile(&self.profile, environment)?,
        };
        Ok(source.or_else(|| container::find(&self.environment).map(Source::Container)))
    }

    /// The source named in a profile, other than a role.
    pub(super) fn of_profile(
        &self,
        profile: &Profile,
        environment: Option<&Environment>,
    ) -> Result<Option<Source>, CredentialsError> {
        if let Some(source) = web_identity::find(environment, profile)? {
            return Ok(Some(source));
        }
        if let Some(source) = sso::find(&self.files, profile)? {
            return Ok(Some(source));
        }
        if let Some(keys) = file::shared_keys(&self.files, &profile.name)? {
            return Ok(Some(Source::Keys(keys)));
        }
        if let Some(line) = process::find(profile)? {
            return Ok(Some(Source::Process(line)));
        }
        let keys = file::config_keys(&self.files, &profile.name)?;
        Ok(keys.map(Source::Keys))
    }

    /// The keys from `source`, which must be one of this chain. Fetched keys are cached until shortly before they
    /// expire.
    ///
    /// # Errors
    /// The source returns no keys. [`CredentialsError::NeedsProvider`] if the chain does not support the source.
    pub async fn keys(
        &self,
        source: &Source,
        now: DateTime,
    ) -> Result<Credentials, CredentialsError> {
        if let Source::Keys(keys) = source {
            return Ok(keys.clone());
        }
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |credentials: &Credentials| {
            let expiry = credentials.expiry.map(DateTime::secs);
            expiry.is_none_or(|expiry| expiry.saturating_sub(REFRESH) > now.secs())
        };
        if let Some(credentials) = kept().as_ref().filter(|kept| fresh(kept)) {
            return Ok(credentials.clone());
        }
        let credentials = source.ask(self.reader).await?;
        *kept() = Some(credentials.clone());
        Ok(credentials)
    }
}

impl Provider<Credentials> for CredentialChain {
    fn provide(&self, purpose: Purpose) -> Provided<'_, Credentials> {
        Box::pin(async move {
            match self.source()? {
                Some(source) => Ok(Some(self.keys(&source, purpose.now).await?)),
                None => Ok(None),
            }
        })
    }
}
