//! Rust types for simple shapes that Rust's own types do not cover.

mod blob;
mod byte_stream;
#[cfg(feature = "tokio")]
mod byte_stream_tokio;
mod calendar;
mod decimal;
mod document;
mod number;
#[cfg(feature = "serde")]
pub(crate) mod serial;
mod timestamp;
pub(crate) mod timestamp_format;
mod untyped;

pub use blob::Blob;
pub use byte_stream::{ByteSource, ByteStream};
pub(crate) use decimal::Decimal;
pub use document::{Document, Number};
pub use number::{BigDecimal, BigInteger, ParseNumberError};
pub use timestamp::{DateTime, ParseTimestampError};
pub use untyped::Untyped;

/// How lenient parsing is. Clients accept what services are known to send; servers accept only what the
/// specification allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// For clients.
    #[default]
    Lenient,
    /// For servers.
    Strict,
    /// For views that accept values of any type: see [`Structure::is_loose`](crate::Structure::is_loose).
    Loose,
}
