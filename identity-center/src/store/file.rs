//! A file of state: a database of one table for each kind of record, and one that says what the file is.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{
    Database, DatabaseError, ReadOnlyDatabase, ReadTransaction, ReadableDatabase as _,
    ReadableTable as _, TableDefinition, TableError, WriteTransaction,
};

use super::StoreError;
use super::rows::{CLIENTS, CODES, DEVICES, Stored, TOKENS};
use crate::records::Record;
use crate::state::State;
use crate::table::Table;

/// What the file is.
const META: TableDefinition<'_, &str, &str> = TableDefinition::new("meta");
const FORMAT: &str = "format";
const FORMAT_NAME: &str = "identity-center";
/// Changes with what the tables hold.
const FORMAT_NOW: &str = "identity-center 1";

/// The first bytes of any database of this kind.
const MAGIC: &[u8] = b"redb";

/// An open file of state.
pub(crate) struct File {
    database: Database,
}

impl File {
    /// Opens a file of state, or makes one where there is none or an empty one. Any other file is left as it is.
    pub(super) fn open(path: &Path) -> Result<File, StoreError> {
        let database = match fs::metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => create(path)?,
            Err(error) => return Err(StoreError::failed(error)),
            Ok(found) if !found.is_file() => return Err(StoreError::Foreign),
            Ok(found) if found.len() == 0 => create(path)?,
            Ok(_) => open(path)?,
        };
        Ok(File { database })
    }

    /// Reads all that it holds.
    pub(super) fn load(&self) -> Result<State, StoreError> {
        let transaction = self.database.begin_read().map_err(StoreError::failed)?;
        let mut state = State::new();
        load(&transaction, CLIENTS, &mut state.clients)?;
        load(&transaction, DEVICES, &mut state.devices)?;
        load(&transaction, CODES, &mut state.codes)?;
        load(&transaction, TOKENS, &mut state.tokens)?;
        Ok(state)
    }

    /// Writes what changed, all at once.
    pub(super) fn commit(&self, state: &State) -> Result<(), StoreError> {
        let is_changed = state.clients.changes().next().is_some()
            || state.devices.changes().next().is_some()
            || state.codes.changes().next().is_some()
            || state.tokens.changes().next().is_some();
        if !is_changed {
            return Ok(());
        }
        let transaction = self.database.begin_write().map_err(StoreError::failed)?;
        save(&transaction, CLIENTS, &state.clients)?;
        save(&transaction, DEVICES, &state.devices)?;
        save(&transaction, CODES, &state.codes)?;
        save(&transaction, TOKENS, &state.tokens)?;
        transaction.commit().map_err(StoreError::failed)
    }
}

/// Makes a file of state that only its owner may read. It appears when it is whole: a process that is killed leaves none,
/// rather than half of one.
fn create(path: &Path) -> Result<Database, StoreError> {
    let draft = draft(path);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&draft).map_err(StoreError::failed)?;
    let made = (|| {
        only_for_owner(&draft)?;
        let database = Database::builder()
            .create_with_backend(FileBackend::new(file).map_err(in_use)?)
            .map_err(in_use)?;
        let transaction = database.begin_write().map_err(StoreError::failed)?;
        {
            let mut meta = transaction.open_table(META).map_err(StoreError::failed)?;
            meta.insert(FORMAT, FORMAT_NOW)
                .map_err(StoreError::failed)?;
        }
        transaction.commit().map_err(StoreError::failed)?;
        fs::rename(&draft, path).map_err(StoreError::failed)?;
        Ok(database)
    })();
    if made.is_err() {
        let _ = fs::remove_file(&draft);
    }
    made
}

/// The file beside it, until it is whole.
fn draft(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    PathBuf::from(name)
}

/// Opens a file of state that is there.
fn open(path: &Path) -> Result<Database, StoreError> {
    let mut start = [0; MAGIC.len()];
    let mut file = fs::File::open(path).map_err(StoreError::failed)?;
    match file.read_exact(&mut start) {
        Ok(()) if start == *MAGIC => {}
        Ok(()) => return Err(StoreError::Foreign),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Err(StoreError::Foreign),
        Err(error) => return Err(StoreError::failed(error)),
    }
    drop(file);
    // A database of somebody else is not even opened for writing. One that was not closed must be, to be repaired.
    match ReadOnlyDatabase::open(path) {
        Ok(database) => check(&database.begin_read().map_err(StoreError::failed)?)?,
        Err(DatabaseError::RepairAborted) => {}
        Err(error) => return Err(in_use(error)),
    }
    let database = Database::open(path).map_err(in_use)?;
    check(&database.begin_read().map_err(StoreError::failed)?)?;
    only_for_owner(path)?;
    Ok(database)
}

/// Whether the file says what it is.
fn check(transaction: &ReadTransaction) -> Result<(), StoreError> {
    let meta = match transaction.open_table(META) {
        Ok(meta) => meta,
        Err(TableError::Storage(error)) => return Err(StoreError::failed(error)),
        Err(_) => return Err(StoreError::Foreign),
    };
    let format = meta.get(FORMAT).map_err(StoreError::failed)?;
    match format.as_ref().map(|format| format.value()) {
        Some(FORMAT_NOW) => Ok(()),
        Some(other) if other.starts_with(FORMAT_NAME) => {
            Err(StoreError::OtherVersion(other.to_owned()))
        }
        _ => Err(StoreError::Foreign),
    }
}

fn in_use(error: DatabaseError) -> StoreError {
    match error {
        DatabaseError::DatabaseAlreadyOpen => StoreError::InUse,
        error => StoreError::failed(error),
    }
}

#[cfg(unix)]
fn only_for_owner(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(StoreError::failed)
}

#[cfg(not(unix))]
fn only_for_owner(_path: &Path) -> Result<(), StoreError> {
    Ok(())
}

fn load<T: Record + Stored>(
    transaction: &ReadTransaction,
    definition: TableDefinition<'static, &'static str, T::Row>,
    table: &mut Table<T>,
) -> Result<(), StoreError> {
    let stored = match transaction.open_table(definition) {
        Ok(stored) => stored,
        // Nothing has been written yet.
        Err(TableError::TableDoesNotExist(_)) => return Ok(()),
        Err(error) => return Err(StoreError::failed(error)),
    };
    for entry in stored.iter().map_err(StoreError::failed)? {
        let (key, row) = entry.map_err(StoreError::failed)?;
        table.restore(key.value().to_owned(), T::from_row(row.value()));
    }
    Ok(())
}

fn save<T: Record + Stored>(
    transaction: &WriteTransaction,
    definition: TableDefinition<'static, &'static str, T::Row>,
    table: &Table<T>,
) -> Result<(), StoreError> {
    let mut stored = transaction
        .open_table(definition)
        .map_err(StoreError::failed)?;
    for (key, row) in table.changes() {
        match row {
            Some(row) => T::insert(&mut stored, key, row).map_err(StoreError::failed)?,
            None => drop(stored.remove(key).map_err(StoreError::failed)?),
        }
    }
    Ok(())
}
