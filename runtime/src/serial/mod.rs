//! Generated types in formats that serde knows, such as JSON, YAML, TOML or CBOR.
//!
//! A structure is a map of the members that are set, by their names in the model, whatever a protocol calls them. A union
//! is a map with one entry. Enums are texts or numbers, known to the model or not; blobs are texts in base64, timestamps
//! texts as in RFC 3339, big numbers texts of their digits, and documents what they hold. Unknown members of structures
//! are skipped, and members that are missing keep their defaults, as in responses.
//!
//! Members that are `@sensitive` are written as they are: what is stored must be read again. `Debug` redacts them.

mod read;
mod write;

pub use ::serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use read::deserialize;
pub use write::serialize;

use crate::unit::Unit;

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
