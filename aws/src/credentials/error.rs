//! Why there are no credentials, in the AWS CLI's words where it has any.

use std::{error, fmt, io};

use std::sync::Arc;

use smithgen_client::auth::AuthError;
use smithgen_client::transport::TransportError;

use super::Refusal;
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
        /// The source.
        source: &'static str,
        /// The file.
        path: String,
        /// The cause.
        error: io::Error,
    },
    /// A `credential_process` returned no credentials.
    Process(ProcessFault),
    /// A metadata service returned no credentials.
    Metadata {
        /// The source.
        source: &'static str,
        /// Why not.
        fault: MetadataFault,
    },
    /// There is no usable token of single sign-on.
    Sso(SsoFault),
    /// A session of `aws login` gives no keys.
    Login(LoginFault),
    /// A role needs the code of a device, and nobody can be asked for it.
    NoPrompt {
        /// The device.
        serial: String,
    },
    /// The code of a device was asked for in vain; in the words of the [`MfaPrompt`](super::MfaPrompt).
    Prompt(String),
    /// A service refused to give credentials.
    Refused {
        /// The source.
        source: &'static str,
        /// What it answered.
        refusal: Box<Refusal>,
    },
    /// A service could not be asked, or its answer could not be read.
    Call {
        /// The source.
        source: &'static str,
        /// The operation.
        operation: &'static str,
        /// The cause.
        error: Box<dyn error::Error + Send + Sync>,
    },
    /// New credentials have expired already.
    Expired {
        /// The source.
        source: &'static str,
    },
    /// There were credentials, and there are no new ones.
    Gone {
        /// The source.
        source: &'static str,
    },
    /// The source is configured, but not supported.
    NeedsProvider {
        /// The source.
        source: &'static str,
        /// The feature of this crate that supports it, if one does.
        feature: Option<&'static str>,
    },
}

/// Why a metadata service returned no credentials. What it said, which may be anything, is neither in messages nor in
/// `Debug`.
#[non_exhaustive]
pub enum MetadataFault {
    /// It did not answer.
    Silent(TransportError),
    /// It answered with this status and text.
    Status(u16, String),
    /// Its answer is not JSON.
    NotJson,
    /// This is missing in its answer, or not what it should be.
    Missing(&'static str),
    /// It must give a token, and does not.
    NoToken,
}

/// Why there is no usable token of single sign-on.
#[derive(Debug)]
#[non_exhaustive]
pub enum SsoFault {
    /// None is cached, or the file is not valid, as said here.
    NoToken(String),
    /// It has expired and cannot be renewed.
    Expired,
    /// It is no longer accepted.
    Unauthorized,
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

/// Why a session of `aws login` gives no keys.
#[derive(Debug)]
#[non_exhaustive]
pub enum LoginFault {
    /// Its file is not there or not valid, as said here.
    NoToken(String),
    /// It has ended.
    Ended,
    /// It must not be continued.
    Forbidden,
    /// The service refuses it for another reason.
    Refused,
}

impl CredentialsError {
    pub(super) fn partial(source: &'static str, missing: &'static str) -> Self {
        CredentialsError::Partial { source, missing }
    }

    pub(super) fn misconfigured(source: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        CredentialsError::Misconfigured { source, message }
    }

    pub(super) fn file(source: &'static str, path: &str, error: io::Error) -> Self {
        let path = path.to_owned();
        CredentialsError::File {
            source,
            path,
            error,
        }
    }

    /// The source, by the AWS CLI's name for it.
    pub fn source_name(&self) -> &'static str {
        match self {
            CredentialsError::Partial { source, .. }
            | CredentialsError::Misconfigured { source, .. }
            | CredentialsError::NoText { source, .. }
            | CredentialsError::File { source, .. }
            | CredentialsError::Metadata { source, .. }
            | CredentialsError::Refused { source, .. }
            | CredentialsError::Call { source, .. }
            | CredentialsError::Expired { source }
            | CredentialsError::Gone { source }
            | CredentialsError::NeedsProvider { source, .. } => source,
            CredentialsError::UnknownCredentialSource { .. }
            | CredentialsError::Loop { .. }
            | CredentialsError::NoPrompt { .. }
            | CredentialsError::Prompt(_) => name::ASSUME_ROLE,
            CredentialsError::Login(_) => name::LOGIN,
            CredentialsError::Expiration { .. } => name::ENVIRONMENT,
            CredentialsError::Inconsistent { .. } | CredentialsError::Sso(_) => name::SSO,
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
            CredentialsError::File { path, error, .. } => format!("{path}: {error}"),
            CredentialsError::Process(fault) => format!(
                "Error when retrieving credentials from {}: {fault}",
                name::PROCESS
            ),
            CredentialsError::Metadata { source, fault } => {
                format!("Error when retrieving credentials from {source}: {fault}")
            }
            CredentialsError::Sso(fault) => fault.to_string(),
            CredentialsError::Login(fault) => fault.to_string(),
            CredentialsError::NoPrompt { serial } => format!(
                "the role needs a code of the device {serial}: give the credential chain a prompt for it"
            ),
            CredentialsError::Prompt(message) => message.clone(),
            CredentialsError::Refused { refusal, .. } => refusal.to_string(),
            CredentialsError::Call {
                operation, error, ..
            } => format!("{operation}: {error}"),
            CredentialsError::Expired { .. } => {
                "Credentials were refreshed, but the refreshed credentials are still expired."
                    .to_owned()
            }
            CredentialsError::Gone { source } => format!(
                "Error when retrieving credentials from {source}: Credential refresh failed, response did not contain: \
                 access_key, secret_key, token, expiry_time"
            ),
            CredentialsError::NeedsProvider {
                source,
                feature: Some(feature),
            } => format!(
                "credentials of the source {source} need the feature `{feature}` of smithgen-aws, or a provider of the \
                 program's own"
            ),
            CredentialsError::NeedsProvider {
                source,
                feature: None,
            } => {
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

impl From<SsoFault> for CredentialsError {
    fn from(fault: SsoFault) -> Self {
        CredentialsError::Sso(fault)
    }
}

impl From<LoginFault> for CredentialsError {
    fn from(fault: LoginFault) -> Self {
        CredentialsError::Login(fault)
    }
}

impl From<CredentialsError> for AuthError {
    fn from(error: CredentialsError) -> Self {
        shared(Arc::new(error))
    }
}

/// The error of a client that needs the credentials.
pub(super) fn shared(error: Arc<CredentialsError>) -> AuthError {
    AuthError::because(error.source_name(), error)
}

impl fmt::Debug for MetadataFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MetadataFault::Silent(error) => f.debug_tuple("Silent").field(error).finish(),
            MetadataFault::Status(status, _) => f.debug_tuple("Status").field(status).finish(),
            MetadataFault::NotJson => f.write_str("NotJson"),
            MetadataFault::Missing(name) => f.debug_tuple("Missing").field(name).finish(),
            MetadataFault::NoToken => f.write_str("NoToken"),
        }
    }
}

impl fmt::Display for MetadataFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MetadataFault::Silent(error) => write!(
                f,
                "Error retrieving metadata: Received error when attempting to retrieve container metadata: {error}"
            ),
            MetadataFault::Status(status, _) => write!(
                f,
                "Error retrieving metadata: Received non 200 response {status} from container metadata"
            ),
            MetadataFault::NotJson => f.write_str(
                "Error retrieving metadata: Unable to parse JSON returned from container metadata services",
            ),
            MetadataFault::Missing(name) => write!(f, "'{name}' is missing in the answer"),
            MetadataFault::NoToken => f.write_str(
                "Error retrieving metadata: Unable to retrieve token for use in IMDSv2 call and IMDSv1 has been \
                 disabled",
            ),
        }
    }
}

impl fmt::Display for LoginFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoginFault::NoToken(message) => {
                write!(f, "Error loading login session token: {message}")
            }
            LoginFault::Ended => f.write_str(
                "Your session has expired or credentials have changed. Please reauthenticate using 'aws login'.",
            ),
            LoginFault::Forbidden => f.write_str(
                "Unable to create or refresh login credentials due to insufficient permissions. You may be missing \
                 permission for the 'signin:CreateOAuth2Token' action.",
            ),
            LoginFault::Refused => f.write_str(
                "An unspecified error happened when resolving AWS credentials or refreshing a login session profile.",
            ),
        }
    }
}

impl fmt::Display for SsoFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SsoFault::NoToken(message) => write!(f, "Error loading SSO Token: {message}"),
            SsoFault::Expired => f.write_str(
                "Error when retrieving token from sso: Token has expired and refresh failed",
            ),
            SsoFault::Unauthorized => f.write_str(
                "The SSO session associated with this profile has expired or is otherwise invalid. To refresh this \
                 SSO session run aws sso login with the corresponding profile.",
            ),
        }
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
