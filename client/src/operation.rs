//! Operations as types.

use smithgen_runtime::operation::TypedOperation;

use crate::error::OperationError;

/// An operation as a client calls it: with the errors of a call.
pub trait Operation: TypedOperation {
    /// Error.
    type Error: OperationError;
}
