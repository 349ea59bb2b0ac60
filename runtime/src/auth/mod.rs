//! Who calls: identities, where they come from, and how a request shows them.
//!
//! An operation lists the schemes it may be called with. The client takes the first for which it has
//! an identity ([`Credentials`], [`BearerToken`], [`Login`], [`ApiKeyValue`]), asks a [`Provider`] for
//! it, and signs. Nothing here prints a secret.

mod authorize;
mod candidates;
mod error;
mod http;
mod identity;
#[cfg(feature = "sigv4")]
mod process;
#[cfg(feature = "sigv4")]
mod profile;
mod provider;
mod settings;
#[cfg(feature = "sigv4")]
mod sigv4;
pub mod variables;

pub use error::AuthError;
pub use identity::{ApiKeyValue, BearerToken, Credentials, Identity, Login};
#[cfg(feature = "sigv4")]
pub use profile::CredentialChain;
pub use provider::{Provided, Provider, Purpose};
pub use settings::Settings;
#[cfg(feature = "sigv4")]
pub use sigv4::ChunkSigner;
#[cfg(all(feature = "sigv4", feature = "event-streams"))]
pub use sigv4::EventSigner;

#[cfg(feature = "sigv4")]
pub(crate) use sigv4::{hex, is_hash_needed};

pub(crate) use authorize::{Context, authorize};
pub(crate) use settings::Clock;
