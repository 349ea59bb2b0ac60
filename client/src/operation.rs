//! Operations as types.

use smithgen_runtime::operation::TypedOperation;

use crate::error::OperationError;

/// An operation with a client's error type.
pub trait Operation: TypedOperation {
    /// The operation's error enum.
    type Error: OperationError;
}
