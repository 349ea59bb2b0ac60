//! A source of credentials, as configured by variables and profiles.

use std::fmt;

use smithgen_client::auth::Credentials;

use super::assume_role::Role;
use super::container::Container;
use super::instance::InstanceMetadata;
use super::login::LoginSession;
use super::sso::SingleSignOn;
use super::web_identity::WebIdentity;

/// The AWS CLI's names of the sources.
pub(super) mod name {
    pub(in super::super) const ENVIRONMENT: &str = "env";
    pub(in super::super) const ASSUME_ROLE: &str = "assume-role";
    pub(in super::super) const WEB_IDENTITY: &str = "assume-role-with-web-identity";
    pub(in super::super) const SSO: &str = "sso";
    pub(in super::super) const SHARED_FILE: &str = "shared-credentials-file";
    pub(in super::super) const LOGIN: &str = "login";
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
    /// Roles, assumed one with the keys of the other.
    Roles(Roles),
    /// A role, assumed with a token from another identity provider.
    WebIdentity(WebIdentity),
    /// Single sign-on.
    SingleSignOn(SingleSignOn),
    /// A session that `aws login` began.
    Login(LoginSession),
    /// The credentials service of the container this runs in.
    Container(Container),
    /// The metadata service of the instance this may run on.
    InstanceMetadata(InstanceMetadata),
}

/// Roles, of which the first is assumed with the keys of a source, and each other one with those of the role before.
#[derive(Clone, PartialEq, Eq)]
pub struct Roles {
    /// Whose keys the first is assumed with: no roles.
    pub(super) base: Box<Source>,
    /// The name of the base and the profile that says it, if a profile says `credential_source`.
    pub(super) named: Option<(String, String)>,
    /// In the order in which they are assumed.
    pub(super) steps: Vec<Role>,
}

impl Source {
    /// The source that the keys ultimately come from: for roles, the one that the first is assumed with.
    pub fn base(&self) -> &Source {
        match self {
            Source::Roles(roles) => &roles.base,
            source => source,
        }
    }

    /// The AWS CLI's name of it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Source::Keys(_) => name::ENVIRONMENT,
            Source::Process(_) => name::PROCESS,
            Source::Roles(_) => name::ASSUME_ROLE,
            Source::WebIdentity(_) => name::WEB_IDENTITY,
            Source::SingleSignOn(_) => name::SSO,
            Source::Login(_) => name::LOGIN,
            Source::Container(_) => name::CONTAINER,
            Source::InstanceMetadata(_) => name::INSTANCE,
        }
    }

    /// The roles that are assumed with the keys of the [base](Self::base).
    pub(super) fn steps(&self) -> &[Role] {
        match self {
            Source::Roles(roles) => &roles.steps,
            _ => &[],
        }
    }
}

impl fmt::Debug for Source {
    /// Shows only the kind: a command line may contain a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Keys(keys) => f.debug_tuple("Keys").field(keys).finish(),
            Source::Process(_) => f.write_str("Process"),
            Source::Roles(roles) => {
                let arns: Vec<_> = roles.steps.iter().map(|role| &role.arn).collect();
                let mut shown = f.debug_struct("Roles");
                shown.field("base", &roles.base).field("arns", &arns);
                shown.finish()
            }
            Source::WebIdentity(_) => f.write_str("WebIdentity"),
            Source::SingleSignOn(_) => f.write_str("SingleSignOn"),
            Source::Login(_) => f.write_str("Login"),
            Source::Container(_) => f.write_str("Container"),
            Source::InstanceMetadata(_) => f.write_str("InstanceMetadata"),
        }
    }
}
