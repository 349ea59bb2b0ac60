//! Generates Rust clients and command lines from Smithy models.

pub mod emit;
pub mod error;
pub mod format;
pub mod ir;
pub mod lower;
pub mod model;
pub mod output;
pub mod resolve;
