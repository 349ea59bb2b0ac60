//! A source of credentials, as configured by variables and profiles.

use std::fmt;

use smithgen_client::auth::Credentials;
use smithgen_client::blocking::on_a_thread;

use super::{Container, CredentialsError, ProcessFault, Reader, process};

/// The AWS CLI's names of the sources.
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

/// A correctly configured source.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// Keys from the environment or a file.
    Keys(Credentials),
    /// The output of the program with this command line.
    Process(String),
    /// A role, assumed with the keys of another source, which may be a role too.
    Role(Box<Source>),
    /// A role, assumed with a token from another identity provider.
    WebIdentity,
    /// Single sign-on.
    SingleSignOn,
    /// The credentials service of the container this runs in.
    Container(Container),
    /// The metadata service of the instance this runs on.
    InstanceMetadata,
}

impl Source {
    /// The source that the keys ultimately come from: for a role, the one it is assumed with.
    pub fn base(&self) -> &Source {
        match self {
            Source::Role(source) => source,
            source => source,
        }
    }

    /// Fetches the keys.
    ///
    /// # Errors
    /// The source returns no keys. [`CredentialsError::NeedsProvider`] if this library does not support it.
    pub(super) async fn ask(&self, reader: Reader) -> Result<Credentials, CredentialsError> {
        let source = match self {
            Source::Keys(keys) => return Ok(keys.clone()),
            Source::Process(line) => return process::run(line.clone(), reader).await,
            Source::Role(base) => {
                // If the base has no keys, report that first rather than the missing support for roles.
                Box::pin(base.ask(reader)).await?;
                name::ASSUME_ROLE
            }
            Source::WebIdentity => name::WEB_IDENTITY,
            Source::SingleSignOn => name::SSO,
            Source::Container(container) => {
                // Reading the token blocks if its file is a pipe.
                let container = container.clone();
                let token = on_a_thread(move || container.token()).await;
                token.map_err(ProcessFault::Thread)??;
                name::CONTAINER
            }
            Source::InstanceMetadata => name::INSTANCE,
        };
        Err(CredentialsError::NeedsProvider { source })
    }
}

impl fmt::Debug for Source {
    /// Shows only the kind: a command line may contain a secret.
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
