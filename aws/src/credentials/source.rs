//! What gives credentials, as variables and profiles set it up.

use std::fmt;

use smithgen_client::auth::Credentials;

use super::{Container, CredentialsError, Reader, process};

/// What the AWS CLI calls the sources.
pub(super) mod name {
    pub(in super::super) const ENVIRONMENT: &str = "env";
    pub(in super::super) const ASSUME_ROLE: &str = "assume-role";
    pub(in super::super) const WEB_IDENTITY: &str = "assume-role-with-web-identity";
    pub(in super::super) const SSO: &str = "sso";
    pub(in super::super) const SHARED_FILE: &str = "shared-credentials-file";
    pub(in super::super) const PROCESS: &str = "custom-process";
    pub(in super::super) const CONFIG_FILE: &str = "config-file";
    pub(in super::super) const CONTAINER: &str = "container-role";
    pub(in super::super) const INSTANCE: &str = "iam-role";
}

/// A source that is set up as it must be.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// Keys at hand: of the environment or of a file.
    Keys(Credentials),
    /// What the program of this command line prints.
    Process(String),
    /// A role, taken with the keys of another source; if need be by way of other roles.
    Role(Box<Source>),
    /// A role, taken with a token of another identity provider.
    WebIdentity,
    /// Single sign-on.
    SingleSignOn,
    /// The service of the container that this runs in.
    Container(Container),
    /// The service of the instance that this runs on.
    InstanceMetadata,
}

impl Source {
    /// The source that all others stand on: for a role, that of the keys it is taken with.
    pub fn base(&self) -> &Source {
        match self {
            Source::Role(source) => source,
            source => source,
        }
    }

    /// The keys, from whoever has them.
    ///
    /// # Errors
    /// Whoever has them does not give them. [`CredentialsError::NeedsProvider`] where this library does not know
    /// how to ask.
    pub(super) async fn ask(&self, reader: Reader) -> Result<Credentials, CredentialsError> {
        let source = match self {
            Source::Keys(keys) => return Ok(keys.clone()),
            Source::Process(line) => return process::run(line.clone(), reader).await,
            Source::Role(base) => {
                // Without keys to take it with, it matters little who could take the role.
                Box::pin(base.ask(reader)).await?;
                name::ASSUME_ROLE
            }
            Source::WebIdentity => name::WEB_IDENTITY,
            Source::SingleSignOn => name::SSO,
            Source::Container(container) => {
                container.token()?;
                name::CONTAINER
            }
            Source::InstanceMetadata => name::INSTANCE,
        };
        Err(CredentialsError::NeedsProvider { source })
    }
}

impl fmt::Debug for Source {
    /// Shows which it is: a command line may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Keys(keys) => f.debug_tuple("Keys").field(keys).finish(),
            Source::Process(_) => f.write_str("Process"),
            Source::Role(base) => f.debug_tuple("Role").field(base).finish(),
            Source::WebIdentity => f.write_str("WebIdentity"),
            Source::SingleSignOn => f.write_str("SingleSignOn"),
            Source::Container(_) => f.write_str("Container"),
            Source::InstanceMetadata => f.write_str("InstanceMetadata"),
        }
    }
}
