//! What an application may change or watch of answers that are not its own.

use smithgen_runtime::served::Rejection;
use smithgen_runtime::{OperationSpec, Structure};

use crate::fault::Fault;

/// Maps an invalid request to an error of the model.
pub(crate) type OnInvalid =
    dyn Fn(&'static OperationSpec, &Rejection) -> Option<Box<dyn Structure + Send>> + Send + Sync;

/// Watches faults.
pub(crate) type OnFault = dyn Fn(Option<&'static OperationSpec>, &Fault) + Send + Sync;
