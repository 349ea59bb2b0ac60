//! Brings a directory up to date with what was generated: writes what differs, deletes what is ours and gone.

mod apply;
mod look;
mod paths;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use self::apply::Work;
use self::look::{Before, Look};
use self::paths::Paths;
use smithgen_model::{Diagnostic, Errors};

/// A file as it is to stand on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path below the output directory, with `/`.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

/// Whether the directory is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is brought up to date.
    Write,
    /// It is only compared.
    Check,
}

/// How a file on disk differs from what was generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// It is not there.
    Missing,
    /// Its content is another.
    Changed,
    /// It was generated once and is no longer.
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

/// Where a file comes among all of a run: by its part, and by its number in the part.
pub type Order = (usize, usize);

/// Compares a directory with the generated files and, in [`Mode::Write`], brings it up to date: an [`Update`] of files
/// that are all there.
///
/// # Errors
/// Those of an [`Update`].
pub fn sync(
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

/// Brings a directory up to date file by file, so that no more than one has to be in memory.
///
/// Nothing outside the directory is touched, whatever the paths say and whatever links stand in it. What stands in
/// the place of a file must be ours: it carries our mark, or a file with our mark says that it was copied there, or
/// it is empty. Only files below the roots that are ours are ever deleted; an empty root is the directory itself.
///
/// All files are written beside their places first, and only moved there by [`Update::finish`], so that another process
/// sees the old or the new one and never a part. When anything fails, or the update is dropped, the directory is left
/// as it was. Files that are as they should be are not touched.
pub struct Update<'a> {
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
    /// An update of a directory, which need not be there.
    ///
    /// # Errors
    /// A directory that can be none.
    pub fn new(directory: &'a Path, mode: Mode) -> Result<Self, Errors> {
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

    /// Adds a file. Files may come in any order; changes are told in theirs.
    pub fn put(&self, at: Order, file: &File) {
        // What another thread left behind is still whole: it is only ever added to.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.put(at, file, self.mode);
    }

    /// How many files were added.
    pub fn files(&self) -> usize {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.files
    }

    /// Moves the files to their places, deletes what is stale, and tells what differed.
    ///
    /// # Errors
    /// A path that leads out of the directory or that not every system takes, two files in one place, a place that is
    /// not ours, and what the file system refuses, each with its path.
    pub fn finish(self, roots: &[String]) -> Result<Vec<Change>, Errors> {
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
        let ((), _) = look.errors.into_result(())?;
        if self.mode == Mode::Write {
            work.apply(&stale)?;
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
        // After a problem nothing will be moved to its place.
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

/// Whether files can stand below a directory together: good paths, no two of them in one place.
///
/// # Errors
/// Reports paths that cannot be file names, and pairs that collide.
pub(crate) fn check(files: &[File]) -> Result<(), Errors> {
    let (mut errors, mut paths) = (Errors::new(), Paths::default());
    for file in files {
        paths.add(&file.path, &mut errors);
    }
    errors.into_result(()).map(drop)
}

/// The files below roots of a directory that are ours and not wanted.
///
/// # Errors
/// What the file system refuses.
pub(crate) fn stale(
    directory: &Path,
    roots: &[String],
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Errors> {
    let mut look = Look::new(directory)?;
    let stale = look.stale(roots, is_wanted);
    look.errors.into_result(stale).map(|(stale, _)| stale)
}

fn refused(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(format!("cannot {what} `{}`: {error}", path.display()))
        .help("nothing was written")
}

#[cfg(test)]
mod tests;
