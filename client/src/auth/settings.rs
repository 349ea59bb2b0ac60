//! A client's authentication settings.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use super::variables::OfService;
use super::{ApiKeyValue, BearerToken, Credentials, Login, Provider, Signer};
use crate::environment::Environment;
use smithgen_runtime::operation::Service;
use smithgen_runtime::value::DateTime;

/// Returns the time.
pub type Clock = Arc<dyn Fn() -> DateTime + Send + Sync>;

/// A client's identities and preferences. Set through the setters of [`Config`](crate::Config).
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// For SigV4 and SigV4a.
    pub credentials: Option<Arc<dyn Provider<Credentials>>>,
    /// For `sigv4-s3express`: those of a session, which stand in for the others where an endpoint asks for it.
    pub session: Option<Arc<dyn Provider<Credentials>>>,
    /// For `@httpBearerAuth`.
    pub bearer_token: Option<Arc<dyn Provider<BearerToken>>>,
    /// For `@httpBasicAuth`.
    pub login: Option<Arc<dyn Provider<Login>>>,
    /// For `@httpApiKeyAuth`.
    pub api_key: Option<Arc<dyn Provider<ApiKeyValue>>>,
    /// Names of schemes to try first, such as `sigv4a`, `httpBearerAuth` or `noAuth`, in order of preference. Names
    /// that an operation does not offer are skipped.
    pub scheme_preference: Vec<String>,
    /// Regions of a SigV4a signature, joined by commas; `*` for all. Defaults to the client's region.
    pub region_set: Option<String>,
    /// The clock for signatures.
    pub clock: Clock,
    /// Whether tokens, passwords and API keys may be sent to other machines without TLS, where anyone on the way
    /// can read them.
    pub secrets_over_http: bool,
    /// Where identities for a single service are looked up, under the names in [`super::variables`].
    pub environment: Option<Arc<Environment>>,
    /// Makes SigV4 and SigV4a signatures.
    pub signer: Option<Arc<dyn Signer>>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            credentials: None,
            session: None,
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
    /// The environment's identities for this service only.
    pub(super) fn of_service<'a>(&'a self, service: &'a Service) -> Option<OfService<'a>> {
        let environment = self.environment.as_deref()?;
        Some(OfService {
            environment,
            service,
        })
    }

    /// The environment's token for this service only.
    pub(super) fn service_token(&self, service: &Service) -> Option<BearerToken> {
        self.of_service(service)?.bearer_token()
    }
}

impl fmt::Debug for Settings {
    /// Shows which identities are set, but not their values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("credentials", &self.credentials.is_some())
            .field("session", &self.session.is_some())
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
