//! What answers calls with `--endpoint-url local:`: the OIDC service of an Identity Center within the process.
//!
//! It approves every device by itself, for there is no page to do so at, and forgets everything with the process.

use std::sync::Arc;

use identity_center::{Accounts, Center, World, in_process};
use smithgen_client::Transport;
use smithgen_client::transport::LocalTransport;

/// What answers calls in process.
pub(crate) fn transport() -> Arc<dyn Transport> {
    let center = Center::in_memory(Accounts::example(), World::system()).approving();
    Arc::new(LocalTransport::served(in_process(center)))
}
