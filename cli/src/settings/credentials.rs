//! Checks that the configured credentials can be loaded. An unsigned call does not need them, but the reference
//! looks them up anyway and fails if they are broken.

use std::time::SystemTime;

use smithgen_aws::CredentialChain;
use smithgen_aws::credentials::{
    CredentialsError, Member, Printed, ProcessFault, Source, token_session,
};
use smithgen_aws::profile::{ProcessError, Profile};

use super::{Settings, metadata};
use crate::errors::Failure;
use crate::interrupt;
use crate::json;
use crate::params::paramfile::os_error;
use crate::params::typed::short_class;
use crate::value::{Value, repr_str};

/// The selected profile's credential chain, which parses programs' output as the reference does.
pub(crate) fn chain(settings: &Settings) -> CredentialChain {
    // A missing profile is reported by whoever needs it next.
    let name = &settings.selected.name;
    let profile = settings.files.profile(name).unwrap_or_else(|| {
        let mut empty = Profile::default();
        empty.name.clone_from(name);
        empty
    });
    let chain = CredentialChain::new(&settings.environment, &settings.files, &profile);
    let chain = chain.reading(read);
    match settings.by_flag {
        true => chain.without_environment(),
        false => chain,
    }
}

/// Looks up the source of credentials, and queries it as far as possible.
///
/// # Errors
/// 255 for a source that is configured incompletely or fails.
pub(crate) fn check(chain: &CredentialChain) -> Result<(), Failure> {
    let checked = match chain.source() {
        Ok(Some(source)) => ask(chain, &source)?,
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    checked.or_else(tolerated)
}

fn ask(chain: &CredentialChain, source: &Source) -> Result<Result<(), CredentialsError>, Failure> {
    match source.base() {
        // The program is actually run; its output is kept for signing.
        Source::Process(_) => {
            let runtime = interrupt::runtime()
                .ok_or_else(|| Failure::general("there is nothing to wait with"))?;
            let now = SystemTime::now().into();
            Ok(runtime.block_on(chain.keys(source, now)).map(drop))
        }
        Source::Container(container) => match container.token() {
            Ok(token) => metadata::container_credentials(container.url(), token.as_deref()).map(Ok),
            Err(error) => Ok(Err(error)),
        },
        _ => Ok(Ok(())),
    }
}

/// Checks the session that provides the profile's bearer token. The reference checks it before every call, signed
/// or not.
///
/// # Errors
/// 255 if the session is missing or incomplete.
pub(crate) fn check_token(settings: &Settings) -> Result<(), Failure> {
    let Some(profile) = settings.files.profile(&settings.selected.name) else {
        return Ok(());
    };
    let session = token_session(&settings.files, &profile).map(drop);
    session.or_else(tolerated)
}

/// Drops errors that the reference reports only when signing.
///
/// # Errors
/// The reference's message for any other error.
fn tolerated(error: CredentialsError) -> Result<(), Failure> {
    message(&error).map_or(Ok(()), |message| Err(Failure::general(message)))
}

fn message(error: &CredentialsError) -> Option<String> {
    Some(match error {
        CredentialsError::NeedsProvider { .. } | CredentialsError::Expiration { .. } => {
            return None;
        }
        CredentialsError::NoText { is_name: false, .. } => return None,
        CredentialsError::NoText { is_name: true, .. } => "unhashable type: 'dict'".to_owned(),
        CredentialsError::File { path, error } => os_error(error, path),
        CredentialsError::Process(fault) => match fault {
            ProcessFault::NoText(_) | ProcessFault::Expiration => return None,
            ProcessFault::LineIsNoText => "'dict' object has no attribute 'read'".to_owned(),
            ProcessFault::Unclosed(error) => error.to_string(),
            ProcessFault::NoProgram => "list index out of range".to_owned(),
            ProcessFault::Run {
                program,
                error: ProcessError::Io(error),
            } => os_error(error, program),
            ProcessFault::Failed(said) => {
                format!("Error when retrieving credentials from custom-process: {said}")
            }
            ProcessFault::Unreadable(message) => message.clone(),
            _ => error.message(repr_str),
        },
        _ => error.message(repr_str),
    })
}

/// Parses JSON as Python does.
fn read(printed: &[u8]) -> Result<Printed, String> {
    let text = String::from_utf8_lossy(printed);
    match json::parse(&text).map_err(|error| error.to_string())? {
        Value::Map(members) => Ok(members
            .iter()
            .map(|(name, value)| (name.text().into_owned(), member(value)))
            .collect()),
        other => Err(format!(
            "'{}' object has no attribute 'get'",
            short_class(&other)
        )),
    }
}

fn member(value: &Value) -> Member {
    match value {
        Value::Str(text) => Member::Text(text.clone()),
        // In Python, `true` and 1.0 equal 1.
        value if *value == Value::from(1) => Member::Integer(1),
        value => Member::Other(value.to_string()),
    }
}

#[cfg(test)]
#[path = "credentials_tests.rs"]
mod tests;
