//! CBOR: bodies of rpcv2Cbor.

use super::properties;
use super::shapes::CBOR;

/// Reads the bytes.
///
/// # Panics
/// When something that must hold does not.
pub fn run(data: &[u8]) {
    properties::body(&CBOR, data);
}
