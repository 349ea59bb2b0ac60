//! Roles assumed with the keys of another source.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::source::{Roles, name};
use super::{CredentialChain, CredentialsError, Source, container, environment};
use crate::profile::{Profile, Setting};

/// A role, and what is said when it is assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Role {
    /// Which one.
    pub(super) arn: String,
    /// Tells its uses apart; made up if it is not set.
    pub(super) session_name: Option<String>,
    /// What its owner agreed on with those who assume it.
    pub(super) external_id: Option<String>,
    /// The device that shows a code which has to be entered.
    pub(super) mfa_serial: Option<String>,
    /// How long the keys are to be valid.
    pub(super) duration: Option<i32>,
}

impl Role {
    fn of(profile: &Profile) -> Self {
        let text = |key| profile.get(key).map(str::to_owned);
        // What is no number is ignored, as in the reference.
        let number = |text: &str| text.trim().replace('_', "").parse().ok();
        Role {
            arn: text("role_arn").unwrap_or_default(),
            session_name: text("role_session_name").filter(|name| !name.is_empty()),
            external_id: text("external_id"),
            mfa_serial: text("mfa_serial"),
            duration: profile.get("duration_seconds").and_then(number),
        }
    }
}

/// The account in the name of a resource, `arn:PARTITION:SERVICE:REGION:ACCOUNT:…`.
pub(super) fn account(arn: &str) -> Option<&str> {
    let mut parts = arn.splitn(6, ':');
    let is_arn = parts.next() == Some("arn");
    let account = parts.nth(3)?;
    (is_arn && parts.next().is_some()).then_some(account)
}

/// The roles, if the profile has one. Its keys come from another profile, which may itself use a role, or from the
/// environment, the container or the instance.
///
/// # Errors
/// The keys have no source, two sources, or a cyclic one.
pub(super) fn find(
    chain: &CredentialChain,
    profile: &Profile,
) -> Result<Option<Source>, CredentialsError> {
    if !is_role(profile) {
        return Ok(None);
    }
    let mut visited = Visited::default();
    let mut profile = Cow::Borrowed(profile);
    let mut steps = Vec::new();
    let roles = |base, named, mut steps: Vec<Role>| {
        // They were found from the last one on.
        steps.reverse();
        let base = Box::new(base);
        Ok(Some(Source::Roles(Roles { base, named, steps })))
    };
    // A loop rather than recursion, since a file may have more profiles than fit on the stack.
    loop {
        let name = profile.name.clone();
        visited.add(&name);
        steps.push(Role::of(&profile));
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
            (Some(source), None) => {
                let base = named(chain, &name, source)?;
                let source = source.as_text().unwrap_or_default().to_owned();
                return roles(base, Some((source, name)), steps);
            }
            (None, Some(source)) => source.as_text().ok_or(CredentialsError::NoText {
                source: name::ASSUME_ROLE,
                key: "source_profile",
                is_name: true,
            })?,
        };
        let next = source_profile(chain, &name, source, &visited)?;
        if !is_role(&next) || has_keys(&next) {
            return match chain.of_profile(&next, None)? {
                Some(base) => roles(base, None, steps),
                None => Err(misconfigured(format!(
                    "The source profile \"{}\" must have credentials.",
                    next.name
                ))),
            };
        }
        profile = Cow::Owned(next);
    }
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
        "Ec2InstanceMetadata" => chain.instance().map(Source::InstanceMetadata),
        _ => {
            return Err(CredentialsError::UnknownCredentialSource {
                profile: profile.to_owned(),
                found: source.clone(),
            });
        }
    };
    found.ok_or_else(|| nothing_in(name, profile))
}

/// The source that a profile names gives no keys.
pub(super) fn nothing_in(source: &str, profile: &str) -> CredentialsError {
    misconfigured(format!(
        "Error when retrieving credentials from {source}: No credentials found in credential_source referenced in \
         profile {profile}"
    ))
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
