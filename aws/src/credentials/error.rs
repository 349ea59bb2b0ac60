//! Why there are no credentials, in the AWS CLI's words where it has any.

use std::{error, fmt, io};

use smithgen_client::auth::AuthError;

use super::source::name;
use crate::profile::{ProcessError, Setting, Unclosed};

/// A source of credentials that is misconfigured or returns none.
#[derive(Debug)]
#[non_exhaustive]
pub enum CredentialsError {
    /// A required setting is missing.
    Partial {
        /// The source.
        source: &'static str,
        /// The missing setting.
        missing: &'static str,
    },
    /// A key, or the name of a profile or session, has nested settings instead of text.
    NoText {
        /// The source.
        source: &'static str,
        /// The setting.
        key: &'static str,
        /// Whether the setting is a name used for a look-up.
        is_name: bool,
    },
    /// The expiry time of the keys in the environment is invalid.
    Expiration {
        /// The variable.
        key: &'static str,
    },
    /// Invalid settings, in the AWS CLI's words.
    Misconfigured {
        /// The source.
        source: &'static str,
        /// What is wrong.
        message: String,
    },
    /// The `credential_source` is unknown.
    UnknownCredentialSource {
        /// The profile.
        profile: String,
        /// Its value.
        found: Setting,
    },
    /// Profiles that take their keys from each other.
    Loop {
        /// The profile that is visited again.
        profile: String,
        /// The profiles before it, in order.
        visited: Vec<String>,
    },
    /// Session and profile disagree about a setting.
    Inconsistent {
        /// The setting.
        key: &'static str,
        /// The profile's value.
        profile: Setting,
        /// The session's value.
        session: Setting,
    },
    /// A token file cannot be read.
    File {
        /// The file.
        path: String,
        /// The cause.
        error: io::Error,
    },
    /// A `credential_process` returned no credentials.
    Process(ProcessFault),
    /// The source is configured, but this library does not support it.
    NeedsProvider {
        /// The source.
        source: &'static str,
    },
}

/// Why a `credential_process` returned no credentials. No message contains a printed secret.
#[derive(Debug)]
#[non_exhaustive]
pub enum ProcessFault {
    /// The setting has nested settings instead of text.
    LineIsNoText,
    /// A quote or an escape in the command line is not terminated.
    Unclosed(Unclosed),
    /// The command line is empty.
    NoProgram,
    /// No thread could be started to run it.
    Thread(io::Error),
    /// It could not be run, or printed too much.
    Run {
        /// The program.
        program: String,
        /// The cause.
        error: ProcessError,
    },
    /// It failed with this message on standard error.
    Failed(String),
    /// Its output is not a JSON object; in the words of the [`Reader`](super::Reader).
    Unreadable(String),
    /// The `Version` of its output is not 1, or missing.
    Version(Option<String>),
    /// A key is missing.
    Missing(&'static str),
    /// A key is not text.
    NoText(&'static str),
    /// The expiry is not a valid time.
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

    /// The source, by the AWS CLI's name for it.
    pub fn source_name(&self) -> &'static str {
        match self {
            CredentialsError::Partial { source, .. }
            | CredentialsError::Misconfigured { source, .. }
            | CredentialsError::NoText { source, .. }
            | CredentialsError::NeedsProvider { source } => source,
            CredentialsError::UnknownCredentialSource { .. } | CredentialsError::Loop { .. } => {
                name::ASSUME_ROLE
            }
            CredentialsError::Expiration { .. } => name::ENVIRONMENT,
            CredentialsError::Inconsistent { .. } => name::SSO,
            CredentialsError::File { .. } => name::CONTAINER,
            CredentialsError::Process(_) => name::PROCESS,
        }
    }

    /// The message. `quoted` formats names and nested text in quotes.
    pub fn message(&self, quoted: fn(&str) -> String) -> String {
        match self {
            CredentialsError::Partial { source, missing } => {
                format!("Partial credentials found in {source}, missing: {missing}")
            }
            CredentialsError::Misconfigured { message, .. } => message.clone(),
            CredentialsError::NoText { key, .. } => {
                format!("`{key}` has indented settings in place of a text")
            }
            CredentialsError::Expiration { key } => format!("{key} is not a time"),
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

// The message includes the full text of the cause, so `source` returns nothing.
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
