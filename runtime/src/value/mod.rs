//! Rust types of the simple shapes that Rust has no type for.

mod blob;
mod document;
mod number;
mod timestamp;

pub use blob::Blob;
pub use document::{Document, Number};
pub use number::{BigDecimal, BigInteger, ParseNumberError};
pub use timestamp::{DateTime, ParseTimestampError};
