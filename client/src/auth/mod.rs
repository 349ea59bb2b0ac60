//! Authentication: identities, where they come from, and how requests carry them.
//!
//! An operation lists its authentication schemes. The client uses the first for which it has an identity
//! ([`Credentials`], [`BearerToken`], [`Login`], [`ApiKeyValue`]), gets it from a [`Provider`], and adds it to the
//! request. Signatures are made by a [`Signer`] from another crate. Nothing here prints secrets.

mod account;
mod authorize;
mod authorizer;
mod candidates;
mod error;
mod http;
mod identity;
mod provider;
mod settings;
mod signer;
pub mod variables;

pub use authorizer::{Authorized, Authorizer, Streamed};
pub use error::{AuthError, Cause};
pub use identity::{ApiKeyValue, BearerToken, Credentials, Identity, Login};
pub use provider::{Provided, Provider, Purpose};
pub use settings::{Clock, Settings};
pub use signer::{Hashed, Signed, Signer, Signing, SigningFuture};

pub(crate) use account::{account, begins_with_signature};
pub(crate) use authorize::{Context, authorize};
