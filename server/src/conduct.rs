//! How long a server waits for its clients, and how much it takes from them.

use std::time::Duration;

use crate::limits;

/// How long a server waits for its clients, and how much it takes from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conduct {
    /// How long the head of a request may take, and a connection be idle before its next one.
    pub head_timeout: Duration,
    /// How long the body of a request may take, and each piece of a response to be taken.
    pub body_timeout: Duration,
    /// The largest body of a request, in bytes.
    pub body_bytes: usize,
    /// How many connections there are at a time; further ones wait until one ends.
    pub connections: usize,
    /// How long the requests in flight have to end once the server is to stop.
    pub drain: Duration,
}

impl Default for Conduct {
    /// What suits a server for a few clients on the same machine.
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
