//! Generates Rust clients and command lines from Smithy models.

pub mod error;
pub mod model;
pub mod resolve;
