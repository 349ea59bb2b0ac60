//! Settings that the reference checks even if the call does not need them, in its order and with its messages.

use smithgen_aws::profile::is_true;

use super::Settings;
use super::client::has_valid_host;
use super::found::Found;
use crate::errors::Failure;
use crate::value::Int;

/// The whole number that a setting is.
///
/// # Errors
/// 255 if it is something else: in Python's words as `aws`, else in plain words.
fn number(settings: &Settings, found: &Found, key: &str) -> Result<Int, Failure> {
    found.int().map_err(|failure| match settings.is_reference {
        true => failure,
        false => Failure::general(format!("{key} is not a whole number: {}", found.shown())),
    })
}

/// A setting that was checked, with whole numbers in plain digits.
///
/// # Errors
/// 255 if the profile does not exist.
pub(super) fn plain(
    settings: &Settings,
    variable: &str,
    key: &str,
) -> Result<Option<String>, Failure> {
    let found = find(settings, variable, key)?;
    Ok(found.map(|found| match found.int() {
        Ok(number) => number.to_string(),
        Err(_) => found.shown().to_owned(),
    }))
}

/// Looks up the variable, then the profile's key.
fn find(settings: &Settings, variable: &str, key: &str) -> Result<Option<Found>, Failure> {
    if let Some(text) = settings.variable(variable) {
        return Ok(Some(Found::Text(text)));
    }
    Ok(settings.profile()?.setting(key).map(Found::from))
}

/// Checks how the instance metadata service is to be queried. The reference does this before any command, even if
/// it never queries the service.
///
/// # Errors
/// 255 for an invalid number, address family or URL.
pub(crate) fn instance_metadata(settings: &Settings) -> Result<(), Failure> {
    if settings.own_prefix.is_some() {
        return Ok(());
    }
    for (variable, key) in [
        ("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout"),
        (
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
            "metadata_service_num_attempts",
        ),
    ] {
        // A missing profile is reported elsewhere; stop here.
        match find(settings, variable, key) {
            Ok(Some(found)) => drop(number(settings, &found, key)?),
            Ok(None) => {}
            Err(_) => return Ok(()),
        }
    }
    let mode = find(
        settings,
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        "ec2_metadata_service_endpoint_mode",
    );
    match mode {
        Ok(Some(Found::Text(mode))) if !is_one_of(&mode, &["ipv4", "ipv6"]) => {
            Err(Failure::general(format!(
                "Invalid EC2 Instance Metadata endpoint mode: {mode} Valid endpoint modes (case-insensitive): \
                 ('ipv4', 'ipv6')."
            )))
        }
        Ok(Some(Found::Nested(_))) => {
            Err(Failure::general("'dict' object has no attribute 'lower'"))
        }
        Ok(_) => metadata_endpoint(settings),
        Err(_) => Ok(()),
    }
}

/// Checks the URL of the instance metadata service.
fn metadata_endpoint(settings: &Settings) -> Result<(), Failure> {
    let endpoint = find(
        settings,
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "ec2_metadata_service_endpoint",
    );
    match endpoint {
        Ok(Some(Found::Text(url))) if !url.is_empty() && !has_valid_host(&url) => {
            Err(Failure::general(format!(
                "Invalid endpoint EC2 Instance Metadata endpoint: {url}"
            )))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

/// The number of attempts, checked only to be a number.
///
/// # Errors
/// 255 if it is not an integer.
pub(super) fn max_attempts(settings: &Settings) -> Result<Option<Int>, Failure> {
    let found = find(settings, "AWS_MAX_ATTEMPTS", "max_attempts")?;
    found
        .map(|found| number(settings, &found, "max_attempts"))
        .transpose()
}

/// Checks that the defaults mode is text; its value is not used.
///
/// # Errors
/// 255 if it has nested settings instead.
pub(super) fn defaults_mode(settings: &Settings) -> Result<(), Failure> {
    match find(settings, "AWS_DEFAULTS_MODE", "defaults_mode")? {
        Some(Found::Nested(_)) => Err(Failure::general("'dict' object has no attribute 'lower'")),
        Some(Found::Text(_)) | None => Ok(()),
    }
}

/// The retry mode, unchecked.
///
/// # Errors
/// 255 if the profile does not exist.
pub(super) fn retry_mode(settings: &Settings) -> Result<Option<String>, Failure> {
    let found = find(settings, "AWS_RETRY_MODE", "retry_mode")?;
    Ok(found.map(|found| found.shown().to_owned()))
}

/// Checks the settings of compression, checksums and account ids.
///
/// # Errors
/// 255 for an invalid value.
pub(super) fn client(settings: &Settings, is_signed: bool) -> Result<(), Failure> {
    compression(settings)?;
    for (variable, key) in [
        (
            "AWS_REQUEST_CHECKSUM_CALCULATION",
            "request_checksum_calculation",
        ),
        (
            "AWS_RESPONSE_CHECKSUM_VALIDATION",
            "response_checksum_validation",
        ),
    ] {
        let found = find(settings, variable, key)?;
        if let Some(value) = unknown(found, &["when_supported", "when_required"]) {
            return Err(Failure::general(format!(
                "Unsupported configuration value for {key}. Expected one of ('when_supported', 'when_required') but \
                 got {value}."
            )));
        }
    }
    if is_signed {
        let key = "account_id_endpoint_mode";
        let found = find(settings, "AWS_ACCOUNT_ID_ENDPOINT_MODE", key)?;
        if let Some(value) = unknown(found, &["preferred", "disabled", "required"]) {
            return Err(Failure::general(format!(
                "The configured value '{value}' for '{key}' is invalid. Valid values are: ('preferred', 'disabled', \
                 'required')."
            )));
        }
    }
    let key = "auth_scheme_preference";
    if let Some(Found::Nested(value)) = find(settings, "AWS_AUTH_SCHEME_PREFERENCE", key)? {
        return Err(Failure::general(format!(
            "{key} must be a comma-delimited string. Received <class 'dict'> instead: {value}."
        )));
    }
    let key = "s3_disable_express_session_auth";
    let found = find(settings, "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", key)?;
    match found {
        Some(Found::Text(text)) if is_one_of(&text, &["true", "false"]) => Ok(()),
        Some(found) => Err(Failure::general(format!(
            "Invalid value \"{}\" for {key}. Value must be a boolean",
            found.shown()
        ))),
        None => Ok(()),
    }
}

fn compression(settings: &Settings) -> Result<(), Failure> {
    // The range is the reference's; services accept more.
    const RANGE: std::ops::RangeInclusive<i64> = 1..=1_048_576;
    let key = "request_min_compression_size_bytes";
    let Some(found) = find(settings, "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", key)? else {
        return Ok(());
    };
    let fault = match (&found, found.int()) {
        (_, Ok(size)) if size.as_i64().is_some_and(|size| RANGE.contains(&size)) => return Ok(()),
        (_, Ok(_)) => format!(
            "Value must be between {} and {}.",
            RANGE.start(),
            RANGE.end()
        ),
        (Found::Text(_), Err(_)) => {
            "Value must be an integer. Received <class 'str'> instead.".to_owned()
        }
        (Found::Nested(_), Err(_)) => {
            "Value must be an integer. Received <class 'dict'> instead.".to_owned()
        }
    };
    Err(Failure::general(format!(
        "Invalid value \"{}\" for {key}. {fault}",
        found.shown()
    )))
}

/// Checks the settings of client-side monitoring, which is not implemented.
///
/// # Errors
/// 255 if the port is not a number.
pub(super) fn monitoring(settings: &Settings) -> Result<(), Failure> {
    let enabled = find(settings, "AWS_CSM_ENABLED", "csm_enabled")?;
    if matches!(enabled, Some(Found::Text(text)) if is_true(&text))
        && let Some(port) = find(settings, "AWS_CSM_PORT", "csm_port")?
    {
        number(settings, &port, "csm_port")?;
    }
    Ok(())
}

/// The value in lower case, if it is not one of `known`.
fn unknown(found: Option<Found>, known: &[&str]) -> Option<String> {
    match found? {
        Found::Text(text) if is_one_of(&text, known) => None,
        Found::Text(text) => Some(text.to_lowercase()),
        Found::Nested(text) => Some(text),
    }
}

fn is_one_of(text: &str, known: &[&str]) -> bool {
    known.contains(&text.to_lowercase().as_str())
}
