//! How much is too much: every limit of the server, each with its reason.
//!
//! A limit stands here, and the module that keeps it refers to it. What goes beyond one is an error that
//! says so, never a crash and never a silent cut.

use std::time::Duration;

/// The largest body of a request that a server reads, in bytes: it is held in memory as a whole.
pub const REQUEST_BYTES: usize = 16 << 20;

/// The longest head of a request that a server reads, in bytes: clients of services send some kilobytes, and
/// browsers some more.
pub const SERVER_HEAD_BYTES: usize = 64 * 1024;

/// How long a server waits for the head of a request, the first of a connection or the next: a client on the
/// same machine needs no second.
pub const SERVER_HEAD_TIME: Duration = Duration::from_secs(15);

/// How long a server waits for the body of a request, and for a piece of its response to be taken.
pub const SERVER_BODY_TIME: Duration = Duration::from_secs(30);

/// How many connections a server has at a time: each may hold a body in memory.
pub const SERVER_CONNECTIONS: usize = 64;

/// How long requests in flight may take to end once the server is told to stop. Process managers wait about as
/// long before they kill it.
pub const SERVER_DRAIN_TIME: Duration = Duration::from_secs(5);

/// How long a server waits before it accepts again when it could not: without descriptors it would only ask
/// and ask.
pub const SERVER_PAUSE: Duration = Duration::from_millis(50);
