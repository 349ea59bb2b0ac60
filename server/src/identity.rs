//! Who sent a request.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// Who sent a request, as a layer found out: a principal, and whatever else the application knows of it.
#[derive(Clone)]
pub struct Identity {
    principal: Arc<str>,
    details: Option<Arc<dyn Any + Send + Sync>>,
}

impl Identity {
    /// The identity of this principal: the id of a user, an access key or the like, which may be logged.
    pub fn new(principal: impl Into<Arc<str>>) -> Self {
        Identity {
            principal: principal.into(),
            details: None,
        }
    }

    /// Adds what the application knows of it.
    #[must_use]
    pub fn with_details<T: Any + Send + Sync>(mut self, details: T) -> Self {
        self.details = Some(Arc::new(details));
        self
    }

    /// The principal.
    pub fn principal(&self) -> &str {
        &self.principal
    }

    /// What the application knows of it, if it is of this type.
    pub fn details<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.details.as_ref()?.downcast_ref()
    }
}

impl fmt::Debug for Identity {
    /// Shows the principal alone: details may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("principal", &self.principal)
            .finish_non_exhaustive()
    }
}
