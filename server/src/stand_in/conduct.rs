//! A server's time and size limits for its clients.

use std::time::Duration;

use crate::limits;

/// A server's time and size limits for its clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conduct {
    /// Time for the head of a request to arrive, and for an idle connection to send its next request.
    pub head_timeout: Duration,
    /// Time for the body of a request to arrive, and for the client to take each piece of a response.
    pub body_timeout: Duration,
    /// Maximum size of a request body, in bytes.
    pub body_bytes: usize,
    /// Maximum number of concurrent connections; further ones wait until one ends.
    pub connections: usize,
    /// Time for requests in flight to finish after the server is told to stop.
    pub drain: Duration,
}

impl Default for Conduct {
    /// Suitable for a few clients on the same machine.
    fn default() -> Self {
        Conduct {
            head_timeout: limits::SERVER_HEAD_TIME,
            body_timeout: limits::SERVER_BODY_TIME,
            body_bytes: limits::REQUEST_BYTES,
            connections: limits::SERVER_CONNECTIONS,
            drain: limits::SERVER_DRAIN_TIME,
        }
    }
}
