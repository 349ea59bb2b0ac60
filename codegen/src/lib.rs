//! Generates Rust clients and command lines from Smithy models.
