//! Client configuration.

mod identity;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use smithgen_runtime::codec::JsonStyle;
use smithgen_runtime::operation::{COMPRESS_FROM, ChecksumMode, Service};
use smithgen_runtime::{fraction, url};

use crate::auth::variables;
use crate::auth::{self, Authorizer};
use crate::config_error::ConfigError;
use crate::endpoint::{self, Platform, ServiceUrls};
use crate::environment::Environment;
use crate::hooks::Interceptor;
use crate::limits::RESPONSE_BYTES;
use crate::retry::{RetryConfig, RetryStrategy};
use crate::time::{NoTime, Time};
use crate::transport::{Certificates, Proxies, Settings, Transport};

type Token = Arc<dyn Fn() -> String + Send + Sync>;
type Fraction = Arc<dyn Fn() -> f64 + Send + Sync>;

/// Settings of a client. Most fields have a setter of the same name; `headers` and `endpoint_parameters` are added to
/// one at a time.
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
    /// URL of the service, whose path precedes every operation's. Takes precedence over [`Config::endpoints`].
    pub endpoint_url: Option<String>,
    /// URLs of services from other sources, such as the environment.
    pub endpoints: Option<Arc<dyn ServiceUrls>>,
    /// The platform that the service runs on.
    pub platform: Option<&'static dyn Platform>,
    /// Use FIPS endpoints. Ignored if an endpoint URL is set.
    pub use_fips: bool,
    /// Use endpoints that support IPv4 and IPv6. Ignored if an endpoint URL is set.
    pub use_dual_stack: bool,
    /// Ask services where to call their operations, for those that can tell: always, never, or, by default, where an
    /// operation cannot be called otherwise. Ignored if an endpoint URL is set.
    pub endpoint_discovery: Option<bool>,
    /// Put the operation's host prefix in front of the host.
    pub host_prefix: bool,
    /// Values of client context parameters and other built-ins of the endpoint rules, by name.
    pub endpoint_parameters: Vec<(String, endpoint::Value)>,
    /// Retry settings.
    pub retry: RetryConfig,
    /// Whether to retry a response with status 429 even if it contains no modelled error, such as a gateway's page.
    /// True by default, as in botocore's standard mode; the AWS CLI only looks at error codes.
    pub retry_throttling_status: bool,
    /// Decides on retries instead of [`Config::retry`].
    pub retry_strategy: Option<Arc<dyn RetryStrategy>>,
    /// Maximum time of a call with all its attempts, until its response is there, without a body that streams; `None`
    /// for no limit. With [`Config::without_waiting`] it is over at once.
    pub call_timeout: Option<Duration>,
    /// Maximum time of an attempt, likewise; one that takes longer may be retried.
    pub attempt_timeout: Option<Duration>,
    /// What sees and changes requests, in this order.
    pub interceptors: Vec<Arc<dyn Interceptor>>,
    /// Settings of the default transport. Not used with another transport.
    pub http: Settings,
    /// Sends requests. By default the transport of the feature `hyper`.
    pub transport: Option<Arc<dyn Transport>>,
    /// Waits between attempts.
    pub time: Arc<dyn Time>,
    /// Jitter: returns a number from 0 to 1.
    pub jitter: Fraction,
    /// Source of idempotency tokens; random UUIDs by default.
    pub idempotency_token: Option<Token>,
    /// Spacing and escaping of JSON bodies.
    pub json: JsonStyle,
    /// How requests are written where the model leaves a choice.
    pub dialect: Dialect,
    /// Minimum size of bodies to compress, in bytes, for operations that allow it; `None` disables compression.
    pub compress_from: Option<usize>,
    /// When to add a checksum to requests.
    pub request_checksums: ChecksumMode,
    /// When to request and verify checksums of responses.
    pub response_checksums: ChecksumMode,
    /// Maximum size of a response body in bytes, unless it streams to the caller; `None` for no limit. Such a body is
    /// read into memory, where a faulty or wrong service could exhaust it. The limit also applies to streams that are
    /// collected for the caller, as by [`Client::dispatch`](crate::Client::dispatch) and by commands. 1 GiB by
    /// default: far more than services send, and less than machines have.
    pub max_response: Option<u64>,
    /// Reject inputs that lack required members before anything is sent.
    pub validate: bool,
    /// Headers added to every request. They replace the client's own, except the attempt's number and those that are
    /// added for authentication.
    pub headers: HeaderMap,
    /// Name and version of the program, prepended to the user agent: `my-tool/1.2`.
    pub application: Option<String>,
    /// Identities and preferred schemes.
    pub auth: auth::Settings,
    /// Authorizes requests instead of [`Config::auth`].
    pub authorizer: Option<Arc<dyn Authorizer>>,
    /// Send every request without credentials.
    pub anonymous: bool,
}

/// How requests are written where the model leaves a choice. Services understand both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dialect {
    /// As the pages of Smithy's protocols say.
    #[default]
    Smithy,
    /// As AWS's tools in Python do: forms say their charset, blobs and XML say nothing of their type, `x-id` is left
    /// out, checksums that no one chose are CRC-64 if the operation has it, and without TLS those of streams go in
    /// front.
    Botocore,
}

impl Default for Config {
    fn default() -> Self {
        #[cfg(feature = "hyper")]
        let time: Arc<dyn Time> = Arc::new(crate::time::TokioTime);
        #[cfg(not(feature = "hyper"))]
        let time: Arc<dyn Time> = Arc::new(crate::time::ThreadTime);
        Config {
            region: None,
            endpoint_url: None,
            endpoints: None,
            platform: None,
            use_fips: false,
            use_dual_stack: false,
            endpoint_discovery: None,
            host_prefix: true,
            endpoint_parameters: Vec::new(),
            retry: RetryConfig::default(),
            retry_throttling_status: true,
            retry_strategy: None,
            call_timeout: None,
            attempt_timeout: None,
            interceptors: Vec::new(),
            http: Settings::default(),
            transport: None,
            time,
            jitter: Arc::new(fraction),
            idempotency_token: None,
            json: JsonStyle::default(),
            dialect: Dialect::default(),
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
    /// Default settings: neither environment nor files are read.
    pub fn new() -> Self {
        Config::default()
    }

    /// Settings from the environment for a service on an unknown platform: its URL (`BOOKSTORE_ENDPOINT_URL`),
    /// attempts (`BOOKSTORE_MAX_ATTEMPTS`, `BOOKSTORE_RETRY_MODE`), trusted certificates (`BOOKSTORE_CA_BUNDLE`),
    /// proxies, and identities under the names in [`variables`](crate::auth::variables). `BOOKSTORE` stands for the
    /// service's SDK id.
    ///
    /// # Errors
    /// An invalid setting.
    pub fn from_env(service: &Service) -> Result<Self, ConfigError> {
        Config::from_variables(service, Environment::Process)
    }

    /// Like [`Config::from_env`], with the caller's environment.
    ///
    /// # Errors
    /// Like [`Config::from_env`].
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

    /// What a client with these settings sends requests with: [`Config::transport`], else the transport of the feature
    /// `hyper`, if that is enabled.
    pub fn sender(&self) -> Option<Arc<dyn Transport>> {
        let own = self.transport.clone();
        #[cfg(feature = "hyper")]
        let own = own.or_else(|| {
            let transport = crate::transport::HyperTransport::new(self.http.clone());
            Some(Arc::new(transport))
        });
        own
    }

    /// The actual region, and whether FIPS is enabled, by setting or by a pseudo-region.
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
        /// Sets [`Config::endpoint_discovery`].
        endpoint_discovery: Option<bool> = |value| value;
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
        /// Sets [`Config::dialect`].
        dialect: Dialect = |value| value;
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

    /// Adds to [`Config::endpoint_parameters`]; the last value for a name counts.
    #[must_use]
    pub fn endpoint_parameter(
        mut self,
        name: impl Into<String>,
        value: impl Into<endpoint::Value>,
    ) -> Self {
        self.endpoint_parameters.push((name.into(), value.into()));
        self
    }

    /// Sets the maximum number of attempts; 0 counts as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.retry.max_attempts = attempts.max(1);
        self
    }

    /// Sets [`Config::call_timeout`].
    #[must_use]
    pub fn call_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.call_timeout = timeout.into();
        self
    }

    /// Sets [`Config::attempt_timeout`].
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = timeout.into();
        self
    }

    /// Sets [`Config::retry_strategy`].
    #[must_use]
    pub fn retry_strategy(mut self, strategy: impl RetryStrategy + 'static) -> Self {
        self.retry_strategy = Some(Arc::new(strategy));
        self
    }

    /// Adds to [`Config::interceptors`].
    #[must_use]
    pub fn interceptor(mut self, interceptor: impl Interceptor + 'static) -> Self {
        self.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Sets the timeout for each step of making a connection; `None` for no timeout.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.http.connect_timeout = timeout.into();
        self
    }

    /// Sets how long the service may be silent; `None` for no timeout.
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

    /// Sets [`Config::time`] to a clock that never waits.
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

impl fmt::Debug for Config {
    /// Omits headers, and the endpoint URL's userinfo and query, which may contain secrets.
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
