//! JSON as Python reads and writes it, which is what the AWS CLI accepts and prints.
//!
//! Reading takes NaN and infinities, lone surrogates, integers of any size and repeated keys (the last
//! one wins), and refuses raw control characters and byte order marks in text; its errors have
//! Python's wording and position.

mod encoding;
mod read;
mod strings;
mod write;

pub use encoding::decode_utf8;
#[cfg(feature = "fuzzing")]
pub use read::parse_bytes;
pub use read::{Reason, parse, parse_value};
pub use write::{compact, minimal, pretty};
