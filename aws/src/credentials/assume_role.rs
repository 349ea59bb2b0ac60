//! Roles assumed with the keys of another source.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::source::name;
use super::{CredentialChain, CredentialsError, Source, container, environment};
use crate::profile::{Profile, Setting};

/// The role, if the profile has one. Its keys come from another profile, which may itself use a role, or from the
/// environment, the container or the instance.
///
/// # Errors
/// The keys have no source, two sources, or a cyclic one.
/// Keys that come from nowhere, from two places, or from each other.
pub(super) fn find(
    chain: &CredentialChain,
    profile: &Profile,
) -> Result<Option<Source>, CredentialsError> {
    if !is_role(profile) {
        return Ok(None);
    }
    let mut visited = Visited::default();
    let mut profile = Cow::Borrowed(profile);
    // A loop rather than recursion, since a file may have more profiles than fit on the stack.
    loop {
        let name = profile.name.clone();
        visited.add(&name);
        let source = match (
            profile.setting("credential_source"),
            profile.setting("source_profile"),
        ) {
            (Some(_), Some(_)) => {
                return Err(misconfigured(format!(
                    "The profile \"{name}\" contains both source_profile and credential_source."
                )));
            }
            (None, None) => {
                let missing = "source_profile or credential_source";
                return Err(CredentialsError::partial(name::ASSUME_ROLE, missing));
            }
            (Some(source), None) => return named(chain, &name, source).map(of_role),
            (None, Some(source)) => source.as_text().ok_or(CredentialsError::NoText {
                source: name::ASSUME_ROLE,
                key: "source_profile",
                is_name: true,
            })?,
        };
        let next = source_profile(chain, &name, source, &visited)?;
        if !is_role(&next) || has_keys(&next) {
            return match chain.of_profile(&next, None)? {
                Some(source) => Ok(of_role(source)),
                None => Err(misconfigured(format!(
                    "The source profile \"{}\" must have credentials.",
                    next.name
                ))),
            };
        }
        profile = Cow::Owned(next);
    }
}

fn of_role(base: Source) -> Option<Source> {
    Some(Source::Role(Box::new(base)))
}

/// Whether the profile's identity is a role that is assumed with keys.
fn is_role(profile: &Profile) -> bool {
    profile.setting("role_arn").is_some() && profile.setting("web_identity_token_file").is_none()
}

/// Whether the profile has keys, complete or not.
fn has_keys(profile: &Profile) -> bool {
    ["aws_access_key_id", "aws_secret_access_key"]
        .iter()
        .any(|key| profile.setting(key).is_some())
}

/// The profile named as the source of keys. A profile may name itself if it has keys.
fn source_profile(
    chain: &CredentialChain,
    parent: &str,
    name: &str,
    visited: &Visited,
) -> Result<Profile, CredentialsError> {
    let Some(profile) = chain.files.profile(name) else {
        return Err(misconfigured(format!(
            "The source_profile \"{name}\" referenced in the profile \"{parent}\" does not exist."
        )));
    };
    if visited.names.contains(name) && (name != parent || !has_keys(&profile)) {
        return Err(CredentialsError::Loop {
            profile: name.to_owned(),
            visited: visited.in_order.clone(),
        });
    }
    Ok(profile)
}

/// Resolves `credential_source`.
fn named(
    chain: &CredentialChain,
    profile: &str,
    source: &Setting,
) -> Result<Source, CredentialsError> {
    let environment = &chain.environment;
    let name = source.as_text().unwrap_or_default();
    let found = match name {
        "Environment" => environment::keys(environment)?.map(Source::Keys),
        "EcsContainer" => container::find(environment).map(Source::Container),
        "Ec2InstanceMetadata" => Some(Source::InstanceMetadata),
        _ => {
            return Err(CredentialsError::UnknownCredentialSource {
                profile: profile.to_owned(),
                found: source.clone(),
            });
        }
    };
    found.ok_or_else(|| {
        misconfigured(format!(
            "Error when retrieving credentials from {name}: No credentials found in credential_source referenced in \
             profile {profile}"
        ))
    })
}

fn misconfigured(message: String) -> CredentialsError {
    CredentialsError::misconfigured(name::ASSUME_ROLE, message)
}

/// Names of the visited profiles, also in order.
#[derive(Default)]
struct Visited {
    names: BTreeSet<String>,
    in_order: Vec<String>,
}

impl Visited {
    fn add(&mut self, name: &str) {
        self.names.insert(name.to_owned());
        self.in_order.push(name.to_owned());
    }
}
