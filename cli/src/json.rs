//! JSON as Python reads and writes it, which is what the AWS CLI accepts and prints.
//!
//! Reading accepts NaN and infinities, lone surrogates, integers of any size, and repeated keys (the last wins). It
//! rejects raw control characters in strings, and byte order marks in text. Errors have Python's wording and
//! positions.

mod encoding;
mod read;
mod strings;
mod write;

pub use encoding::decode_utf8;
#[cfg(feature = "fuzzing")]
pub use read::parse_bytes;
pub use read::{Reason, parse, parse_value};
pub use write::{compact, minimal, pretty};
