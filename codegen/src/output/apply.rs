//! Applies planned changes to the output directory, completely or not at all.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::look::{Before, DIRECTORY, obstacle, read_start};
use super::{File, refused, temporary};
use crate::mark;
use smithgen_model::{Diagnostic, Errors};

/// What was done, so that it can be undone; dropping it undoes it.
pub(super) struct Work<'a> {
    directory: &'a Path,
    /// Created directories, outer ones first.
    made: Vec<PathBuf>,
    /// Those that are there, created or not.
    present: HashSet<PathBuf>,
    /// The files to move, in order.
    drafts: Vec<Draft>,
    /// How many of them were moved.
    placed: usize,
    /// The temporary paths of stale files, and their own below the directory.
    removed: Vec<(PathBuf, String)>,
}

/// A file written next to its destination.
struct Draft {
    path: String,
    draft: PathBuf,
    /// In bytes.
    length: usize,
    before: Before,
    /// Where the replaced file is kept.
    kept: Option<PathBuf>,
}

impl<'a> Work<'a> {
    pub(super) fn new(directory: &'a Path) -> Self {
        Work {
            directory,
            made: Vec::new(),
            present: HashSet::new(),
            drafts: Vec::new(),
            placed: 0,
            removed: Vec::new(),
        }
    }

    /// Writes a file next to its destination under a temporary name, so that a lack of space or permissions shows
    /// here.
    pub(super) fn draft(&mut self, file: &File, before: Before) -> Result<(), Box<Diagnostic>> {
        let path = self.directory.join(&file.path);
        let parent = path.parent().unwrap_or(self.directory);
        self.make(parent).map_err(|error| {
            let problem = refused("make", parent, &error);
            Box::new(match self.directory.exists() {
                true => problem,
                false => problem
                    .help("nothing was written: name another directory, or make this one")
                    .setting(DIRECTORY, self.directory.display()),
            })
        })?;
        let written = temporary::create(parent).and_then(|(draft, mut open)| {
            self.drafts.push(Draft {
                path: file.path.clone(),
                draft,
                length: file.text.len(),
                before,
                kept: None,
            });
            open.write_all(file.text.as_bytes())
        });
        written.map_err(|error| Box::new(refused("write", &path, &error)))
    }

    /// Moves drafts to their destinations and deletes stale files, completely or not at all.
    pub(super) fn apply(&mut self, stale: &[String]) -> Result<(), Errors> {
        if let Err(mut errors) = self.place(stale) {
            self.undo(&mut errors);
            return Err(errors);
        }
        self.finish()
    }

    /// Creates a directory with its parents, and records which ones.
    fn make(&mut self, path: &Path) -> io::Result<()> {
        if self.present.contains(path) {
            return Ok(());
        }
        let missing = path.ancestors().take_while(|it| {
            let is_empty = it.as_os_str().is_empty();
            !is_empty && fs::symlink_metadata(it).is_err()
        });
        let mut missing: Vec<&Path> = missing.collect();
        missing.reverse();
        for path in missing {
            match fs::create_dir(path) {
                Ok(()) => self.made.push(path.to_owned()),
                // Another run was faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        self.present.insert(path.to_owned());
        Ok(())
    }

    /// Moves drafts to their destinations, and stale files away.
    fn place(&mut self, stale: &[String]) -> Result<(), Errors> {
        // Most files follow one of the same directory.
        let mut checked = None;
        for number in 0..self.drafts.len() {
            let Some(path) = self.drafts.get(number).map(|it| it.path.clone()) else {
                break;
            };
            let parent = parent(&path);
            if checked.as_deref() != Some(parent) {
                self.check(parent)?;
                checked = Some(parent.to_owned());
            }
            let path = self.directory.join(&path);
            let Some(draft) = self.drafts.get_mut(number) else {
                break;
            };
            let moved = draft
                .keep(&path)
                .and_then(|()| fs::rename(&draft.draft, &path));
            moved.map_err(|error| refused("write", &path, &error))?;
            self.placed = number + 1;
        }
        for stale in stale {
            self.check(parent(stale))?;
            let path = self.directory.join(stale);
            match temporary::set_aside(&path) {
                Ok(aside) => self.removed.push((aside, stale.clone())),
                // Another run was faster.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(refused("delete", &path, &error).into()),
            }
        }
        Ok(())
    }

    /// Checks again that there are no links on the way to a directory, which may have been added since the plan was
    /// made.
    fn check(&self, parent: &str) -> Result<(), Errors> {
        match obstacle(self.directory, parent) {
            Ok(None) => Ok(()),
            Ok(Some((part, _))) => {
                let part = self.directory.join(part);
                Err(Diagnostic::error(no_directory(&part))
                    .help("nothing was written")
                    .into())
            }
            Err(error) => Err(refused("write", &self.directory.join(parent), &error).into()),
        }
    }

    /// Deletes stale files, and directories that become empty.
    fn finish(&mut self) -> Result<(), Errors> {
        let mut errors = Errors::new();
        let mut delete = |aside: &Path| {
            if let Err(error) = fs::remove_file(aside) {
                let message = format!("cannot delete `{}`: {error}", aside.display());
                errors.push(Diagnostic::error(message));
            }
        };
        for draft in self.drafts.drain(..) {
            draft.kept.iter().for_each(|kept| delete(kept));
        }
        for (aside, path) in self.removed.drain(..) {
            delete(&aside);
            remove_empty(self.directory, &self.directory.join(path));
        }
        self.made.clear();
        errors.into_result(()).map(drop)
    }

    /// Restores the directory; failures are added to `errors`.
    fn undo(&mut self, errors: &mut Errors) {
        for (aside, path) in std::mem::take(&mut self.removed) {
            self.put_back(&path, Some(&aside), errors);
        }
        for (number, draft) in std::mem::take(&mut self.drafts).into_iter().enumerate() {
            if number < self.placed {
                self.put_back(&draft.path, draft.kept.as_deref(), errors);
            } else {
                // The draft may not exist, and only the first error matters.
                let _ = fs::remove_file(&draft.draft);
                let _ = draft.kept.map(fs::remove_file);
            }
        }
        for made in self.made.drain(..).rev() {
            // A directory that another run uses by now is kept.
            let _ = fs::remove_dir(made);
        }
    }

    /// Puts back what stood in the place of a file, or deletes the file. What a link leads to by now is left alone.
    fn put_back(&self, path: &str, kept: Option<&Path>, errors: &mut Errors) {
        let place = self.directory.join(path);
        let restored = match (obstacle(self.directory, parent(path)), kept) {
            (Ok(None), Some(kept)) => fs::rename(kept, &place),
            (Ok(None), None) => fs::remove_file(&place),
            (Ok(Some((part, _))), _) => {
                let part = self.directory.join(part);
                Err(io::Error::other(no_directory(&part)))
            }
            (Err(error), _) => Err(error),
        };
        if let Err(error) = restored {
            let message = format!("cannot put `{}` back: {error}", place.display());
            errors.push(Diagnostic::error(message));
        }
    }
}

impl Drop for Work<'_> {
    fn drop(&mut self) {
        // There is no one to report errors to.
        self.undo(&mut Errors::new());
    }
}

impl Draft {
    /// Keeps what stands in the place of the file under another name, which moving the file there does not change.
    fn keep(&mut self, path: &Path) -> io::Result<()> {
        if self.before == Before::Nothing && !self.is_taken(path)? {
            return Ok(());
        }
        match temporary::keep(path) {
            Ok(kept) => self.kept = Some(kept),
            // Another run deleted it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Whether another run put a file there since the plan was made. Nobody else's file is replaced.
    fn is_taken(&self, path: &Path) -> io::Result<bool> {
        let found = match fs::symlink_metadata(path) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        // A copy of a file of the user's has no mark.
        let is_ours = || {
            let start = read_start(path, self.length)?;
            Ok::<_, io::Error>(mark::is_marked(&start) || start == fs::read(&self.draft)?)
        };
        if found.is_file() && is_ours()? {
            return Ok(true);
        }
        let message = "it was put there meanwhile, and not by smithgen";
        Err(io::Error::new(io::ErrorKind::AlreadyExists, message))
    }
}

/// The directory of a file, below the output.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn no_directory(path: &Path) -> String {
    format!("`{}` is no longer a directory", path.display())
}

/// Deletes the directories that the deletion of a file left empty.
fn remove_empty(directory: &Path, path: &Path) {
    let mut parent = path.parent();
    while let Some(empty) = parent.filter(|parent| *parent != directory) {
        // One that is not empty stays, and so do those above it.
        if fs::remove_dir(empty).is_err() {
            return;
        }
        parent = empty.parent();
    }
}

#[cfg(test)]
mod tests;
