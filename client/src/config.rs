//! What a client can be told.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use smithgen_runtime::codec::JsonStyle;
use smithgen_runtime::operation::{COMPRESS_FROM, ChecksumMode, Service};
use smithgen_runtime::{DateTime, fraction, url};

use crate::auth::variables;
use crate::auth::{
    self, ApiKeyValue, Authorizer, BearerToken, Credentials, Login, Provider, Signer,
};
use crate::config_error::ConfigError;
use crate::endpoint::{self, Platform, ServiceUrls};
use crate::environment::Environment;
use crate::limits::RESPONSE_BYTES;
use crate::retry::RetryConfig;
use crate::time::{NoTime, Time};
use crate::transport::{Certificates, Proxies, Settings, Transport};

type Token = Arc<dyn Fn() -> String + Send + Sync>;
type Fraction = Arc<dyn Fn() -> f64 + Send + Sync>;

/// Settings of a client. Every field has a setter of the same name.
///
/// ```
/// use smithgen_client::Config;
/// let config = Config::new().region("eu-west-1").max_attempts(5);
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Config {
    /// Region, such as `us-east-1`.
    pub region: Option<String>,
    /// URL of the service; its path goes in front of every operation's. Beats [`Config::endpoints`].
    pub endpoint_url: Option<String>,
    /// URLs of services that are set elsewhere, as by the environment.
    pub endpoints: Option<Arc<dyn ServiceUrls>>,
    /// What the platform knows that a service runs on.
    pub platform: Option<&'static dyn Platform>,
    /// Use FIPS endpoints. Ignored when an endpoint URL is set.
    pub use_fips: bool,
    /// Use endpoints that are reached over IPv4 and IPv6. Ignored when an endpoint URL is set.
    pub use_dual_stack: bool,
    /// Put the operation's host prefix in front of the host.
    pub host_prefix: bool,
    /// Values of client context parameters and further built-ins of the endpoint rules, by name.
    pub endpoint_parameters: Vec<(String, endpoint::Value)>,
    /// How often and how fast a request is sent again.
    pub retry: RetryConfig,
    /// Whether a response with the status 429 is worth another attempt although nothing in it names an
    /// error of the model, such as a gateway's page. True when not set, as in botocore's standard mode;
    /// the AWS CLI goes by the names of errors alone.
    pub retry_throttling_status: bool,
    /// Settings of the default transport. Not used with a transport of one's own.
    pub http: Settings,
    /// Sends requests; the default one of the feature `hyper` when not set.
    pub transport: Option<Arc<dyn Transport>>,
    /// Waits between attempts.
    pub time: Arc<dyn Time>,
    /// Jitter: a number from 0 to 1 at each call.
    pub jitter: Fraction,
    /// Source of idempotency tokens; a fresh UUID when not set.
    pub idempotency_token: Option<Token>,
    /// Spacing and escaping of JSON bodies.
    pub json: JsonStyle,
    /// The smallest body to compress, in bytes, of operations that allow it; `None` compresses
    /// nothing.
    pub compress_from: Option<usize>,
    /// When requests carry a checksum that the operation offers.
    pub request_checksums: ChecksumMode,
    /// When a checksum of the response is asked for and compared.
    pub response_checksums: ChecksumMode,
    /// How many bytes the body of a response may have, unless it streams; `None` for any number. Such a
    /// body is read into memory as a whole, so that a service that went wild, or is not the one meant,
    /// could take all of it. 1 GiB when not set: much more than services answer, and less than machines
    /// have.
    pub max_response: Option<u64>,
    /// Refuse inputs without their required members before anything is sent.
    pub validate: bool,
    /// Headers of every request. They replace those that the client would send.
    pub headers: HeaderMap,
    /// Name and version of the program, put in front of the user agent: `my-tool/1.2`.
    pub application: Option<String>,
    /// Identities, and which schemes are preferred.
    pub auth: auth::Settings,
    /// Adds credentials to requests, in place of [`Config::auth`].
    pub authorizer: Option<Arc<dyn Authorizer>>,
    /// Send every request without credentials.
    pub anonymous: bool,
}

impl Default for Config {
    fn default() -> Self {
        #[cfg(feature = "hyper")]
        let time: Arc<dyn Time> = Arc::new(crate::time::TokioTime);
        #[cfg(not(feature = "hyper"))]
        let time: Arc<dyn Time> = Arc::new(NoTime);
        Config {
            region: None,
            endpoint_url: None,
            endpoints: None,
            platform: None,
            use_fips: false,
            use_dual_stack: false,
            host_prefix: true,
            endpoint_parameters: Vec::new(),
            retry: RetryConfig::default(),
            retry_throttling_status: true,
            http: Settings::default(),
            transport: None,
            time,
            jitter: Arc::new(fraction),
            idempotency_token: None,
            json: JsonStyle::default(),
            compress_from: Some(COMPRESS_FROM),
            request_checksums: ChecksumMode::default(),
            response_checksums: ChecksumMode::default(),
            max_response: Some(RESPONSE_BYTES),
            validate: true,
            headers: HeaderMap::new(),
            application: None,
            auth: auth::Settings::default(),
            authorizer: None,
            anonymous: false,
        }
    }
}

impl Config {
    /// Defaults only: neither environment nor files are read.
    pub fn new() -> Self {
        Config::default()
    }

    /// Settings of the environment for a service whose platform is not known: its URL
    /// (`BOOKSTORE_ENDPOINT_URL`), attempts (`BOOKSTORE_MAX_ATTEMPTS`, `BOOKSTORE_RETRY_MODE`), trusted
    /// certificates (`BOOKSTORE_CA_BUNDLE`), proxies, and identities by the names of
    /// [`variables`](crate::auth::variables). `BOOKSTORE` stands for the service's SDK id.
    ///
    /// # Errors
    /// A setting that makes no sense.
    pub fn from_env(service: &Service) -> Result<Self, ConfigError> {
        Config::from_variables(service, Environment::Process)
    }

    /// [`Config::from_env`] with an environment of the caller's.
    ///
    /// # Errors
    /// As [`Config::from_env`].
    pub fn from_variables(
        service: &Service,
        environment: Environment,
    ) -> Result<Self, ConfigError> {
        let setting = |what: &str| {
            let value = environment.get(&variables::own(service, what));
            value.filter(|value| !value.is_empty())
        };
        let mut config = Config {
            endpoint_url: setting("ENDPOINT_URL"),
            retry: RetryConfig::parse(setting("MAX_ATTEMPTS"), setting("RETRY_MODE"))?,
            ..Config::default()
        };
        config.http.proxies = Proxies::from_env(&environment);
        if let Some(path) = setting("CA_BUNDLE") {
            config.http.certificates = Certificates::Bundle(path.into());
        }
        config.auth.environment = Some(Arc::new(environment));
        Ok(config)
    }

    /// The region proper and whether FIPS is meant: by setting or by a pseudo-region.
    pub(crate) fn region_and_fips(&self) -> (Option<&str>, bool) {
        match (self.region.as_deref(), self.platform) {
            (Some(region), Some(platform)) => {
                let (region, fips) = platform.region(region);
                (Some(region), fips || self.use_fips)
            }
            (region, _) => (region, self.use_fips),
        }
    }
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $value:expr;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, value: $type) -> Self {
            self.$name = $value(value);
            self
        }
    )*};
}

impl Config {
    setters! {
        /// Sets [`Config::region`].
        region: impl Into<String> = |value| Some(Into::into(value));
        /// Sets [`Config::endpoint_url`].
        endpoint_url: impl Into<String> = |value| Some(Into::into(value));
        /// Sets [`Config::use_fips`].
        use_fips: bool = |value| value;
        /// Sets [`Config::use_dual_stack`].
        use_dual_stack: bool = |value| value;
        /// Sets [`Config::host_prefix`].
        host_prefix: bool = |value| value;
        /// Sets [`Config::retry`].
        retry: RetryConfig = |value| value;
        /// Sets [`Config::retry_throttling_status`].
        retry_throttling_status: bool = |value| value;
        /// Sets [`Config::http`].
        http: Settings = |value| value;
        /// Sets [`Config::json`].
        json: JsonStyle = |value| value;
        /// Sets [`Config::compress_from`].
        compress_from: Option<usize> = |value| value;
        /// Sets [`Config::request_checksums`].
        request_checksums: ChecksumMode = |value| value;
        /// Sets [`Config::response_checksums`].
        response_checksums: ChecksumMode = |value| value;
        /// Sets [`Config::max_response`].
        max_response: Option<u64> = |value| value;
        /// Sets [`Config::validate`].
        validate: bool = |value| value;
        /// Sets [`Config::application`].
        application: impl Into<String> = |value| Some(Into::into(value));
        /// Sets [`Config::auth`].
        auth: auth::Settings = |value| value;
        /// Sets [`Config::anonymous`].
        anonymous: bool = |value| value;
    }

    /// Adds to [`Config::endpoint_parameters`]; of several with one name the last counts.
    #[must_use]
    pub fn endpoint_parameter(
        mut self,
        name: impl Into<String>,
        value: impl Into<endpoint::Value>,
    ) -> Self {
        self.endpoint_parameters.push((name.into(), value.into()));
        self
    }

    /// Sets how often a request is sent at most; 0 counts as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.retry.max_attempts = attempts.max(1);
        self
    }

    /// Sets how long making a connection may take; `None` waits for ever.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.http.connect_timeout = timeout.into();
        self
    }

    /// Sets how long the service may be silent; `None` waits for ever.
    #[must_use]
    pub fn read_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.http.read_timeout = timeout.into();
        self
    }

    /// Sets [`Config::transport`].
    #[must_use]
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets [`Config::time`].
    #[must_use]
    pub fn time(mut self, time: impl Time + 'static) -> Self {
        self.time = Arc::new(time);
        self
    }

    /// Sets [`Config::time`] to a clock that waits for nothing.
    #[must_use]
    pub fn without_waiting(self) -> Self {
        self.time(NoTime)
    }

    /// Sets [`Config::jitter`].
    #[must_use]
    pub fn jitter(mut self, source: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.jitter = Arc::new(source);
        self
    }

    /// Sets [`Config::idempotency_token`].
    #[must_use]
    pub fn idempotency_token(
        mut self,
        source: impl Fn() -> String + Send + Sync + 'static,
    ) -> Self {
        self.idempotency_token = Some(Arc::new(source));
        self
    }

    /// Adds to [`Config::headers`].
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// Sets [`Config::authorizer`].
    #[must_use]
    pub fn authorizer(mut self, authorizer: impl Authorizer + 'static) -> Self {
        self.authorizer = Some(Arc::new(authorizer));
        self
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

    /// Sets [`Config::endpoints`].
    #[must_use]
    pub fn endpoints(mut self, urls: impl ServiceUrls + 'static) -> Self {
        self.endpoints = Some(Arc::new(urls));
        self
    }

    /// Sets [`Config::platform`].
    #[must_use]
    pub fn platform(mut self, platform: &'static dyn Platform) -> Self {
        self.platform = Some(platform);
        self
    }

    /// Sets what makes the signatures of SigV4 and SigV4a.
    #[must_use]
    pub fn signer(mut self, signer: impl Signer + 'static) -> Self {
        self.auth.signer = Some(Arc::new(signer));
        self
    }
}

impl fmt::Debug for Config {
    /// Leaves out headers, and of the endpoint's URL userinfo and query: they may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("region", &self.region)
            .field(
                "endpoint_url",
                &self.endpoint_url.as_deref().map(url::shown),
            )
            .field("use_fips", &self.use_fips)
            .field("use_dual_stack", &self.use_dual_stack)
            .field("retry", &self.retry)
            .field("http", &self.http)
            .field("application", &self.application)
            .field("auth", &self.auth)
            .finish_non_exhaustive()
    }
}
