//! What a client is told of identities, and the setters for it.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use super::variables::OfService;
use super::{ApiKeyValue, BearerToken, Credentials, Login, Provider, Signer};
use crate::environment::Environment;
use smithgen_runtime::operation::Service;
use smithgen_runtime::value::DateTime;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> DateTime + Send + Sync>;

/// Identities of a client, and what it prefers. Set through the setters of [`Config`](crate::Config).
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
    pub environment: Option<Arc<Environment>>,
    /// Makes the signatures of SigV4 and SigV4a.
    pub signer: Option<Arc<dyn Signer>>,
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
            signer: None,
        }
    }
}

impl Settings {
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
