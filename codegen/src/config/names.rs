//! Names on the command line that the settings give.

use std::collections::BTreeMap;

/// The names that the settings give a service, its operations and their members on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OwnNames {
    /// The service's.
    pub(crate) service: Option<String>,
    /// Those of operations, and of members as `Operation$member`.
    pub(crate) others: BTreeMap<String, String>,
}
