//! All limits of this crate, each with its reason.
//!
//! The modules that enforce a limit refer to it here. Exceeding a limit is an error that says so, never a crash or
//! silent truncation.

/// The most that a `credential_process` may print to standard output or standard error, in bytes. Credentials take
/// a few thousand, and an endless program must not fill memory.
pub const CREDENTIAL_PROCESS_BYTES: u64 = 1 << 20;

/// The longest token file of a container or a web identity, in bytes: no server accepts a longer header, and STS takes
/// 20,000 characters.
pub const TOKEN_BYTES: u64 = 64 << 10;

/// How far the time of a signature may be from a server's, in seconds: services of AWS accept five minutes.
#[cfg(feature = "sigv4")]
pub const CLOCK_SKEW_SECONDS: u64 = 300;

/// How long a signature in a URL is good for, in seconds: services accept up to seven days.
#[cfg(feature = "sigv4")]
pub const PRESIGNED: std::ops::RangeInclusive<u64> = 1..=604_800;

/// The largest chunk of a body that is signed in chunks, in bytes: it is held until its signature is verified. Clients
/// send up to a megabyte at a time.
#[cfg(feature = "sigv4")]
pub const SIGNED_CHUNK_BYTES: usize = 16 << 20;

/// The longest trailer of a body that is signed in chunks, in bytes: a checksum and its signature take 200.
#[cfg(feature = "sigv4")]
pub const TRAILERS_BYTES: usize = 16 << 10;

/// The longest answer of a metadata service in bytes: credentials take some thousand, and such a service is found by
/// an address that anything may answer at.
pub const METADATA_BYTES: u64 = 64 << 10;

/// Seconds that a container's service has to accept a connection, and then to answer, as in botocore: it is on this
/// machine.
pub const CONTAINER_TIMEOUT_SECONDS: u64 = 2;

/// How often a container's service is asked, as in botocore.
pub const CONTAINER_ATTEMPTS: u32 = 3;

/// Seconds between these attempts, as in botocore.
pub const CONTAINER_PAUSE_SECONDS: u64 = 1;

/// Seconds that an instance's service has unless the settings say otherwise, as in botocore: elsewhere than on an
/// instance nothing answers, and everybody without credentials waits that long.
pub const INSTANCE_TIMEOUT_SECONDS: u64 = 1;

/// Seconds for which a client does not ask again whether it runs on an instance, after nothing answered: a call that
/// may go unsigned would otherwise wait each time.
pub const NO_INSTANCE_SECONDS: i64 = 60;

/// Seconds before their expiry at which a client gets new credentials, as in botocore. Whoever needs some meanwhile
/// uses the old ones, and a failure is no error.
pub const REFRESH_SECONDS: i64 = 15 * 60;

/// Seconds before their expiry at which credentials are no longer used, as in botocore: a call may take that long. All
/// wait for new ones.
pub const LATEST_REFRESH_SECONDS: i64 = 10 * 60;

/// Seconds for which a client does not ask for new credentials again, while those that it has are good: some are never
/// good for as long as the limits above, and a source that fails may be slow to say so.
pub const REFRESH_PAUSE_SECONDS: i64 = 60;

/// The longest file of a cached token or role, in bytes: they take a few thousand.
pub const CACHED_BYTES: u64 = 1 << 20;
