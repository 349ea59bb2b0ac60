//! Looks up and checks the settings of one call, in the reference's order.

use std::sync::Arc;
use std::time::Duration;

use smithgen_aws::credentials::TokenChain;
use smithgen_aws::profile::{
    EndpointUrls, Profile, is_true, is_valid_region, region, with_bucket_settings,
};
use smithgen_aws::{auth_with_credentials, for_aws, with_body_settings};

use smithgen_client::ConfigError;
use smithgen_client::endpoint::Url;
use smithgen_client::retry::{RetryConfig, RetryMode};
use smithgen_client::transport::{Certificates, Proxies};
use smithgen_client::{Config, Dialect};
use smithgen_runtime::codec::JsonStyle;

use super::{Settings, checks, credentials, metadata};
use crate::args::globals::Globals;
use crate::errors::{Failure, Voice};
use crate::limits::TIMEOUT_SECONDS;
use crate::python;
use crate::table::Commands;
use crate::value::Int;

/// Timeouts in seconds, as given; 60 by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timeouts {
    pub(crate) read: i64,
    pub(crate) connect: i64,
}

impl Timeouts {
    /// These timeouts, with those of `others` that `given` sets.
    pub(crate) fn overridden(self, given: &Globals, others: Timeouts) -> Timeouts {
        Timeouts {
            read: given
                .read_timeout
                .as_ref()
                .map_or(self.read, |_| others.read),
            connect: given
                .connect_timeout
                .as_ref()
                .map_or(self.connect, |_| others.connect),
        }
    }

    /// Reads the two options.
    ///
    /// # Errors
    /// 255 if a value is not an integer.
    pub(crate) fn read(globals: &Globals, voice: Voice) -> Result<Timeouts, Failure> {
        let seconds = |option: &str, word: &Option<crate::args::Word>| match word {
            None => Ok(60),
            Some(word) => match (python::int(&word.text()), voice) {
                (Some(int), _) => Ok(int.as_i64().unwrap_or(i64::MAX)),
                (None, Voice::Reference) => Err(Failure::general(python::int_error(
                    &word.value().repr().to_string(),
                ))),
                (None, Voice::Own) => Err(Failure::general(format!(
                    "{option} is not a whole number of seconds: {}",
                    word.text()
                ))),
            },
        };
        Ok(Timeouts {
            read: seconds("--cli-read-timeout", &globals.read_timeout)?,
            connect: seconds("--cli-connect-timeout", &globals.connect_timeout)?,
        })
    }
}

const ACCOUNT_MODE: &str = "AWS::Auth::AccountIdEndpointMode";

/// Everything a call needs except its parameters, checked.
///
/// # Errors
/// 253 if there is no region, 255 for invalid settings.
pub(crate) fn config(
    settings: &Settings,
    globals: &Globals,
    service: &Commands,
    timeouts: Timeouts,
    fallback: Option<&str>,
) -> Result<Config, Failure> {
    let mut config = Config::default();
    let chain = credentials::chain(settings);
    if settings.is_own(service) {
        config.region = globals.region.as_ref().map(|word| word.text().into_owned());
        config.endpoint_url = endpoint_url(settings, globals, service)?;
        if config.endpoint_url.is_none() && service.service.endpoint_rules().is_none() {
            return Err(no_endpoint(settings, service));
        }
    } else {
        let name = region_name(settings, globals, fallback)?;
        if !globals.no_sign_request {
            credentials::check(&chain)?;
        }
        credentials::check_token(settings)?;
        // A missing profile is reported before a missing region.
        settings.profile()?;
        checks::defaults_mode(settings)?;
        config.endpoint_url = endpoint_url(settings, globals, service)?;
        let name = name.ok_or(Failure::NoRegion)?;
        // The reference's pattern allows a trailing line break in the region. It matters only if the region is part
        // of a host name.
        config.region = Some(match (&config.endpoint_url, name.strip_suffix('\n')) {
            (Some(_), Some(name)) => name.to_owned(),
            _ => name,
        });
    }
    let profile = settings.profile()?;
    let flag = |variable: &str, key: &str| -> Result<bool, Failure> {
        Ok(settings
            .lookup(variable, key)?
            .is_some_and(|text| is_true(&text)))
    };
    config.use_fips = flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")?;
    config.use_dual_stack = flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")?;
    let attempts = checks::max_attempts(settings)?;
    let mode = checks::retry_mode(settings)?;
    checks::client(settings, !globals.no_sign_request)?;
    config = with_body_settings(config, |variable, key| {
        // A missing profile was reported.
        checks::plain(settings, variable, key).ok().flatten()
    })
    .map_err(|error| Failure::general(error.to_string()))?;
    if !settings.is_own(service) {
        config = with_bucket_settings(config, &settings.environment, profile);
    }
    config.retry = retry(attempts, mode)?;
    // The reference retries throttling by error code only.
    config.retry_throttling_status = false;
    if let Some(url) = &config.endpoint_url
        && !has_valid_host(url)
    {
        let url = smithgen_runtime::url::without_userinfo(url);
        return Err(Failure::general(format!("Invalid endpoint: {url}")));
    }
    config.http.certificates = certificates(settings, globals, profile.get("ca_bundle"))?;
    config.http.proxies = Proxies::from_env(&settings.environment);
    checks::monitoring(settings)?;
    config.http.connect_timeout = timeout("connect", timeouts.connect)?;
    config.http.read_timeout = timeout("read", timeouts.read)?;
    config.json = JsonStyle::Python;
    config.dialect = Dialect::Botocore;
    config.validate = false;
    config.anonymous = globals.no_sign_request;
    if let Some(mode) = account_mode(settings, globals, service)? {
        config = config.endpoint_parameter(ACCOUNT_MODE, mode);
    }
    let calls = calls(&config, settings, profile);
    let tokens = TokenChain::new(&settings.environment, &settings.files, profile);
    let tokens = tokens.calling_with(calls.clone());
    let chain = chain.calling_with(calls);
    config.auth = auth_with_credentials(&settings.environment, profile, Arc::new(chain));
    config.auth.bearer_token = Some(Arc::new(tokens));
    Ok(for_aws(config))
}

/// Whether endpoints may depend on the caller's account, where a service has endpoints for accounts.
///
/// # Errors
/// 255 if the profile does not exist.
fn account_mode(
    settings: &Settings,
    globals: &Globals,
    service: &Commands,
) -> Result<Option<String>, Failure> {
    let rules = service.service.endpoint_rules();
    let mut parameters = rules.iter().flat_map(|rules| rules.parameters());
    if !parameters.any(|it| it.built_in() == Some(ACCOUNT_MODE)) {
        return Ok(None);
    }
    let key = "account_id_endpoint_mode";
    let mode = settings.lookup("AWS_ACCOUNT_ID_ENDPOINT_MODE", key)?;
    Ok(Some(match (globals.no_sign_request, mode) {
        (true, _) => "disabled".to_owned(),
        (false, Some(mode)) => mode.to_lowercase(),
        (false, None) => "preferred".to_owned(),
    }))
}

/// Settings of the calls that are made for credentials: those of the call itself, without what options say of its
/// endpoint and certificates alone.
fn calls(config: &Config, settings: &Settings, profile: &Profile) -> Config {
    let mut calls = config.clone();
    let urls = EndpointUrls::from_env(&settings.environment, &settings.files, profile);
    calls.endpoint_url = None;
    calls.endpoints = Some(Arc::new(urls));
    // An unusable bundle was reported unless an option names another one.
    let bundle = certificates(settings, &Globals::default(), profile.get("ca_bundle"));
    calls.http.certificates = bundle.unwrap_or_default();
    calls
}

/// Looks up the region: flag, environment, profile, instance metadata.
fn region_name(
    settings: &Settings,
    globals: &Globals,
    fallback: Option<&str>,
) -> Result<Option<String>, Failure> {
    let flag = globals.region.as_ref().map(|word| word.text().into_owned());
    let name = match flag
        .or_else(|| settings.variable("AWS_REGION"))
        .or_else(|| settings.variable("AWS_DEFAULT_REGION"))
    {
        Some(name) => Some(name),
        None => match region(None, &settings.environment, settings.profile()?) {
            Some(name) => Some(name),
            None => match fallback {
                Some(name) => Some(name.to_owned()),
                None => metadata::instance_region(settings)?,
            },
        },
    };
    match name {
        // `$` in the reference's pattern matches before a trailing line break.
        Some(name) if !is_valid_region(name.strip_suffix('\n').unwrap_or(&name)) => {
            let error = ConfigError::InvalidRegion { region: name };
            Err(Failure::general(error.to_string()))
        }
        name => Ok(name),
    }
}

/// Explains how to set an endpoint.
fn no_endpoint(settings: &Settings, service: &Commands) -> Failure {
    let Commands { name, env, .. } = service;
    Failure::Configuration(format!(
        "No endpoint is set for {name}. Give its URL with --endpoint-url, in the variable {env}_ENDPOINT_URL, or as \
         endpoint_url in ~/{}/config.",
        settings.names().directory()
    ))
}

/// Whether the URL's host is a valid name or address. An invalid scheme or port is reported when sending.
pub(super) fn has_valid_host(url: &str) -> bool {
    if let Some(url) = Url::parse(url) {
        return url.has_valid_host();
    }
    let Some((_, rest)) = url.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let address = authority
        .rsplit_once('@')
        .map_or(authority, |(_, address)| address);
    let host = match address.find(']') {
        Some(end) => address.get(..=end).unwrap_or_default(),
        None => address.split(':').next().unwrap_or_default(),
    };
    let is_safe = !url.contains(['\t', '\r', '\n']);
    is_safe && Url::parse(&format!("http://{host}")).is_some_and(|url| url.has_valid_host())
}

fn endpoint_url(
    settings: &Settings,
    globals: &Globals,
    service: &Commands,
) -> Result<Option<String>, Failure> {
    if let Some(word) = &globals.endpoint_url {
        return Ok(Some(word.text().into_owned()));
    }
    let urls = EndpointUrls::from_env(&settings.environment, &settings.files, settings.profile()?);
    match urls.get(service.config_key) {
        Ok(url) => Ok(url.map(str::to_owned)),
        // For AWS services, use Python's message.
        Err(ConfigError::NoText { .. }) if !settings.is_own(service) => {
            Err(Failure::general("unhashable type: 'dict'"))
        }
        Err(ConfigError::NotNested { .. }) if !settings.is_own(service) => {
            Err(Failure::general("'str' object has no attribute 'get'"))
        }
        Err(error) => Err(Failure::general(error.to_string())),
    }
}

fn retry(attempts: Option<Int>, mode: Option<String>) -> Result<RetryConfig, Failure> {
    let mut retry = RetryConfig::default();
    if let Some(attempts) = attempts {
        retry.max_attempts = match attempts.as_i64().map(u32::try_from) {
            Some(Ok(attempts)) if attempts >= 1 => attempts,
            None => u32::MAX,
            Some(_) => {
                return Err(Failure::general(format!(
                    "Value provided to \"max_attempts\": {attempts} must be an integer greater than or equal to one."
                )));
            }
        };
    }
    if let Some(text) = mode {
        retry.mode = RetryMode::parse(&text).ok_or_else(|| {
            Failure::general(format!(
                "Invalid value provided to \"mode\": \"{text}\" must be one of: \"standard\" or \"adaptive\""
            ))
        })?;
    }
    Ok(retry)
}

/// Which certificates to trust; an empty file name counts as unset.
fn certificates(
    settings: &Settings,
    globals: &Globals,
    profile: Option<&str>,
) -> Result<Certificates, Failure> {
    if globals.no_verify_ssl {
        return Ok(Certificates::Unverified);
    }
    let flag = globals
        .ca_bundle
        .as_ref()
        .map(|word| word.text().into_owned());
    let bundle = flag
        .or_else(|| settings.variable("AWS_CA_BUNDLE"))
        .or_else(|| profile.map(str::to_owned))
        .or_else(|| settings.variable("REQUESTS_CA_BUNDLE"));
    match bundle {
        None => Ok(Certificates::BuiltIn),
        Some(path) if path.trim().is_empty() => Err(Failure::general(
            "Invalid CA bundle: the configured value (ca_bundle, AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE, or verify) \
             resolved to an empty or whitespace-only string. Provide a valid path to a CA bundle file.",
        )),
        Some(path) => Ok(Certificates::Bundle(path.into())),
    }
}

/// Zero means no timeout. The reference fails if the nanoseconds exceed 64 bits.
fn timeout(what: &str, seconds: i64) -> Result<Option<Duration>, Failure> {
    match u64::try_from(seconds) {
        Ok(0) => Ok(None),
        Ok(seconds) if seconds > TIMEOUT_SECONDS => Err(Failure::general(
            "An HTTP Client raised an unhandled exception: timestamp too large to convert to C _PyTime_t",
        )),
        Ok(seconds) => Ok(Some(Duration::from_secs(seconds))),
        Err(_) => Err(Failure::general(format!(
            "Attempted to set {what} timeout to {seconds}, but the timeout cannot be set to a value less than or equal to 0."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use smithgen_aws::profile::{Files, Ini, Selected};
    use smithgen_client::Environment;
    use smithgen_runtime::operation::ChecksumMode;

    use super::*;
    use crate::fixture::SERVICE;

    /// The settings of a call.
    fn configured(variables: &[(&str, &str)], profile: &str) -> Config {
        let region = [
            ("AWS_REGION", "us-east-1"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ];
        let environment = Environment::of(region.into_iter().chain(variables.iter().copied()));
        let files = Files {
            config: Ini::parse(format!("[default]\n{profile}").as_bytes()).unwrap(),
            ..Files::default()
        };
        let selected = Selected::from_env(None, &environment);
        let settings = Settings::of(environment, files, selected);
        let globals = Globals {
            no_sign_request: true,
            ..Globals::default()
        };
        let timeouts = Timeouts {
            read: 60,
            connect: 60,
        };
        config(&settings, &globals, &SERVICE, timeouts, None).unwrap()
    }

    #[test]
    fn settings_of_bodies_reach_the_call() {
        assert_eq!(
            configured(&[], "").compress_from,
            Config::new().compress_from
        );
        const SIZE: &str = "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES";
        let sized = configured(
            &[(SIZE, " 1_000 ")],
            "request_min_compression_size_bytes = 7",
        );
        assert_eq!(sized.compress_from, Some(1000));
        let sized = configured(&[], "request_min_compression_size_bytes = 7");
        assert_eq!(sized.compress_from, Some(7));
        let off = configured(&[(SIZE, "7")], "disable_request_compression = True");
        assert_eq!(off.compress_from, None);
        let required = configured(
            &[("AWS_REQUEST_CHECKSUM_CALCULATION", "When_Required")],
            "response_checksum_validation = when_required",
        );
        let modes = (required.request_checksums, required.response_checksums);
        assert_eq!(
            modes,
            (ChecksumMode::WhenRequired, ChecksumMode::WhenRequired)
        );
    }

    #[test]
    fn what_is_no_number_is_told_in_the_words_of_the_program() {
        let globals = Globals {
            connect_timeout: Some("soon".into()),
            ..Globals::default()
        };
        let said = |voice| match Timeouts::read(&globals, voice) {
            Err(Failure::General(message)) => message,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            said(Voice::Own),
            "--cli-connect-timeout is not a whole number of seconds: soon"
        );
        let python = "invalid literal for int() with base 10: 'soon'";
        assert_eq!(said(Voice::Reference), python);
        let environment = Environment::of([("AWS_MAX_ATTEMPTS", "soon")]);
        let selected = Selected::from_env(None, &environment);
        let mut settings = Settings::of(environment, Files::default(), selected);
        for (is_reference, expected) in [
            (true, python),
            (false, "max_attempts is not a whole number: soon"),
        ] {
            settings.is_reference = is_reference;
            match checks::max_attempts(&settings) {
                Err(Failure::General(message)) => assert_eq!(message, expected),
                other => panic!("{:?}", other.is_ok()),
            }
        }
    }

    #[test]
    fn timeouts_are_as_long_as_nanoseconds_can_be_counted() {
        let longest = i64::try_from(TIMEOUT_SECONDS).unwrap();
        assert_eq!(
            timeout("read", longest).unwrap(),
            Some(Duration::from_secs(TIMEOUT_SECONDS))
        );
        let failure = timeout("read", longest + 1).unwrap_err();
        assert_eq!(failure.exit_code(), 255);
        assert!(format!("{failure:?}").contains("timestamp too large"));
    }
}
