//! The order of sources, and the cache of keys.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use smithgen_client::auth::{Credentials, Provided, Provider, Purpose};
use smithgen_client::{Config, Environment};
use smithgen_runtime::DateTime;

use super::error::shared;
use super::instance::InstanceMetadata;
use super::refresh::Refresh;
use super::{
    CredentialsError, Reader, Source, assume_role, container, environment, file, login, printed,
    process, sso, web_identity,
};
use crate::profile::{Files, Profile};

/// The code that a device shows, or in words why there is none.
pub type MfaCode = Pin<Box<dyn Future<Output = Result<String, String>> + Send>>;

/// Asks for the code that a device shows, given its serial number or ARN.
pub type MfaPrompt = Arc<dyn Fn(&str) -> MfaCode + Send + Sync>;

/// Looks for credentials where AWS tools do, in their order: environment variables, a role, a web identity, single
/// sign-on, the credentials file, a login, the profile's `credential_process`, the config file, the container, the
/// instance.
///
/// Sources are asked when a call needs credentials, and asked again before these expire. Meanwhile, calls use the old
/// ones; if these are no longer good, all wait for one answer. Roles and web identities need the feature `sts`, single
/// sign-on needs `sso`. If a source is configured and cannot be asked, the chain fails with an error that says so;
/// skipping it would call as somebody else.
///
/// ```
/// use smithgen_aws::CredentialChain;
/// use smithgen_aws::profile::{Files, Profile};
/// use smithgen_client::{Config, Environment};
///
/// let environment = Environment::of([("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")]);
/// let chain = CredentialChain::new(&environment, &Files::default(), &Profile::default())
///     .calling_with(Config::new().region("eu-west-1"))
///     .asking_for_codes(|device| {
///         let device = device.to_owned();
///         Box::pin(async move { Err(format!("no code of {device}")) })
///     });
/// let config = Config::new().credentials(chain);
/// # drop(config);
/// ```
pub struct CredentialChain {
    pub(super) environment: Environment,
    pub(super) files: Files,
    profile: Profile,
    /// Whether the profile was named explicitly, so that it takes precedence over variables.
    by_profile: bool,
    reader: Reader,
    /// Settings of the calls that are made for credentials.
    calls: Config,
    prompt: Option<MfaPrompt>,
    /// Where the AWS CLI caches roles.
    #[cfg_attr(not(any(feature = "sts", feature = "sso")), allow(dead_code))]
    directory: Option<String>,
    refresh: Refresh,
}

impl CredentialChain {
    /// The sources in an environment and a profile. Nothing is read before it is needed.
    pub fn new(environment: &Environment, files: &Files, profile: &Profile) -> Self {
        CredentialChain {
            environment: environment.clone(),
            files: files.clone(),
            profile: profile.clone(),
            by_profile: false,
            reader: printed::read,
            calls: Config::new(),
            prompt: None,
            directory: None,
            refresh: Refresh::default(),
        }
    }

    /// Calls the services that give credentials with these settings: region, endpoints, transport, proxies,
    /// certificates, retries. Those that are about another service or identity are ignored. Without this, the settings
    /// are the defaults, and there is no region.
    #[must_use]
    pub fn calling_with(mut self, config: Config) -> Self {
        self.calls = config;
        self
    }

    /// Asks for the codes of devices, for roles with `mfa_serial`. Without this such a role is an error.
    #[must_use]
    pub fn asking_for_codes(
        mut self,
        prompt: impl Fn(&str) -> MfaCode + Send + Sync + 'static,
    ) -> Self {
        self.prompt = Some(Arc::new(prompt));
        self
    }

    /// Keeps the keys of roles in files of this directory, and uses those that are there. The AWS CLI does in
    /// `~/.aws/cli/cache`.
    #[must_use]
    pub fn cached_in(mut self, directory: impl Into<String>) -> Self {
        self.directory = Some(directory.into());
        self
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
        let container = || container::find(&self.environment).map(Source::Container);
        let instance = || self.instance().map(Source::InstanceMetadata);
        Ok(source.or_else(container).or_else(instance))
    }

    /// The metadata service, unless it must not be asked.
    pub(super) fn instance(&self) -> Option<InstanceMetadata> {
        InstanceMetadata::find(&self.environment, &self.profile)
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
        if let Some(session) = login::find(&self.environment, profile) {
            return Ok(Some(Source::Login(session)));
        }
        if let Some(line) = process::find(profile)? {
            return Ok(Some(Source::Process(line)));
        }
        let keys = file::config_keys(&self.files, &profile.name)?;
        Ok(keys.map(Source::Keys))
    }

    /// The keys from `source`, which must be one of this chain; `None` if this does not run on an instance with a role.
    /// They are kept until shortly before they expire.
    ///
    /// # Errors
    /// The source returns no keys. [`CredentialsError::NeedsProvider`] if it is not supported.
    pub async fn keys(
        &self,
        source: &Source,
        now: DateTime,
    ) -> Result<Option<Credentials>, Arc<CredentialsError>> {
        let layer = source.steps().len();
        self.refresh.keys(self, source, layer, now).await
    }

    /// The keys of the source's [base](Source::base), without assuming roles.
    ///
    /// # Errors
    /// Like [`CredentialChain::keys`].
    pub async fn base_keys(
        &self,
        source: &Source,
        now: DateTime,
    ) -> Result<Option<Credentials>, Arc<CredentialsError>> {
        self.refresh.keys(self, source, 0, now).await
    }

    /// The account that the source's keys belong to, as far as it is known without asking: from settings, or from keys
    /// that are kept.
    pub fn account_id(&self, source: &Source) -> Option<String> {
        let of_role = |arn| assume_role::account(arn).map(str::to_owned);
        match source {
            Source::Keys(keys) => keys.account_id.clone(),
            Source::Roles(roles) => of_role(&roles.steps.last()?.arn),
            Source::WebIdentity(web) => of_role(&web.arn),
            Source::SingleSignOn(sso) => Some(sso.account_id.clone()),
            Source::Process(_) => {
                let of_profile = || self.profile.get("aws_account_id").map(str::to_owned);
                self.refresh.account_id(source).or_else(of_profile)
            }
            _ => self.refresh.account_id(source),
        }
    }

    pub(super) fn reader(&self) -> Reader {
        self.reader
    }

    pub(super) fn calls(&self) -> &Config {
        &self.calls
    }

    #[cfg(feature = "sts")]
    pub(super) fn prompt(&self) -> Option<&MfaPrompt> {
        self.prompt.as_ref()
    }

    /// The keys in a file, if they are of use: there, and good for a while longer. Anything else is ignored.
    #[cfg(any(feature = "sts", feature = "sso"))]
    pub(super) fn cached(&self, key: &str, now: DateTime) -> Option<Credentials> {
        let path = super::json_file::place(self.directory.as_ref()?, key);
        let document = super::json_file::read(&path)?;
        let keys = super::answer::CACHED.read(document.get("Credentials")?);
        keys.ok()
            .filter(|keys| super::kept::Age::of(keys, now) == super::kept::Age::Fresh)
    }

    /// Writes an answer to a file. Without it, the next run asks again.
    #[cfg(any(feature = "sts", feature = "sso"))]
    pub(super) fn cache(&self, key: &str, answer: &smithgen_runtime::Document) {
        if let Some(directory) = &self.directory {
            let path = super::json_file::place(directory, key);
            let _ = super::json_file::write(&path, answer);
        }
    }
}

impl Provider<Credentials> for CredentialChain {
    fn provide(&self, purpose: Purpose) -> Provided<'_, Credentials> {
        Box::pin(async move {
            match self.source()? {
                Some(source) => self.keys(&source, purpose.now).await.map_err(shared),
                None => Ok(None),
            }
        })
    }

    fn account(&self) -> Option<String> {
        // What was asked last answers again, unless the environment has changed. A source that is broken is reported when
        // its keys are needed.
        match self.refresh.source() {
            Some(source) => self.account_id(&source),
            None => self.account_id(&self.source().ok()??),
        }
    }
}
