//! Updates a directory with generated files: writes files that differ, and deletes stale ones.

mod apply;
mod look;
mod paths;
mod temporary;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use self::apply::Work;
pub(crate) use self::look::DIRECTORY;
use self::look::{Before, Look};
use self::paths::Paths;
#[cfg(feature = "command")]
pub(crate) use self::temporary::replace;
pub(crate) use self::temporary::write_hidden;
use crate::limits::GENERATED_LENGTH;
use smithgen_model::{Diagnostic, Errors};

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path below the output directory, with `/`.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

/// The directory below the output in which runs keep what the next ones need.
pub(crate) const HIDDEN: &str = ".smithgen";

/// Whether the directory is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Update it.
    Write,
    /// Only compare.
    Check,
}

/// How a file on disk differs from what was generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// It does not exist.
    Missing,
    /// Its content differs.
    Changed,
    /// It is no longer generated.
    Stale,
}

/// A file that differed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path below the output directory, with `/`.
    pub path: String,
    /// How it differed.
    pub difference: Difference,
}

/// A file's position in a run: its part, and its index in the part.
pub(crate) type Order = (usize, usize);

/// Compares a directory with generated files and, in [`Mode::Write`], updates it. Like an [`Update`] for files that
/// are all in memory.
///
/// # Errors
/// Like those of an [`Update`].
#[cfg(test)]
fn sync(
    directory: &Path,
    roots: &[String],
    files: &[File],
    mode: Mode,
) -> Result<Vec<Change>, Errors> {
    let update = Update::new(directory, mode)?;
    for (number, file) in files.iter().enumerate() {
        update.put((0, number), file);
    }
    update.finish(roots)
}

/// Updates a directory file by file, so that only one needs to be in memory.
///
/// Nothing outside the directory is touched, whatever the paths are and whatever links the directory contains. An
/// existing file is replaced only if it is ours: it has our mark, a file with our mark lists it as a copy, or it is
/// empty. Only files of ours below the roots are ever deleted; an empty root is the directory itself.
///
/// Files are first written next to their destinations, and moved there by [`Update::finish`], so that other
/// processes never see a partial file. If anything fails, or the update is dropped, the directory is restored.
/// Files that are up to date are not touched.
pub(crate) struct Update<'a> {
    mode: Mode,
    state: Mutex<State<'a>>,
}

struct State<'a> {
    look: Look<'a>,
    paths: Paths,
    work: Work<'a>,
    changes: BTreeMap<Order, Change>,
    files: usize,
}

impl<'a> Update<'a> {
    /// An update of a directory, which need not exist.
    ///
    /// # Errors
    /// The path cannot be a directory.
    pub(crate) fn new(directory: &'a Path, mode: Mode) -> Result<Self, Errors> {
        let state = State {
            look: Look::new(directory)?,
            paths: Paths::default(),
            work: Work::new(directory),
            changes: BTreeMap::new(),
            files: 0,
        };
        Ok(Update {
            mode,
            state: Mutex::new(state),
        })
    }

    /// Adds a file. Files may be added in any order; changes are reported in the order of their positions.
    pub(crate) fn put(&self, at: Order, file: &File) {
        // A panicking thread leaves a consistent state, since it is only ever added to.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.put(at, file, self.mode);
    }

    /// Number of files added.
    pub(crate) fn files(&self) -> usize {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.files
    }

    /// Moves files to their destinations, deletes stale ones, and returns the differences.
    ///
    /// # Errors
    /// Paths that lead outside the directory or are not valid on every system, collisions, files that are not ours,
    /// and file system errors, each with its path.
    pub(crate) fn finish(self, roots: &[String]) -> Result<Vec<Change>, Errors> {
        let state = self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let State {
            mut look,
            paths,
            mut work,
            changes,
            ..
        } = state;
        paths::check_roots(roots, &mut look.errors);
        let stale = match look.errors.has_errors() {
            true => Vec::new(),
            false => look.stale(roots, |path| paths.holds(path)),
        };
        let ((), _) = std::mem::take(&mut look.errors).into_result(())?;
        if self.mode == Mode::Write {
            work.apply(&stale)?;
            for path in &look.abandoned {
                // Nobody waits for this, and the next run tries again.
                let _ = std::fs::remove_file(path);
            }
        }
        let stale = stale.into_iter().map(|path| Change {
            path,
            difference: Difference::Stale,
        });
        Ok(changes.into_values().chain(stale).collect())
    }
}

impl State<'_> {
    fn put(&mut self, at: Order, file: &File, mode: Mode) {
        self.files += 1;
        if !self.paths.add(&file.path, &mut self.look.errors) {
            return;
        }
        let Some(before) = self.look.before(&file.path, &file.text) else {
            return;
        };
        let difference = match before {
            Before::AnotherText => Difference::Changed,
            Before::Nothing => Difference::Missing,
        };
        // After an error, no file will be moved.
        if mode == Mode::Write && !self.look.errors.has_errors() {
            let drafted = self.work.draft(file, before);
            self.look
                .errors
                .extend(drafted.err().map(|problem| *problem));
        }
        let path = file.path.clone();
        self.changes.insert(at, Change { path, difference });
    }
}

/// Checks that files can exist together in a directory.
///
/// # Errors
/// Invalid paths and collisions.
pub(crate) fn check(files: &[File]) -> Result<(), Errors> {
    let (mut errors, mut paths) = (Errors::new(), Paths::default());
    for file in files {
        paths.add(&file.path, &mut errors);
    }
    errors.into_result(()).map(drop)
}

/// Whether a directory has exactly these files of ours below the roots, each with a content that passes its test.
pub(crate) fn holds<T>(
    directory: &Path,
    roots: &[String],
    files: &BTreeMap<&str, T>,
    is_same: impl Fn(&T, &[u8]) -> bool,
) -> bool {
    let Ok(mut look) = Look::new(directory) else {
        return false;
    };
    let mut paths = Paths::default();
    let are_good = files.keys().all(|path| paths.add(path, &mut look.errors));
    paths::check_roots(roots, &mut look.errors);
    let mut are_same = || {
        files.iter().all(|(path, wanted)| {
            let content = look.content(path, GENERATED_LENGTH);
            content.is_some_and(|bytes| is_same(wanted, &bytes))
        })
    };
    are_good
        && are_same()
        && look.stale(roots, |path| paths.holds(path)).is_empty()
        && look.abandoned.is_empty()
        && !look.errors.has_errors()
}

/// Whether there is a directory of ours at a path below another: no link, and not that of another run.
pub(crate) fn is_directory(directory: &Path, path: &str) -> bool {
    paths::is_good(path)
        && look::obstacle(directory, path).is_ok_and(|it| it.is_none())
        && directory.join(path).is_dir()
}

fn refused(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(format!("cannot {what} `{}`: {error}", path.display()))
        .help("nothing was written")
}

#[cfg(test)]
mod tests;
