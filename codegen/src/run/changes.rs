//! What a run changes for those who use what is generated.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::limits::GENERATED_LENGTH;
use crate::mark;
use crate::output::{File, Order};
use crate::surface::{self, SurfaceChange};
use smithgen_model::reading::read_regular;

/// Compares surfaces with those of the run before, as files come.
pub(super) struct Changes<'d> {
    directory: &'d Path,
    found: Mutex<BTreeMap<Order, Vec<SurfaceChange>>>,
}

impl<'d> Changes<'d> {
    pub(super) fn new(directory: &'d Path) -> Self {
        Changes {
            directory,
            found: Mutex::default(),
        }
    }

    /// Compares a surface with what is in its place; without one, the service is new, and so is all of it.
    pub(super) fn look(&self, at: Order, file: &File) {
        if !surface::is_one(&file.path) {
            return;
        }
        let Ok(old) = read_regular(&self.directory.join(&file.path), GENERATED_LENGTH) else {
            return;
        };
        if !mark::is_marked(&old) {
            return;
        }
        let old = String::from_utf8_lossy(&old);
        let old = surface::parse(&old);
        let changes = surface::differences(&old, &surface::parse(&file.text));
        if !changes.is_empty() {
            let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            found.insert(at, changes);
        }
    }

    /// All changes, in the order of the services.
    pub(super) fn all(self) -> Vec<SurfaceChange> {
        let found = self.found.into_inner();
        let found = found.unwrap_or_else(PoisonError::into_inner);
        found.into_values().flatten().collect()
    }
}
