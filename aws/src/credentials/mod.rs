//! Credentials: where AWS tools look for them, in their order.

mod chain;
mod process;

pub use chain::CredentialChain;
