//! Credentials, looked up in the same places and order as AWS tools do.
//!
//! [`CredentialChain`] determines which [`Source`] applies, and gets its keys. The look-up makes no requests: it
//! reads variables and profiles, and reports misconfigured sources.

mod answer;
mod assume_role;
#[cfg(any(feature = "login", feature = "sts", feature = "sso"))]
mod call;
mod chain;
mod container;
mod environment;
mod error;
mod file;
mod gate;
mod instance;
#[cfg(any(feature = "login", feature = "sts", feature = "sso"))]
mod json_file;
mod kept;
mod login;
mod metadata;
#[cfg(feature = "sso")]
mod portal;
mod printed;
mod process;
mod refresh;
mod refusal;
#[cfg(feature = "login")]
mod signin;
mod source;
mod sso;
#[cfg(feature = "sts")]
mod sts;
#[cfg(test)]
mod tests;
mod token;
mod web_identity;

pub use chain::{CredentialChain, MfaCode, MfaPrompt};
pub use container::Container;
pub use error::{CredentialsError, LoginFault, MetadataFault, ProcessFault, SsoFault};
pub use instance::InstanceMetadata;
pub use login::LoginSession;
pub use printed::{Member, Printed, Reader};
pub use refusal::Refusal;
pub use source::{Roles, Source};
pub use sso::{SingleSignOn, token_session};
pub use token::TokenChain;
pub use web_identity::WebIdentity;
