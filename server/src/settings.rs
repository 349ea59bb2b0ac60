//! How much a service takes from its clients, and for how long.

use std::time::Duration;

use crate::limits;

/// How much a service takes from its clients, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Maximum size of a request body that is held in memory, in bytes. Bodies that stream to the method do not count:
    /// it decides how much it reads.
    pub body_bytes: usize,
    /// Time for the whole body of a request to arrive; for a body that streams, for each piece of it.
    pub body_time: Duration,
    /// Time for the method to return. One whose input streams has no such limit, for each piece has its own; and a
    /// response that streams goes on after the method has returned.
    pub handler_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            body_bytes: limits::BODY_BYTES,
            body_time: limits::BODY_TIME,
            handler_time: limits::HANDLER_TIME,
        }
    }
}
