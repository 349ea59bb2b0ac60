//! How much is too much: every limit of this crate, each with its reason.
//!
//! A limit stands here, and the module that keeps it refers to it. What goes beyond one is an error that
//! says so, never a crash and never a silent cut.

/// The most that a `credential_process` may print, in bytes, on standard output and on standard error:
/// credentials take some thousand, and a program that never stops must not fill the memory.
pub const CREDENTIAL_PROCESS_BYTES: u64 = 1 << 20;

/// The longest token of a container that is read from a file, in bytes: no server takes a longer header.
pub const TOKEN_BYTES: u64 = 64 << 10;
