//! A call whose request is ready, or waits for the caller's account, which its endpoint depends on.

use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::view::Structure;

use super::Shared;
use super::prepare::{Prepared, Unplaced, prepare};
use super::resolve::{self, Open};
use crate::auth;
use crate::error::ClientError;

/// A call that has begun.
pub(super) enum Begun {
    Ready(Prepared),
    /// The account has to be asked for.
    Waiting(Waiting),
}

pub(super) struct Waiting {
    request: Unplaced,
    open: Open,
}

impl From<Prepared> for Begun {
    fn from(prepared: Prepared) -> Self {
        Begun::Ready(prepared)
    }
}

/// Builds the request as far as it can be without asking anybody.
pub(super) fn begin(
    shared: &Shared,
    operation: &'static OperationSpec,
    input: &dyn Structure,
) -> Result<Begun, ClientError> {
    let config = &shared.config;
    let account = resolve::account(config, operation.service());
    let Some(open) = Open::of(config, operation, input, &account)? else {
        return prepare(config, &shared.kept, operation, input, &account).map(Begun::Ready);
    };
    // Endpoints by rules, without a URL from elsewhere, use TLS.
    let request = Unplaced::new(config, operation, input, true)?;
    Ok(Begun::Waiting(Waiting { request, open }))
}

impl Begun {
    pub(super) fn operation(&self) -> &'static OperationSpec {
        match self {
            Begun::Ready(prepared) => prepared.operation,
            Begun::Waiting(waiting) => waiting.request.operation,
        }
    }

    /// [`Prepared::streams`].
    pub(super) fn streams(&mut self) -> &mut bool {
        match self {
            Begun::Ready(prepared) => &mut prepared.streams,
            Begun::Waiting(waiting) => &mut waiting.request.streams,
        }
    }

    /// The request, after the account is known.
    pub(super) async fn finish(self, shared: &Shared) -> Result<Prepared, ClientError> {
        let Waiting { request, open } = match self {
            Begun::Ready(prepared) => return Ok(prepared),
            Begun::Waiting(waiting) => waiting,
        };
        let operation = request.operation;
        let account = account(shared, operation).await?;
        let found = open.resolve(&shared.config, &shared.kept, operation, account)?;
        request.put(&shared.config, found)
    }
}

/// Asks for the account of the keys that requests are signed with.
pub(super) async fn account(
    shared: &Shared,
    operation: &'static OperationSpec,
) -> Result<Option<String>, ClientError> {
    let settings = &shared.config.auth;
    let clock = shared.learned.skew.corrected(&settings.clock);
    Ok(auth::account(settings, operation, clock()).await?)
}
