//! All limits of this crate, each with its reason.
//!
//! The modules that enforce a limit refer to it here. Exceeding a limit is an error that says so, never a crash or
//! silent truncation.

/// The most that a `credential_process` may print to standard output or standard error, in bytes. Credentials take
/// a few thousand, and an endless program must not fill memory.
pub const CREDENTIAL_PROCESS_BYTES: u64 = 1 << 20;

/// The longest token file of a container, in bytes: no server accepts a longer header.
pub const TOKEN_BYTES: u64 = 64 << 10;

/// How long a signature in a URL is good for, in seconds: services accept up to seven days.
#[cfg(feature = "sigv4")]
pub const PRESIGNED: std::ops::RangeInclusive<u64> = 1..=604_800;
