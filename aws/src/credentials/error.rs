//! Why there are no credentials. The texts are the AWS CLI's where it has any.

use std::{error, fmt, io};

use smithgen_client::auth::AuthError;

use super::source::name;
use crate::profile::{ProcessError, Setting, Unclosed};

/// A source of credentials that is set up wrongly, or does not give any.
#[derive(Debug)]
#[non_exhaustive]
pub enum CredentialsError {
    /// One part is not set.
    Partial {
        /// The source.
        source: &'static str,
        /// The part.
        missing: &'static str,
    },
    /// A key, or the name of a profile or session, has indented settings in its place.
    NoText {
        /// The source.
        source: &'static str,
        /// The setting.
        key: &'static str,
        /// Whether something is looked up by it.
        is_name: bool,
    },
    /// Settings that make no source, in the words of the AWS CLI.
    Misconfigured {
        /// The source.
        source: &'static str,
        /// What is wrong with them.
        message: String,
    },
    /// A `credential_source` that does not exist.
    UnknownCredentialSource {
        /// The profile.
        profile: String,
        /// What it says.
        found: Setting,
    },
    /// Profiles that take their keys from each other.
    Loop {
        /// The profile that is met again.
        profile: String,
        /// Those before it, in order.
        visited: Vec<String>,
    },
    /// A setting of which session and profile say different things.
    Inconsistent {
        /// The setting.
        key: &'static str,
        /// What the profile says.
        profile: Setting,
        /// What the session says.
        session: Setting,
    },
    /// The file of a token cannot be read.
    File {
        /// The file.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// A `credential_process` that gives nothing.
    Process(ProcessFault),
    /// The source is set up, and this library does not know how to ask it.
    NeedsProvider {
        /// The source.
        source: &'static str,
    },
}

/// Why a `credential_process` gives nothing. No text holds a secret that was printed.
#[derive(Debug)]
#[non_exhaustive]
pub enum ProcessFault {
    /// It has indented settings in its place.
    LineIsNoText,
    /// A quote or an escape of the command line is not closed.
    Unclosed(Unclosed),
    /// The command line is empty.
    NoProgram,
    /// There is no thread to run it on.
    Thread(io::Error),
    /// It cannot be run, or prints too much.
    Run {
        /// The program.
        program: String,
        /// Why.
        error: ProcessError,
    },
    /// It failed, and said this.
    Failed(String),
    /// It did not print an object of JSON; in the words of the [`Reader`](super::Reader).
    Unreadable(String),
    /// The `Version` of what it printed, if any, is not 1.
    Version(Option<String>),
    /// A key is missing.
    Missing(&'static str),
    /// A key is not text.
    NoText(&'static str),
    /// The time at which they expire is none.
    Expiration,
}

impl CredentialsError {
    pub(super) fn partial(source: &'static str, missing: &'static str) -> Self {
        CredentialsError::Partial { source, missing }
    }

    pub(super) fn misconfigured(source: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        CredentialsError::Misconfigured { source, message }
    }

    /// The source that is meant, by the name that the AWS CLI has for it.
    pub fn source_name(&self) -> &'static str {
        match self {
            CredentialsError::Partial { source, .. }
            | CredentialsError::Misconfigured { source, .. }
            | CredentialsError::NoText { source, .. }
            | CredentialsError::NeedsProvider { source } => source,
            CredentialsError::UnknownCredentialSource { .. } | CredentialsError::Loop { .. } => {
                name::ASSUME_ROLE
            }
            CredentialsError::Inconsistent { .. } => name::SSO,
            CredentialsError::File { .. } => name::CONTAINER,
            CredentialsError::Process(_) => name::PROCESS,
        }
    }

    /// What is wrong. `quoted` shows a name, and a text within a setting, between quotes.
    pub fn message(&self, quoted: fn(&str) -> String) -> String {
        match self {
            CredentialsError::Partial { source, missing } => {
                format!("Partial credentials found in {source}, missing: {missing}")
            }
            CredentialsError::Misconfigured { message, .. } => message.clone(),
            CredentialsError::NoText { key, .. } => {
                format!("`{key}` has indented settings in place of a text")
            }
            CredentialsError::UnknownCredentialSource { profile, found } => format!(
                "The credential source \"{}\" referenced in profile \"{profile}\" is not valid.",
                found.shown(quoted)
            ),
            CredentialsError::Loop { profile, visited } => {
                let visited: Vec<_> = visited.iter().map(|name| quoted(name)).collect();
                format!(
                    "Infinite loop in credential configuration detected. Attempting to load from profile {profile} \
                     which has already been visited. Visited profiles: [{}]",
                    visited.join(", ")
                )
            }
            CredentialsError::Inconsistent {
                key,
                profile,
                session,
            } => format!(
                "The value for {key} is inconsistent between profile ({}) and sso-session ({}).",
                profile.shown(quoted),
                session.shown(quoted)
            ),
            CredentialsError::File { path, error } => format!("{path}: {error}"),
            CredentialsError::Process(fault) => format!(
                "Error when retrieving credentials from {}: {fault}",
                name::PROCESS
            ),
            CredentialsError::NeedsProvider { source } => {
                format!("credentials of the source {source} need a provider of the program's own")
            }
        }
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(|name| format!("'{name}'")))
    }
}

// The message has the whole text of whatever caused it, so that `source` gives nothing to repeat.
impl error::Error for CredentialsError {}

impl From<ProcessFault> for CredentialsError {
    fn from(fault: ProcessFault) -> Self {
        CredentialsError::Process(fault)
    }
}

impl From<CredentialsError> for AuthError {
    fn from(error: CredentialsError) -> Self {
        AuthError::provider(error.source_name(), error.to_string())
    }
}

impl fmt::Display for ProcessFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProcessFault::LineIsNoText => {
                f.write_str("`credential_process` has indented settings in place of a text")
            }
            ProcessFault::Unclosed(error) => error.fmt(f),
            ProcessFault::NoProgram => f.write_str("no program"),
            ProcessFault::Thread(error) => error.fmt(f),
            ProcessFault::Run { program, error } => match error {
                ProcessError::Io(error) => write!(f, "{program}: {error}"),
                ProcessError::TooMuch => error.fmt(f),
            },
            ProcessFault::Failed(said) => f.write_str(said.trim_end()),
            ProcessFault::Unreadable(why) => f.write_str(why),
            ProcessFault::Version(found) => write!(
                f,
                "Unsupported version '{}' for credential process provider, supported versions: 1",
                found.as_deref().unwrap_or("<Version key not provided>")
            ),
            ProcessFault::Missing(key) => write!(f, "Missing required key in response: '{key}'"),
            ProcessFault::NoText(key) => write!(f, "'{key}' is not a text"),
            ProcessFault::Expiration => f.write_str("'Expiration' is not a time"),
        }
    }
}

impl error::Error for ProcessFault {}
