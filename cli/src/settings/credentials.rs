//! Where a call's credentials come from. An unsigned call does not need them, but the reference looks them up anyway and
//! fails if they are broken.

use std::time::SystemTime;

use smithgen_aws::CredentialChain;
use smithgen_aws::credentials::{CredentialsError, Member, Printed, Source, token_session};
use smithgen_aws::profile::Profile;

use super::{Settings, codes};
use crate::call::sources;
use crate::errors::Failure;
use crate::interrupt;
use crate::json;
use crate::params::typed::short_class;
use crate::value::Value;

/// The selected profile's credential chain, which parses programs' output as the reference does, asks for codes on the
/// terminal, and shares the reference's cache.
pub(crate) fn chain(settings: &Settings) -> CredentialChain {
    // A missing profile is reported by whoever needs it next.
    let name = &settings.selected.name;
    let profile = settings.files.profile(name).unwrap_or_else(|| {
        let mut empty = Profile::default();
        empty.name.clone_from(name);
        empty
    });
    let cache = settings.environment.expand_user("~/.aws/cli/cache");
    let chain = CredentialChain::new(&settings.environment, &settings.files, &profile)
        .reading(read)
        .cached_in(cache)
        .asking_for_codes(codes::prompt());
    match settings.by_flag {
        true => chain.without_environment(),
        false => chain,
    }
}

/// Looks up the source of credentials, and asks it if it is one that the reference asks before every call: a program or
/// a container. What it gives is kept for signing.
///
/// # Errors
/// 255 for a source that is configured incompletely or fails.
pub(crate) fn check(chain: &CredentialChain) -> Result<(), Failure> {
    let source = match chain.source() {
        Ok(Some(source)) => source,
        Ok(None) => return Ok(()),
        Err(error) => return tolerated(&error),
    };
    if !matches!(source.base(), Source::Process(_) | Source::Container(_)) {
        return Ok(());
    }
    let runtime = interrupt::runtime();
    let runtime = runtime.ok_or_else(|| Failure::general("there is nothing to wait with"))?;
    let asked = chain.base_keys(&source, SystemTime::now().into());
    let asked = runtime.block_on(interrupt::unless_interrupted(asked));
    // A connection that is being made is not waited for.
    runtime.shutdown_background();
    match asked {
        Some(Ok(_)) => Ok(()),
        Some(Err(error)) => tolerated(&error),
        None => Err(Failure::Interrupted),
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
    session.or_else(|error| tolerated(&error))
}

/// Drops errors that the reference reports only when signing.
///
/// # Errors
/// The reference's message for any other error.
fn tolerated(error: &CredentialsError) -> Result<(), Failure> {
    match sources::is_late(error) {
        true => Ok(()),
        false => Err(sources::failure(error)),
    }
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
