//! Rust types of the simple shapes that Rust has no type for.

mod blob;
mod byte_stream;
#[cfg(feature = "tokio")]
mod byte_stream_tokio;
mod calendar;
mod decimal;
mod document;
mod number;
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

/// How much a reader forgives. Clients take what services have been seen to send; servers take only
/// what the specification allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// A client's.
    #[default]
    Lenient,
    /// A server's.
    Strict,
    /// That of a view which takes values of any type: see [`Structure::is_loose`](crate::Structure::is_loose).
    Loose,
}
