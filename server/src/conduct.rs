//! How a server on a socket treats its connections.

use std::time::Duration;

use crate::limits;

/// How a server on a socket treats its connections. What a service takes in a request is in
/// [`Limits`](crate::Limits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conduct {
    /// Time for the head of a request to arrive, and for an idle connection to send its next request.
    pub head_time: Duration,
    /// Maximum size of the head of a request, in bytes.
    pub head_bytes: usize,
    /// Time for the client to take each piece of a response.
    pub write_time: Duration,
    /// Maximum number of concurrent connections; further ones wait until one ends.
    pub connections: usize,
    /// Time for requests in flight to finish after the server is told to stop.
    pub drain_time: Duration,
    /// Whether a listener on a loopback address serves only requests for such an address, or `localhost`, with its own
    /// port. A web page whose host name was made to resolve to this machine gets no response.
    pub checks_host: bool,
}

impl Default for Conduct {
    fn default() -> Self {
        Conduct {
            head_time: limits::HEAD_TIME,
            head_bytes: limits::HEAD_BYTES,
            write_time: limits::WRITE_TIME,
            connections: limits::CONNECTIONS,
            drain_time: limits::DRAIN_TIME,
            checks_host: true,
        }
    }
}
