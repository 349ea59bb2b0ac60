//! Who calls: identities, where they come from, and how a request shows them.
//!
//! An operation lists the schemes it may be called with. The client takes the first for which it has
//! an identity ([`Credentials`], [`BearerToken`], [`Login`], [`ApiKeyValue`]), asks a [`Provider`] for
//! it, and puts it into the request. Signatures are made by a [`Signer`], which comes from elsewhere.
//! Nothing here prints a secret.

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
pub use error::AuthError;
pub use identity::{ApiKeyValue, BearerToken, Credentials, Identity, Login};
pub use provider::{Provided, Provider, Purpose};
pub use settings::{Clock, Settings};
pub use signer::{Hashed, Signed, Signer, Signing, SigningFuture};

pub(crate) use authorize::{Context, authorize};
