//! What an application may change or watch of answers that are not its own.

use smithgen_runtime::constraints::Violation;
use smithgen_runtime::{DecodeError, OperationSpec, Structure};

use crate::fault::Fault;

/// A request that does not match the model.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Invalid<'a> {
    /// It cannot be read.
    Malformed(&'a DecodeError),
    /// It violates constraints of the model.
    Violations(&'a [Violation]),
}

/// Maps an invalid request to an error of the model.
pub(crate) type OnInvalid =
    dyn Fn(&'static OperationSpec, Invalid<'_>) -> Option<Box<dyn Structure + Send>> + Send + Sync;

/// Watches faults.
pub(crate) type OnFault = dyn Fn(Option<&'static OperationSpec>, &Fault) + Send + Sync;
