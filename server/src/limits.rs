//! All limits of the server, each with its reason.
//!
//! The modules that enforce a limit refer to it here. Exceeding a limit is an error that says so, never a crash or
//! silent truncation.

use std::time::Duration;

/// The largest request body that is held in memory, in bytes: as much as API gateways let through, and some more.
pub const BODY_BYTES: usize = 16 << 20;

/// Memory reserved for a request body beyond its first piece, in bytes: what a client announces need not come.
pub const BODY_RESERVED: usize = 256 << 10;

/// How long to wait for the whole body of a request, or for each piece of one that streams.
pub const BODY_TIME: Duration = Duration::from_secs(30);

/// How long a method may take: clients give up after about a minute.
pub const HANDLER_TIME: Duration = Duration::from_secs(60);

/// The longest request head, in bytes: clients of services send a few kilobytes, and browsers somewhat more.
pub const HEAD_BYTES: usize = 64 << 10;

/// How long to wait for the head of a connection's first or next request: longer than proxies keep connections idle.
pub const HEAD_TIME: Duration = Duration::from_secs(75);

/// How long to wait for a client to take a piece of a response.
pub const WRITE_TIME: Duration = Duration::from_secs(30);

/// The number of concurrent connections. Processes may commonly have 1,024 descriptors; some are left for the
/// application.
pub const CONNECTIONS: usize = 900;

/// How long requests in flight may take to finish once the server is told to stop. Container platforms kill a process
/// that takes ten seconds.
pub const DRAIN_TIME: Duration = Duration::from_secs(8);

/// Requests in flight on one HTTP/2 connection, each of which may hold a body in memory.
#[cfg(feature = "http2")]
pub const HTTP2_STREAMS: u32 = 64;

/// The pause after a failed accept: without free descriptors, the server would otherwise retry in a busy loop.
pub const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
