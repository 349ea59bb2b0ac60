//! How much is too much: every limit of clients, each with its reason.
//!
//! A limit stands here, and the module that keeps it refers to it. What goes beyond one is an error that
//! says so, never a crash and never a silent cut.

use std::time::Duration;

/// How deep a pagination token may nest: tokens are strings or small maps, and deeper ones count as
/// different.
pub const TOKEN_DEPTH: u32 = 64;

/// How deep the expressions and trees of endpoint rules may nest: real rules need 15; a table that
/// refers to itself must not overflow the stack.
pub const ENDPOINT_DEPTH: usize = 200;

/// The largest response that is read into memory where a client says nothing else, in bytes: no service
/// sends as much outside a stream, and one that never ends must not fill the memory.
pub const RESPONSE_BYTES: u64 = 1 << 30;

/// How much of the body of an error that the model does not know is kept, in bytes: enough to see what
/// it is.
pub const ERROR_BODY_KEPT: usize = 4096;

/// How many interim responses (1xx) may come before the final one: services send one or two, and a server
/// that sends them for ever must not be listened to for ever.
pub const INTERIM_RESPONSES: usize = 100;

/// How many header fields a response may have, and how many trailers, and how many fields a proxy's answer
/// to CONNECT: as many as Python's `http.client` takes.
pub const RESPONSE_HEADERS: usize = 100;

/// The longest head of a response, in bytes, and the longest trailers: services send a few thousand, and all
/// of it is held in memory.
pub const RESPONSE_HEAD_BYTES: usize = 256 * 1024;

/// The longest head of a proxy's answer to CONNECT, in bytes: it is thrown away, and real ones are some
/// hundred bytes.
pub const TUNNEL_HEAD_BYTES: usize = 16 * 1024;

/// The longest wait before a request is sent once more: what botocore waits at most.
pub const BACKOFF: Duration = Duration::from_secs(20);

/// The longest file of trusted certificates, in bytes: the bundles of systems are some hundred kilobytes.
pub const CA_BUNDLE_BYTES: u64 = 16 << 20;

/// How many certificates that a server sends beside its own are looked at for a chain of our own: real
/// chains have three at most.
pub const CHAIN_CERTIFICATES: usize = 8;

/// How many signatures are checked for such a chain: certificates of one name and many keys must not cost
/// more than a handshake.
pub const CHAIN_SIGNATURES: u32 = 32;

/// How many of the names in a certificate are listed where it is for another host.
pub const NAMES_SHOWN: usize = 8;

/// How many characters of such a name are shown: host names have 253 at most.
pub const NAME_SHOWN: usize = 253;

/// The largest config, credentials or alias file that is read, in bytes: it is held in memory as a whole,
/// and ten thousand profiles take two million.
pub const CONFIG_FILE_BYTES: u64 = 16 << 20;
