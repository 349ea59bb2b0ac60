//! Client settings from the environment and profile files.

use std::sync::Arc;

use smithgen_client::auth::{Credentials, Provider, Settings};
use smithgen_client::transport::{Certificates, Proxies};
use smithgen_client::{Config, ConfigError, Environment, RetryConfig};
use smithgen_runtime::operation::ChecksumMode;

use crate::credentials::{CredentialChain, TokenChain};
use crate::endpoint::AWS;
use crate::profile::{
    EndpointUrls, Files, Profile, Selected, is_true, region, with_bucket_settings,
};

/// Adds what AWS services need: signatures (with the feature `sigv4`), partitions and pseudo-regions. Settings that
/// are already present are kept.
#[must_use]
pub fn for_aws(mut config: Config) -> Config {
    if config.platform.is_none() {
        config = config.platform(&AWS);
    }
    #[cfg(feature = "sigv4")]
    if config.auth.signer.is_none() {
        config = config.signer(crate::sigv4::AwsSigner);
    }
    config
}

/// Settings from the environment and profile files: region, endpoint URLs, FIPS and dual stack, retries, CA bundle,
/// proxies, identities.
///
/// # Errors
/// A file that cannot be parsed, a profile that does not exist, or an invalid setting.
pub fn from_env() -> Result<Config, ConfigError> {
    let environment = Environment::Process;
    let files = Files::load(&environment)?;
    let profile = files.selected(&Selected::from_env(None, &environment))?;
    from_profile(&environment, &files, &profile)
}

/// Like [`from_env`], with the caller's environment, files and profile.
///
/// # Errors
/// An invalid setting.
pub fn from_profile(
    environment: &Environment,
    files: &Files,
    profile: &Profile,
) -> Result<Config, ConfigError> {
    let mut config = without_identities(environment, files, profile)?;
    config.auth = auth_from_profile(environment, files, profile, config.clone());
    Ok(config)
}

impl CredentialChain {
    /// The sources in the environment and profile files of this process.
    ///
    /// # Errors
    /// A file that cannot be parsed, a profile that does not exist, or an invalid setting.
    pub fn from_env() -> Result<Self, ConfigError> {
        let environment = Environment::Process;
        let files = Files::load(&environment)?;
        let profile = files.selected(&Selected::from_env(None, &environment))?;
        let calls = without_identities(&environment, &files, &profile)?;
        Ok(CredentialChain::new(&environment, &files, &profile).calling_with(calls))
    }
}

/// All settings but those of authentication.
fn without_identities(
    environment: &Environment,
    files: &Files,
    profile: &Profile,
) -> Result<Config, ConfigError> {
    let setting = |variable: &str, key: &str| {
        environment
            .get(variable)
            .or_else(|| profile.get(key).map(str::to_owned))
    };
    let flag = |variable, key| setting(variable, key).is_some_and(|text| is_true(&text));
    let bundle = setting("AWS_CA_BUNDLE", "ca_bundle")
        .or_else(|| environment.get("REQUESTS_CA_BUNDLE"))
        .filter(|path| !path.is_empty());
    let mut config = Config::new();
    config.region = region(None, environment, profile);
    let urls = EndpointUrls::from_env(environment, files, profile);
    if !urls.is_empty() {
        config = config.endpoints(urls);
    }
    config.use_fips = flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    config.use_dual_stack = flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    config.retry = RetryConfig::parse(
        setting("AWS_MAX_ATTEMPTS", "max_attempts"),
        setting("AWS_RETRY_MODE", "retry_mode"),
    )?;
    config = with_body_settings(config, setting)?;
    if let Some(mode) = setting("AWS_ACCOUNT_ID_ENDPOINT_MODE", "account_id_endpoint_mode") {
        config = config.endpoint_parameter("AWS::Auth::AccountIdEndpointMode", account_mode(mode)?);
    }
    config = with_bucket_settings(config, environment, profile);
    config.http.proxies = Proxies::from_env(environment);
    if let Some(path) = bundle {
        config.http.certificates = Certificates::Bundle(path.into());
    }
    Ok(config)
}

/// Applies the settings for compression, checksums and endpoint discovery; `setting` looks one up by its variable and its key.
///
/// # Errors
/// An invalid setting.
pub fn with_body_settings(
    mut config: Config,
    setting: impl Fn(&str, &str) -> Option<String>,
) -> Result<Config, ConfigError> {
    const MIN_SIZE: &str = "request_min_compression_size_bytes";
    if let Some(value) = setting("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", MIN_SIZE) {
        config.compress_from = Some(min_compressed(value)?);
    }
    const DISABLE: &str = "disable_request_compression";
    if setting("AWS_DISABLE_REQUEST_COMPRESSION", DISABLE).is_some_and(|text| is_true(&text)) {
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
    const DISCOVERY: &str = "endpoint_discovery_enabled";
    if let Some(value) = setting("AWS_ENABLE_ENDPOINT_DISCOVERY", DISCOVERY) {
        // As botocore reads it: whatever is neither is false.
        config.endpoint_discovery = match value.to_ascii_lowercase().as_str() {
            "auto" => None,
            value => Some(value == "true"),
        };
    }
    Ok(config)
}

/// Authentication settings from the environment and profile: credentials, tokens, keys and logins of services,
/// preferred schemes. Nothing is looked up before a call needs it. The services that give credentials are called with
/// the settings `calls`.
#[must_use]
pub fn auth_from_profile(
    environment: &Environment,
    files: &Files,
    profile: &Profile,
    calls: Config,
) -> Settings {
    let chain = CredentialChain::new(environment, files, profile).calling_with(calls.clone());
    let tokens = TokenChain::new(environment, files, profile).calling_with(calls);
    let mut settings = auth_with_credentials(environment, profile, Arc::new(chain));
    settings.bearer_token = Some(Arc::new(tokens));
    settings
}

/// Like [`auth_from_profile`], with the caller's credentials.
#[must_use]
pub fn auth_with_credentials(
    environment: &Environment,
    profile: &Profile,
    credentials: Arc<dyn Provider<Credentials>>,
) -> Settings {
    let setting = |variable: &str, key: &str| {
        let set = environment.get(variable);
        set.or_else(|| profile.get(key).map(str::to_owned))
            .filter(|text| !text.is_empty())
    };
    let preference = setting("AWS_AUTH_SCHEME_PREFERENCE", "auth_scheme_preference");
    let mut settings = Settings::default();
    settings.credentials = Some(credentials);
    settings.environment = Some(Arc::new(environment.clone()));
    settings.scheme_preference = preference
        .iter()
        .flat_map(|text| text.split(','))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    settings.region_set = setting("AWS_SIGV4A_SIGNING_REGION_SET", "sigv4a_signing_region_set");
    settings
}

/// Parses the minimum size for compressing bodies.
fn min_compressed(value: String) -> Result<usize, ConfigError> {
    match value.trim().parse() {
        Ok(bytes) if bytes <= 10_485_760 => Ok(bytes),
        _ => Err(ConfigError::InvalidMinCompressionSize { value }),
    }
}

/// Whether endpoints may depend on the account.
fn account_mode(value: String) -> Result<String, ConfigError> {
    let mode = value.to_ascii_lowercase();
    match mode.as_str() {
        "preferred" | "disabled" | "required" => Ok(mode),
        _ => Err(ConfigError::InvalidAccountIdEndpointMode { value }),
    }
}

fn checksum_mode(key: &'static str, value: String) -> Result<ChecksumMode, ConfigError> {
    match value.to_ascii_lowercase().as_str() {
        "when_supported" => Ok(ChecksumMode::WhenSupported),
        "when_required" => Ok(ChecksumMode::WhenRequired),
        _ => Err(ConfigError::InvalidChecksumMode { key, value }),
    }
}
