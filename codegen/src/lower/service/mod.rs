//! What is decided of a service as a whole.

pub(super) mod features;
pub(super) mod protocol;
pub(super) mod protocols;
pub(super) mod source;
