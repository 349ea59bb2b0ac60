//! Whether who sent a request may call an operation, as far as layers found out.

use smithgen_runtime::{Auth, OperationSpec};

use crate::fault::Fault;

/// What layers found out about who sent a request.
pub enum Standing {
    /// They are known, or no layer asks.
    Admitted,
    /// They told nothing: operations that everybody may call go on.
    Anonymous(Fault),
    /// What they told is wrong: operations that never look go on.
    Refused(Fault),
    /// No operation goes on.
    Barred(Fault),
}

impl Standing {
    /// Why the operation does not go on.
    pub(crate) fn refusal(&self, operation: &OperationSpec) -> Option<&Fault> {
        let schemes = operation.auth();
        let looks = schemes.iter().any(|scheme| *scheme != Auth::None);
        match self {
            Standing::Admitted => None,
            Standing::Anonymous(fault) if looks && !schemes.contains(&Auth::None) => Some(fault),
            Standing::Refused(fault) if looks => Some(fault),
            Standing::Barred(fault) => Some(fault),
            Standing::Anonymous(_) | Standing::Refused(_) => None,
        }
    }
}
