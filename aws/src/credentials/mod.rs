//! Credentials, looked up in the same places and order as AWS tools do.
//!
//! [`CredentialChain`] determines which [`Source`] applies, and gets its keys. The look-up makes no requests: it
//! reads variables and profiles, and reports misconfigured sources.

mod assume_role;
mod chain;
mod container;
mod environment;
mod error;
mod file;
mod printed;
mod process;
mod source;
mod sso;
#[cfg(test)]
mod tests;
mod web_identity;

pub use chain::CredentialChain;
pub use container::Container;
pub use error::{CredentialsError, ProcessFault};
pub use printed::{Member, Printed, Reader};
pub use source::Source;
pub use sso::token_session;
