//! A text is a selector that ends in time, or is refused.

use std::sync::OnceLock;

use smithgen_model::Model;
use smithgen_model::selector::{Index, Selector};

use super::language::judged;

/// A model with shapes of all kinds.
const MODEL: &str = include_str!("../../../examples/weather/model/weather.smithy");

/// Takes bytes as a selector.
pub fn run(data: &[u8]) {
    static READ: OnceLock<Model> = OnceLock::new();
    let model = READ.get_or_init(|| judged("weather.smithy", MODEL.as_bytes()).0);
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match Selector::parse(text) {
        Ok(selector) => drop(selector.select(&Index::of(model))),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
