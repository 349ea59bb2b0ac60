//! What answers calls with `--endpoint-url local:`: the OIDC service of an Identity Center within the process.
//!
//! It approves every device by itself, for there is no page to do so at, and forgets everything with the process.

use std::sync::Arc;

use identity_center::{Accounts, Center, World, in_process};
use smithgen_client::Transport;
use smithgen_client::transport::{Body, SendFuture};

/// What answers calls in process.
pub(crate) fn transport() -> Arc<dyn Transport> {
    let center = Center::in_memory(Accounts::example(), World::system()).approving();
    Arc::new(InProcess(in_process(center)))
}

/// A transport to a function.
struct InProcess<F>(F);

impl<F> Transport for InProcess<F>
where
    F: Fn(http::Request<Body>) -> smithgen_server::Answer + Send + Sync,
{
    fn send(&self, request: http::Request<Body>) -> SendFuture<'_> {
        let answer = (self.0)(request);
        Box::pin(async move { Ok(answer.await) })
    }
}
