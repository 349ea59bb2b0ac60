//! JSON: bodies of the three protocols that have it, and text of any schema.

use smithgen_runtime::{JsonStyle, json};

use super::properties;
use super::shapes::{AWS_JSON, REST_JSON, RPC_JSON};

/// Reads the bytes.
///
/// # Panics
/// When something that must hold does not.
pub fn run(data: &[u8]) {
    // The three differ in names, dates and big numbers only: each meets a third of the inputs.
    let operation = [&AWS_JSON, &REST_JSON, &RPC_JSON][data.len() % 3];
    properties::body(operation, data);
    let Ok(document) = json::document(data) else {
        return;
    };
    for style in [JsonStyle::Compact, JsonStyle::Python] {
        let Ok(text) = json::write_document(&document, style) else {
            continue;
        };
        let again = json::document(&text).expect("what was written can be read");
        assert_eq!(document, again);
    }
}
