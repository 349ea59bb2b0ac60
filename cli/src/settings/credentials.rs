//! Whether the configured credentials could be loaded. A call that is not signed needs none, but the
//! reference looks them up all the same, so broken ones break it.

use std::io::Read;

use smithgen_aws::profile::{
    Files, Ini, ProcessError, Profile, Setting, credential_process, shell_split,
};

use super::found::{self, Found};
use super::{Settings, metadata};
use crate::errors::Failure;
use crate::json;
use crate::limits::TOKEN_BYTES;
use crate::value::Value;

/// Goes through the sources of credentials in order, up to the first that has some.
///
/// # Errors
/// 255 for a source that is set up incompletely or fails.
pub(crate) fn check(settings: &Settings) -> Result<(), Failure> {
    if !settings.by_flag && environment(settings)? {
        return Ok(());
    }
    // A profile that does not exist is reported by who needs it next.
    let name = &settings.selected.name;
    let profile = settings.files.profile(name).unwrap_or_else(|| {
        let mut empty = Profile::default();
        empty.name.clone_from(name);
        empty
    });
    if of_profile(settings, &profile, &mut Vec::new())? {
        return Ok(());
    }
    container(settings)
}

/// Checks the session that the profile takes a bearer token from. The reference looks at it before
/// every call, signed or not.
///
/// # Errors
/// 255 for a session that is not there or incomplete.
pub(crate) fn check_token(settings: &Settings) -> Result<(), Failure> {
    let name = &settings.selected.name;
    let profile = settings.files.profile(name);
    let Some(session) = profile.as_ref().and_then(|p| p.setting("sso_session")) else {
        return Ok(());
    };
    let session = found::name(session)?;
    let uses = format!("The profile \"{name}\" is configured to use the SSO token provider but");
    if settings.files.is_empty_sso_session(session) {
        return invalid(format!(
            "{uses} the \"{session}\" sso_session configuration does not exist."
        ));
    }
    let missing: Vec<String> = ["sso_start_url", "sso_region"]
        .into_iter()
        .filter(|key| settings.files.sso_session(session, key).is_none())
        .map(crate::value::repr_str)
        .collect();
    if !missing.is_empty() {
        return invalid(format!(
            "{uses} is missing the following configuration: [{}].",
            missing.join(", ")
        ));
    }
    Ok(())
}

/// The sources that a profile can name. Whether it has any.
fn of_profile(
    settings: &Settings,
    profile: &Profile,
    visited: &mut Vec<String>,
) -> Result<bool, Failure> {
    if assume_role(settings, profile, visited)?
        || web_identity(settings, profile)?
        || sso(settings, profile)?
    {
        return Ok(true);
    }
    keys_or_process(settings, profile)
}

fn invalid<T>(message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::general(message))
}

fn partial<T>(provider: &str, missing: &str) -> Result<T, Failure> {
    invalid(format!(
        "Partial credentials found in {provider}, missing: {missing}"
    ))
}

fn environment(settings: &Settings) -> Result<bool, Failure> {
    let set = |name: &str| {
        settings
            .variable(name)
            .is_some_and(|value| !value.is_empty())
    };
    if !set("AWS_ACCESS_KEY_ID") {
        return Ok(false);
    }
    if !set("AWS_SECRET_ACCESS_KEY") {
        return partial("env", "AWS_SECRET_ACCESS_KEY");
    }
    Ok(true)
}

fn assume_role(
    settings: &Settings,
    profile: &Profile,
    visited: &mut Vec<String>,
) -> Result<bool, Failure> {
    if profile.setting("role_arn").is_none() || profile.setting("web_identity_token_file").is_some()
    {
        return Ok(false);
    }
    let name = &profile.name;
    visited.push(name.clone());
    match (
        profile.setting("credential_source").map(Found::from),
        profile.setting("source_profile"),
    ) {
        (Some(_), Some(_)) => invalid(format!(
            "The profile \"{name}\" contains both source_profile and credential_source."
        )),
        (None, None) => partial("assume-role", "source_profile or credential_source"),
        (Some(source), None) => {
            let source = source.shown();
            if !matches!(
                source,
                "Environment" | "Ec2InstanceMetadata" | "EcsContainer"
            ) {
                return invalid(format!(
                    "The credential source \"{source}\" referenced in profile \"{name}\" is not valid."
                ));
            }
            if source == "Environment" && !environment(settings)? {
                return invalid(format!(
                    "Error when retrieving credentials from {source}: No credentials found in credential_source \
                     referenced in profile {name}"
                ));
            }
            Ok(true)
        }
        (None, Some(source)) => source_profile(settings, name, found::name(source)?, visited),
    }
}

fn source_profile(
    settings: &Settings,
    parent: &str,
    source: &str,
    visited: &mut Vec<String>,
) -> Result<bool, Failure> {
    let Some(profile) = settings.files.profile(source) else {
        return invalid(format!(
            "The source_profile \"{source}\" referenced in the profile \"{parent}\" does not exist."
        ));
    };
    let has_keys = profile.setting("aws_access_key_id").is_some()
        || profile.setting("aws_secret_access_key").is_some();
    let again = visited.iter().any(|name| name == source);
    if again && (source != parent || !has_keys) {
        let visited: Vec<String> = visited
            .iter()
            .map(|name| crate::value::repr_str(name))
            .collect();
        return invalid(format!(
            "Infinite loop in credential configuration detected. Attempting to load from profile {source} which has \
             already been visited. Visited profiles: [{}]",
            visited.join(", ")
        ));
    }
    if profile.setting("role_arn").is_some() && !has_keys {
        return assume_role(settings, &profile, visited);
    }
    let found = web_identity(settings, &profile)?
        || sso(settings, &profile)?
        || keys_or_process(settings, &profile)?;
    if !found {
        return invalid(format!(
            "The source profile \"{source}\" must have credentials."
        ));
    }
    Ok(true)
}

fn web_identity(settings: &Settings, profile: &Profile) -> Result<bool, Failure> {
    let is_set = |variable: &str, key: &str| {
        let in_environment = !settings.by_flag && settings.variable(variable).is_some();
        in_environment || profile.setting(key).is_some()
    };
    if !is_set("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file") {
        return Ok(false);
    }
    if !is_set("AWS_ROLE_ARN", "role_arn") {
        return invalid(
            "The provided profile or the current environment is configured to assume role with web identity but has \
             no role ARN configured. Ensure that the profile has the role_arnconfiguration set or the AWS_ROLE_ARN \
             env var is set.",
        );
    }
    Ok(true)
}

fn sso(settings: &Settings, profile: &Profile) -> Result<bool, Failure> {
    const OF_PROFILE: [&str; 2] = ["sso_role_name", "sso_account_id"];
    const OF_SESSION: [&str; 2] = ["sso_start_url", "sso_region"];
    if OF_PROFILE.iter().all(|key| profile.setting(key).is_none()) {
        return Ok(false);
    }
    let session = profile.setting("sso_session").map(found::name);
    let session = session.transpose()?;
    if let Some(session) = session {
        if !settings.files.has_sso_session(session) {
            return invalid(format!(
                "The specified sso-session does not exist: \"{session}\""
            ));
        }
        for key in ["sso_start_url", "sso_region", "sso_registration_scopes"] {
            let of_session = settings.files.sso_session(session, key);
            if let (Some(own), Some(theirs)) = (profile.setting(key), of_session)
                && own != theirs
            {
                return invalid(format!(
                    "The value for {key} is inconsistent between profile ({}) and sso-session ({}).",
                    Found::from(own).shown(),
                    Found::from(theirs).shown()
                ));
            }
        }
    }
    let is_set = |key: &&str| {
        profile.setting(key).is_some()
            || session.is_some_and(|name| settings.files.sso_session(name, key).is_some())
    };
    let missing: Vec<&str> = OF_PROFILE
        .into_iter()
        .chain(OF_SESSION)
        .filter(|key| !is_set(key))
        .collect();
    if !missing.is_empty() {
        return invalid(format!(
            "The profile \"{}\" is configured to use SSO but is missing required configuration: {}",
            profile.name,
            missing.join(", ")
        ));
    }
    Ok(true)
}

/// Keys in the credentials file, a program, keys in the config file.
fn keys_or_process(settings: &Settings, profile: &Profile) -> Result<bool, Failure> {
    let (config, credentials) = (&settings.files.config, &settings.files.credentials);
    let only_credentials = Files {
        config: Ini::default(),
        credentials: credentials.clone(),
    };
    let only_config = Files {
        config: config.clone(),
        credentials: Ini::default(),
    };
    Ok(
        keys(&only_credentials, &profile.name, "shared-credentials-file")?
            || process(profile)?
            || keys(&only_config, &profile.name, "config-file")?,
    )
}

fn keys(files: &Files, name: &str, provider: &str) -> Result<bool, Failure> {
    let profile = files.profile(name);
    let has = |key: &str| {
        profile
            .as_ref()
            .is_some_and(|profile| profile.setting(key).is_some())
    };
    if !has("aws_access_key_id") {
        return Ok(false);
    }
    if !has("aws_secret_access_key") {
        return partial(provider, "aws_secret_access_key");
    }
    Ok(true)
}

/// Runs the profile's program. It is run for real, as the reference does.
fn process(profile: &Profile) -> Result<bool, Failure> {
    let line = match profile.setting("credential_process") {
        Some(Setting::Text(line)) => line,
        Some(Setting::Nested(_)) => return invalid("'dict' object has no attribute 'read'"),
        None => return Ok(false),
    };
    let failed = |message: &str| {
        invalid(format!(
            "Error when retrieving credentials from custom-process: {}",
            message
        ))
    };
    let words = shell_split(line).map_err(|error| Failure::general(error.to_string()))?;
    let Some((program, arguments)) = words.split_first() else {
        return invalid("list index out of range");
    };
    let output = match credential_process(program, arguments) {
        Ok(output) => output,
        Err(ProcessError::Io(error)) => {
            return invalid(crate::params::paramfile::os_error(&error, program));
        }
        Err(error) => return failed(&error.to_string()),
    };
    if !output.status.success() {
        return failed(&String::from_utf8_lossy(&output.stderr));
    }
    let parsed = match json::parse_value(&Value::from(
        String::from_utf8_lossy(&output.stdout).into_owned(),
    )) {
        Ok(parsed) => parsed,
        Err(error) => return invalid(error.to_string()),
    };
    let Value::Map(parsed) = parsed else {
        let class = crate::params::typed::short_class(&parsed);
        return invalid(format!("'{class}' object has no attribute 'get'"));
    };
    let version = parsed.get("Version");
    if version != Some(&Value::from(1)) {
        let version =
            version.map_or_else(|| "<Version key not provided>".to_owned(), Value::to_string);
        return failed(&format!(
            "Unsupported version '{version}' for credential process provider, supported versions: 1"
        ));
    }
    for key in ["AccessKeyId", "SecretAccessKey"] {
        if parsed.get(key).is_none() {
            return failed(&format!("Missing required key in response: '{key}'"));
        }
    }
    Ok(true)
}

/// Asks a container's service, if the environment names one.
fn container(settings: &Settings) -> Result<(), Failure> {
    let url = match settings.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
        Some(path) => format!("http://169.254.170.2{path}"),
        None => match settings.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
            Some(url) => url,
            None => return Ok(()),
        },
    };
    let token = match settings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
        Some(path) => match token_file(&path) {
            Ok(token) => Some(token),
            Err(error) => return invalid(crate::params::paramfile::os_error(&error, &path)),
        },
        None => settings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
    };
    if token
        .as_ref()
        .is_some_and(|token| token.contains(['\r', '\n']))
    {
        return invalid("Auth token value is not a legal header value");
    }
    check_host(&url)?;
    metadata::container_credentials(&url, token.as_deref())
}

/// The text of a file, which may be a pipe, as far as a header can be long.
fn token_file(path: &str) -> std::io::Result<String> {
    let mut token = String::new();
    let file = std::fs::File::open(path)?;
    file.take(TOKEN_BYTES + 1).read_to_string(&mut token)?;
    match token.len() as u64 > TOKEN_BYTES {
        true => Err(std::io::ErrorKind::FileTooLarge.into()),
        false => Ok(token),
    }
}

/// Credentials are fetched in clear text from this machine or its hypervisor only.
fn check_host(url: &str) -> Result<(), Failure> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    if scheme.eq_ignore_ascii_case("https") {
        return Ok(());
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let address = authority
        .rsplit_once('@')
        .map_or(authority, |(_, address)| address);
    let host = match address.strip_prefix('[').and_then(|a| a.split_once(']')) {
        Some((host, _)) => host,
        None => address.split(':').next().unwrap_or_default(),
    }
    .to_ascii_lowercase();
    let loopback = host
        .parse::<std::net::IpAddr>()
        .is_ok_and(|ip| ip.is_loopback());
    let allowed = [
        "169.254.170.2",
        "169.254.170.23",
        "fd00:ec2::23",
        "localhost",
    ];
    if loopback || allowed.contains(&host.as_str()) {
        return Ok(());
    }
    invalid(format!(
        "Unsupported host '{host}'.  Can only retrieve metadata from a loopback address or one of these hosts: {}",
        allowed.join(", ")
    ))
}

#[cfg(test)]
#[path = "credentials_tests.rs"]
mod tests;
