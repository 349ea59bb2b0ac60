//! What a client can be told.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::auth::Authorizer;
use super::random;
use super::time::{NoTime, Time};
use crate::auth;
use crate::endpoint;
use crate::limits::RESPONSE_BYTES;
use crate::profile::{
    ConfigError, EndpointUrls, Environment, Files, Profile, Selected, is_true, region,
    split_pseudo_region,
};
use crate::protocol::{COMPRESS_FROM, ChecksumMode, JsonStyle};
use crate::retry::{RetryConfig, RetryMode};
use crate::transport::{Certificates, Proxies, Settings, Transport};

type Token = Arc<dyn Fn() -> String + Send + Sync>;
type Fraction = Arc<dyn Fn() -> f64 + Send + Sync>;

/// Settings of a client. Every field has a setter of the same name.
///
/// ```
/// use smithgen_runtime::Config;
/// let config = Config::new().region("eu-west-1").max_attempts(5);
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Config {
    /// Region, such as `us-east-1`.
    pub region: Option<String>,
    /// URL of the service; its path goes in front of every operation's. Beats [`Config::endpoints`].
    pub endpoint_url: Option<String>,
    /// URLs that environment and profile set.
    pub endpoints: EndpointUrls,
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
        let time: Arc<dyn Time> = Arc::new(super::time::TokioTime);
        #[cfg(not(feature = "hyper"))]
        let time: Arc<dyn Time> = Arc::new(NoTime);
        Config {
            region: None,
            endpoint_url: None,
            endpoints: EndpointUrls::default(),
            use_fips: false,
            use_dual_stack: false,
            host_prefix: true,
            endpoint_parameters: Vec::new(),
            retry: RetryConfig::default(),
            retry_throttling_status: true,
            http: Settings::default(),
            transport: None,
            time,
            jitter: Arc::new(random::fraction),
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

    /// Settings of environment and profile files: region, endpoint URLs, FIPS and dual stack,
    /// retries, CA bundle, proxies, identities.
    ///
    /// # Errors
    /// A file that cannot be parsed, a profile that does not exist, a setting that makes no sense.
    pub fn from_env() -> Result<Self, ConfigError> {
        let environment = Environment::Process;
        let files = Files::load(&environment)?;
        let profile = files.selected(&Selected::from_env(None, &environment))?;
        Config::from_profile(&environment, &files, &profile)
    }

    /// [`Config::from_env`] with an environment, files and a profile of the caller's.
    ///
    /// # Errors
    /// A setting that makes no sense.
    pub fn from_profile(
        environment: &Environment,
        files: &Files,
        profile: &Profile,
    ) -> Result<Self, ConfigError> {
        let setting = |variable: &str, key: &str| {
            environment
                .get(variable)
                .or_else(|| profile.get(key).map(str::to_owned))
        };
        let flag = |variable, key| setting(variable, key).is_some_and(|text| is_true(&text));
        let bundle = setting("AWS_CA_BUNDLE", "ca_bundle")
            .or_else(|| environment.get("REQUESTS_CA_BUNDLE"))
            .filter(|path| !path.is_empty());
        let mut config = Config {
            region: region(None, environment, profile),
            endpoints: EndpointUrls::from_env(environment, files, profile),
            use_fips: flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
            use_dual_stack: flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"),
            retry: retry(
                setting("AWS_MAX_ATTEMPTS", "max_attempts"),
                setting("AWS_RETRY_MODE", "retry_mode"),
            )?,
            auth: auth::Settings::from_profile(environment, files, profile),
            ..Config::default()
        };
        const MIN_SIZE: &str = "request_min_compression_size_bytes";
        if let Some(value) = setting("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", MIN_SIZE) {
            config.compress_from = Some(min_compressed(value)?);
        }
        if flag(
            "AWS_DISABLE_REQUEST_COMPRESSION",
            "disable_request_compression",
        ) {
            config.compress_from = None;
        }
        const REQUEST: &str = "request_checksum_calculation";
        if let Some(value) = setting("AWS_REQUEST_CHECKSUM_CALCULATION", REQUEST) {
            config.request_checksums = checksum_mode(REQUEST, value)?;
        }
        const RESPONSE: &str = "response_checksum_validation";
        if let Some(value) = setting("AWS_RESPONSE_CHECKSUM_VALIDATION", RESPONSE) {
            config.response_checksums = checksum_mode(RESPONSE, value)?;
        }
        config.http.proxies = Proxies::from_env(environment);
        if let Some(path) = bundle {
            config.http.certificates = Certificates::Bundle(path.into());
        }
        Ok(config)
    }

    /// The region proper and whether FIPS is meant: by setting or by a pseudo-region.
    pub(super) fn region_and_fips(&self) -> (Option<&str>, bool) {
        match self.region.as_deref().map(split_pseudo_region) {
            Some((region, fips)) => (Some(region), fips || self.use_fips),
            None => (None, self.use_fips),
        }
    }
}

/// Attempts and mode of their texts.
fn retry(attempts: Option<String>, mode: Option<String>) -> Result<RetryConfig, ConfigError> {
    let mut retry = RetryConfig::default();
    if let Some(value) = attempts {
        retry.max_attempts = match value.trim().parse() {
            Ok(attempts) if attempts >= 1 => attempts,
            _ => return Err(ConfigError::InvalidMaxAttempts { value }),
        };
    }
    if let Some(value) = mode {
        retry.mode = RetryMode::parse(&value).ok_or(ConfigError::InvalidRetryMode { value })?;
    }
    Ok(retry)
}

/// The size from which on bodies are compressed, of its text.
fn min_compressed(value: String) -> Result<usize, ConfigError> {
    match value.trim().parse() {
        Ok(bytes) if bytes <= 10_485_760 => Ok(bytes),
        _ => Err(ConfigError::InvalidMinCompressionSize { value }),
    }
}

fn checksum_mode(key: &'static str, value: String) -> Result<ChecksumMode, ConfigError> {
    match value.to_ascii_lowercase().as_str() {
        "when_supported" => Ok(ChecksumMode::WhenSupported),
        "when_required" => Ok(ChecksumMode::WhenRequired),
        _ => Err(ConfigError::InvalidChecksumMode { key, value }),
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
        /// Sets [`Config::endpoints`].
        endpoints: EndpointUrls = |value| value;
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

impl fmt::Debug for Config {
    /// Leaves out headers, and of the endpoint's URL userinfo and query: they may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("region", &self.region)
            .field(
                "endpoint_url",
                &self.endpoint_url.as_deref().map(endpoint::shown),
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
