//! Where what is remembered is kept: nowhere, or in a file that survives the process, however it ends.

mod file;
mod rows;

use std::fmt;
use std::path::Path;

use crate::state::State;
use file::File;

/// Where what is remembered is kept.
pub(crate) enum Store {
    /// In memory alone.
    Memory,
    /// In a file.
    File(File),
}

/// Why a file of state cannot be used.
#[derive(Debug)]
pub enum StoreError {
    /// It cannot be opened, read or written.
    Failed(String),
    /// Another process uses it.
    InUse,
    /// It holds something else, and is left as it is.
    Foreign,
    /// It is of another version, and is left as it is.
    OtherVersion(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Failed(message) => f.write_str(message),
            StoreError::InUse => f.write_str("another process uses it"),
            StoreError::Foreign => f.write_str("it is not a file of state; it is left as it is"),
            StoreError::OtherVersion(found) => {
                write!(
                    f,
                    "it is a file of state of another version ({found}); it is left as it is"
                )
            }
        }
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    fn failed(error: impl fmt::Display) -> StoreError {
        StoreError::Failed(error.to_string())
    }
}

impl Store {
    /// Opens a file, or makes it, and reads what it holds.
    pub(crate) fn open(path: &Path) -> Result<(Store, State), StoreError> {
        let file = File::open(path)?;
        let state = file.load()?;
        Ok((Store::File(file), state))
    }

    /// Stores the changes of a state: all of them or none. They are on disk when it returns.
    pub(crate) fn commit(&self, state: &State) -> Result<(), StoreError> {
        match self {
            Store::Memory => Ok(()),
            Store::File(file) => file.commit(state),
        }
    }
}
