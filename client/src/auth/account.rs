//! The account of the keys that a request will be signed with, for its endpoint.

use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::value::DateTime;

use super::candidates::{Candidate, candidates};
use super::{AuthError, Purpose, Settings};
use crate::endpoint::Endpoint;

/// Whether the operation's requests are signed with credentials before any other scheme is tried, as far as that is known
/// without an endpoint.
pub(crate) fn begins_with_signature(
    operation: &'static OperationSpec,
    settings: &Settings,
) -> bool {
    if settings.signer.is_none() || settings.credentials.is_none() {
        return false;
    }
    let unknown = Endpoint {
        url: String::new(),
        headers: Vec::new(),
        properties: Vec::new(),
    };
    let candidates = candidates(operation, &unknown, settings);
    let first = candidates.first();
    first.is_some_and(|it| matches!(it, Candidate::SigV4(_) | Candidate::SigV4a(_)))
}

/// Asks for the account.
///
/// # Errors
/// The provider of the keys fails.
pub(crate) async fn account(
    settings: &Settings,
    operation: &'static OperationSpec,
    now: DateTime,
) -> Result<Option<String>, AuthError> {
    let Some(provider) = &settings.credentials else {
        return Ok(None);
    };
    let keys = provider.provide(Purpose::new(operation, now)).await?;
    // The provider may know it from elsewhere.
    Ok(keys.and_then(|keys| keys.account_id.or_else(|| provider.account())))
}
