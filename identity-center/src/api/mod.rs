//! The services: their operations as the flows have them.

mod oidc;
mod portal;

use std::sync::Arc;
use std::time::Duration;

use smithgen_server::{Limits, Server};

use crate::center::Center;
use crate::limits::{REQUEST_BYTES, REQUEST_SECONDS};
use crate::services::{sso, sso_oidc};

/// The OIDC service. It tells people to approve devices at this page.
pub(crate) fn oidc(center: Arc<Center>, device_page: String) -> Server {
    let implementation = oidc::Oidc {
        center,
        device_page,
    };
    sso_oidc::server::serve(implementation)
        .on_invalid(|_, rejection| Some(oidc::invalid(rejection)))
        .with_limits(limits())
}

/// The portal.
pub(crate) fn portal(center: Arc<Center>) -> Server {
    sso::server::serve(portal::Portal { center })
        .on_invalid(|_, rejection| Some(portal::invalid(rejection)))
        .with_limits(limits())
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.body_bytes = REQUEST_BYTES;
    limits.body_time = Duration::from_secs(REQUEST_SECONDS);
    limits
}
