//! What a client is told of identities, and the setters for it.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use super::variables::OfService;
use super::{ApiKeyValue, BearerToken, Credentials, Login, Provider};
use crate::client::Config;
use crate::operation::Service;
use crate::profile::{Environment, Files, Profile};
use crate::value::DateTime;

pub(crate) type Clock = Arc<dyn Fn() -> DateTime + Send + Sync>;

/// Identities of a client, and what it prefers. Set through the setters of [`Config`].
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// For SigV4 and SigV4a.
    pub credentials: Option<Arc<dyn Provider<Credentials>>>,
    /// For `@httpBearerAuth`.
    pub bearer_token: Option<Arc<dyn Provider<BearerToken>>>,
    /// For `@httpBasicAuth`.
    pub login: Option<Arc<dyn Provider<Login>>>,
    /// For `@httpApiKeyAuth`.
    pub api_key: Option<Arc<dyn Provider<ApiKeyValue>>>,
    /// Names of schemes to try first, such as `sigv4a`, `httpBearerAuth` or `noAuth`, best first.
    /// Names that an operation does not offer are passed over.
    pub scheme_preference: Vec<String>,
    /// Regions of a SigV4a signature, joined by commas; `*` for all. The client's region when not set.
    pub region_set: Option<String>,
    /// Tells the time that signatures carry.
    pub clock: Clock,
    /// Whether tokens, passwords and API keys go out without TLS to other machines too, where everybody
    /// on the way can read them.
    pub secrets_over_http: bool,
    /// Where identities for one service alone are looked up, by the names of [`super::variables`].
    environment: Option<Arc<Environment>>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            credentials: None,
            bearer_token: None,
            login: None,
            api_key: None,
            scheme_preference: Vec::new(),
            region_set: None,
            clock: Arc::new(|| SystemTime::now().into()),
            secrets_over_http: false,
            environment: None,
        }
    }
}

impl Settings {
    /// What environment and profile say: credentials (with the feature `sigv4`), tokens, keys and logins
    /// of services, preferred schemes. Nothing is looked for before a call needs it.
    pub fn from_profile(environment: &Environment, files: &Files, profile: &Profile) -> Self {
        Settings::read(environment, files, profile, false)
    }

    /// [`Settings::from_profile`] for a profile that was named explicitly: keys of the environment are
    /// passed over, as the AWS CLI does with `--profile`.
    pub fn from_named_profile(environment: &Environment, files: &Files, profile: &Profile) -> Self {
        Settings::read(environment, files, profile, true)
    }

    fn read(environment: &Environment, files: &Files, profile: &Profile, named: bool) -> Self {
        let setting = |variable: &str, key: &str| {
            let set = environment.get(variable);
            set.or_else(|| profile.get(key).map(str::to_owned))
                .filter(|text| !text.is_empty())
        };
        let preference = setting("AWS_AUTH_SCHEME_PREFERENCE", "auth_scheme_preference");
        #[cfg(feature = "sigv4")]
        let credentials = {
            let chain = super::CredentialChain::new(environment, files, profile);
            Some(match named {
                true => Arc::new(chain.without_environment()) as Arc<dyn Provider<Credentials>>,
                false => Arc::new(chain),
            })
        };
        #[cfg(not(feature = "sigv4"))]
        let (credentials, _) = (None, (files, named));
        Settings {
            credentials,
            environment: Some(Arc::new(environment.clone())),
            scheme_preference: preference
                .iter()
                .flat_map(|text| text.split(','))
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect(),
            region_set: setting("AWS_SIGV4A_SIGNING_REGION_SET", "sigv4a_signing_region_set"),
            ..Settings::default()
        }
    }

    /// What the environment has for this service alone.
    pub(super) fn of_service<'a>(&'a self, service: &'a Service) -> Option<OfService<'a>> {
        let environment = self.environment.as_deref()?;
        Some(OfService {
            environment,
            service,
        })
    }

    /// The token that the environment has for this service alone.
    pub(super) fn service_token(&self, service: &Service) -> Option<BearerToken> {
        self.of_service(service)?.bearer_token()
    }
}

impl fmt::Debug for Settings {
    /// Says which identities are set, not what they are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("credentials", &self.credentials.is_some())
            .field("bearer_token", &self.bearer_token.is_some())
            .field("login", &self.login.is_some())
            .field("api_key", &self.api_key.is_some())
            .field("scheme_preference", &self.scheme_preference)
            .field("region_set", &self.region_set)
            .field("secrets_over_http", &self.secrets_over_http)
            .field("environment", &self.environment.is_some())
            .finish_non_exhaustive()
    }
}

impl Config {
    /// Sets the keys that requests are signed with: [`Credentials`], or a provider of them.
    #[must_use]
    pub fn credentials(mut self, provider: impl Provider<Credentials> + 'static) -> Self {
        self.auth.credentials = Some(Arc::new(provider));
        self
    }

    /// Sets the token of `@httpBearerAuth`: a text, a [`BearerToken`], or a provider of one.
    #[must_use]
    pub fn bearer_token(mut self, provider: impl Provider<BearerToken> + 'static) -> Self {
        self.auth.bearer_token = Some(Arc::new(provider));
        self
    }

    /// Sets user and password of `@httpBasicAuth`: a [`Login`], or a provider of one.
    #[must_use]
    pub fn login(mut self, provider: impl Provider<Login> + 'static) -> Self {
        self.auth.login = Some(Arc::new(provider));
        self
    }

    /// Sets the key of `@httpApiKeyAuth`: a text, an [`ApiKeyValue`], or a provider of one.
    #[must_use]
    pub fn api_key(mut self, provider: impl Provider<ApiKeyValue> + 'static) -> Self {
        self.auth.api_key = Some(Arc::new(provider));
        self
    }

    /// Sets the schemes to try first, best first: `sigv4a`, `httpBearerAuth`, `noAuth`, ….
    #[must_use]
    pub fn auth_scheme_preference(
        mut self,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.auth.scheme_preference = names.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the regions of a SigV4a signature; `*` for all.
    #[must_use]
    pub fn signing_region_set(
        mut self,
        regions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let regions: Vec<String> = regions.into_iter().map(Into::into).collect();
        self.auth.region_set = Some(regions.join(","));
        self
    }

    /// Sets whether tokens, passwords and API keys may go out without TLS to other machines too. For
    /// networks that are trusted, such as that of a test: everybody on the way can read them.
    #[must_use]
    pub fn secrets_over_http(mut self, allowed: bool) -> Self {
        self.auth.secrets_over_http = allowed;
        self
    }

    /// Sets the clock that signatures take the time from.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> DateTime + Send + Sync + 'static) -> Self {
        self.auth.clock = Arc::new(clock);
        self
    }
}
