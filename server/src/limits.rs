//! All limits of the server, each with its reason.
//!
//! The modules that enforce a limit refer to it here. Exceeding a limit is an error that says so, never a crash or
//! silent truncation.

use std::time::Duration;

/// The largest request body, in bytes, which is held in memory.
pub const REQUEST_BYTES: usize = 16 << 20;

/// The longest request head, in bytes: clients of services send a few kilobytes, and browsers somewhat more.
pub const SERVER_HEAD_BYTES: usize = 64 * 1024;

/// How long to wait for the head of a connection's first or next request: a client on the same machine needs less
/// than a second.
pub const SERVER_HEAD_TIME: Duration = Duration::from_secs(15);

/// How long to wait for a request body, and for the client to take a piece of the response.
pub const SERVER_BODY_TIME: Duration = Duration::from_secs(30);

/// The number of concurrent connections, each of which may hold a body in memory.
pub const SERVER_CONNECTIONS: usize = 64;

/// How long requests in flight may take to finish once the server is told to stop. Process managers wait about as
/// long before they kill it.
pub const SERVER_DRAIN_TIME: Duration = Duration::from_secs(5);

/// The pause after a failed accept: without free descriptors, the server would otherwise retry in a busy loop.
pub const SERVER_PAUSE: Duration = Duration::from_millis(50);
