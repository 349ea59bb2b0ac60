//! XML: bodies of restXml, and answers of the two query protocols.

use super::properties;
use super::shapes::{EC2, QUERY, REST_XML};

/// Reads the bytes.
///
/// # Panics
/// When something that must hold does not.
pub fn run(data: &[u8]) {
    let operation = [&REST_XML, &REST_XML, &QUERY, &EC2][data.len() % 4];
    properties::body(operation, data);
}
