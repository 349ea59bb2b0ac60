//! Takes every decision about the Rust that a model becomes, once: names, types, places, bindings.

pub(crate) mod docs;
mod endpoint;

use crate::error::Errors;
use crate::ir;
use crate::resolve::Resolved;

/// What a caller may choose about the Rust, beyond the selection of operations.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Name of the service's module; without it the SDK id or the shape's name in snake case.
    pub module: Option<String>,
    /// Whether the tables of the command line are wanted.
    pub cli: bool,
}

/// Decides everything about the chosen part of a model.
///
/// # Errors
/// What the model asks for and the generator cannot give, each with its shape.
pub fn lower(resolved: &Resolved, options: &Options) -> Result<ir::Service, Errors> {
    let _ = (resolved, options);
    Err(Errors::new())
}
