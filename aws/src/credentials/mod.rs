//! Credentials: where AWS tools look for them, in their order.
//!
//! [`CredentialChain`] looks up which [`Source`] counts, and gets its keys. To look it up asks nobody: it reads
//! variables and profiles, and finds what is set up wrongly.

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
