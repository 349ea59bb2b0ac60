//! All limits of clients, each with its reason.
//!
//! The modules that enforce a limit refer to it here. Exceeding a limit is an error that says so, never a crash or
//! silent truncation.

use std::time::Duration;

/// Nesting of a pagination token: tokens are strings or small maps, and deeper ones are considered different.
pub const TOKEN_DEPTH: u32 = 64;

/// Nesting of expressions and trees in endpoint rules: real rules need 15, and a table that refers to itself must
/// not overflow the stack.
pub const ENDPOINT_DEPTH: usize = 200;

/// The default limit on responses read into memory, in bytes: no service sends as much outside a stream, and an
/// endless response must not fill memory.
pub const RESPONSE_BYTES: u64 = 1 << 30;

/// The bytes kept of the body of a response that cannot be read: enough to recognize it.
pub const ERROR_BODY_KEPT: usize = 4096;

/// Interim responses (1xx) before the final one: services send one or two, and a server must not keep a call
/// waiting with them forever.
pub const INTERIM_RESPONSES: usize = 100;

/// How long a body waits for `100 Continue` by default: as long as in the AWS CLI. Servers that know of it answer at once,
/// and each request waits for those that do not.
pub const CONTINUE: Duration = Duration::from_secs(1);

/// Header fields in a response, in its trailers, and in a proxy's response to CONNECT: as many as Python's
/// `http.client` accepts.
pub const RESPONSE_HEADERS: usize = 100;

/// The longest head or trailers of a response, in bytes: services send a few thousand, and all of it is held in
/// memory.
pub const RESPONSE_HEAD_BYTES: usize = 256 * 1024;

/// The longest head of a proxy's response to CONNECT, in bytes: it is discarded, and real ones have a few hundred
/// bytes.
pub const TUNNEL_HEAD_BYTES: usize = 16 * 1024;

/// Maximum number of idle connections of a transport, over all hosts: a program that calls many regions needs a few
/// dozen, and each takes a file descriptor.
pub const IDLE_CONNECTIONS: usize = 64;

/// Maximum idle time of a kept connection: servers and networks drop most after a minute or two, and a request sent
/// over a dropped connection is lost.
pub const IDLE_AGE: Duration = Duration::from_secs(90);

/// The longest wait before a retry, the same as in botocore.
pub const BACKOFF: Duration = Duration::from_secs(20);

/// The longest file of trusted certificates, in bytes: system bundles have a few hundred kilobytes.
pub const CA_BUNDLE_BYTES: u64 = 16 << 20;

/// Certificates from the server, besides its own, that are considered for our own chains: real chains have at most
/// three.
pub const CHAIN_CERTIFICATES: usize = 8;

/// Signatures verified for such a chain: many certificates with the same name must not make a handshake expensive.
pub const CHAIN_SIGNATURES: u32 = 32;

/// Names listed from a certificate that is for another host.
pub const NAMES_SHOWN: usize = 8;

/// Characters shown of such a name: host names have at most 253.
pub const NAME_SHOWN: usize = 253;

/// The largest config, credentials or alias file, in bytes: it is held in memory, and ten thousand profiles take
/// two million.
pub const CONFIG_FILE_BYTES: u64 = 16 << 20;

/// Services whose endpoints a client remembers, far more than any client calls.
pub const DISCOVERED: usize = 64;

/// How long nobody asks again where a service is, after it did not say and can be called all the same: a minute, as the AWS
/// SDKs do.
pub const DISCOVERY_AGAIN: Duration = Duration::from_secs(60);
