//! Changes the output directory as planned, wholly or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::plan::{Plan, Write, obstacle};
use super::refused;
use smithgen_model::{Diagnostic, Errors};

/// Writes all files beside their places, then moves them there and deletes what is stale. When anything fails, the
/// directory is made what it was.
pub(super) fn apply(directory: &Path, plan: &Plan<'_>) -> Result<(), Errors> {
    let mut work = Work {
        directory,
        made: Vec::new(),
        drafts: Vec::new(),
        placed: Vec::new(),
        removed: Vec::new(),
    };
    match work.draft(plan).and_then(|()| work.place(plan)) {
        Ok(()) => work.finish(),
        Err(mut errors) => {
            work.undo(plan, &mut errors);
            Err(errors)
        }
    }
}

/// What was done, so that it can be undone.
struct Work<'a> {
    directory: &'a Path,
    /// Directories that were not there, outer ones first.
    made: Vec<PathBuf>,
    /// A new file for each write of the plan.
    drafts: Vec<PathBuf>,
    /// The writes of the plan that are in their places, by number.
    placed: Vec<usize>,
    /// Where stale files are and where they were.
    removed: Vec<(PathBuf, PathBuf)>,
}

impl Work<'_> {
    /// Writes every file under another name beside its place: what fails for want of room or permission fails here.
    fn draft(&mut self, plan: &Plan<'_>) -> Result<(), Errors> {
        for write in &plan.writes {
            let path = self.directory.join(&write.file.path);
            let parent = path.parent().unwrap_or(self.directory);
            self.make(parent)
                .map_err(|error| refused("make", parent, &error))?;
            let written = create(parent).and_then(|(draft, mut file)| {
                self.drafts.push(draft);
                file.write_all(write.file.text.as_bytes())
            });
            written.map_err(|error| refused("write", &path, &error))?;
        }
        Ok(())
    }

    /// Makes a directory and those above it, and remembers which.
    fn make(&mut self, path: &Path) -> io::Result<()> {
        let missing = path.ancestors().take_while(|it| {
            let is_empty = it.as_os_str().is_empty();
            !is_empty && fs::symlink_metadata(it).is_err()
        });
        let mut missing: Vec<&Path> = missing.collect();
        missing.reverse();
        for path in missing {
            match fs::create_dir(path) {
                Ok(()) => self.made.push(path.to_owned()),
                // Another run made it first.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Moves the drafts to their places and the stale files out of theirs.
    fn place(&mut self, plan: &Plan<'_>) -> Result<(), Errors> {
        for (number, write) in plan.writes.iter().enumerate() {
            let path = self.inside(&write.file.path)?;
            // There is a draft for each write when all were made.
            let draft = self.drafts.get(number).map_or(Path::new(""), |it| it);
            fs::rename(draft, &path).map_err(|error| refused("write", &path, &error))?;
            self.placed.push(number);
        }
        for stale in &plan.stale {
            let path = self.inside(stale)?;
            let aside = unused(path.parent().unwrap_or(self.directory));
            match fs::rename(&path, &aside) {
                Ok(()) => self.removed.push((aside, path)),
                // Another run deleted it first.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(refused("delete", &path, &error).into()),
            }
        }
        Ok(())
    }

    /// A path below the directory, once more without links in it: one may have come since the plan was made.
    fn inside(&self, path: &str) -> Result<PathBuf, Errors> {
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        let whole = self.directory.join(path);
        match obstacle(self.directory, parent) {
            Ok(None) => Ok(whole),
            Ok(Some((part, _))) => {
                let part = self.directory.join(part);
                let message = format!("`{}` is no longer a directory", part.display());
                Err(Diagnostic::error(message)
                    .help("nothing was written")
                    .into())
            }
            Err(error) => Err(refused("write", &whole, &error).into()),
        }
    }

    /// Deletes the stale files, which are out of their places, and the directories that this leaves empty.
    fn finish(self) -> Result<(), Errors> {
        let mut errors = Errors::new();
        for (aside, path) in &self.removed {
            if let Err(error) = fs::remove_file(aside) {
                let message = format!("cannot delete `{}`: {error}", aside.display());
                errors.push(Diagnostic::error(message));
            }
            remove_empty(self.directory, path);
        }
        errors.into_result(()).map(drop)
    }

    fn undo(self, plan: &Plan<'_>, errors: &mut Errors) {
        for (aside, path) in &self.removed {
            report(errors, path, fs::rename(aside, path));
        }
        for draft in self.drafts.iter().skip(self.placed.len()) {
            // What is not there needs no deleting, and the error to tell is the first.
            let _ = fs::remove_file(draft);
        }
        for write in self
            .placed
            .iter()
            .filter_map(|number| plan.writes.get(*number))
        {
            let path = self.directory.join(&write.file.path);
            report(errors, &path, restore(&path, write));
        }
        for made in self.made.iter().rev() {
            // One that another run uses by now stays.
            let _ = fs::remove_dir(made);
        }
    }
}

/// Puts back what was in the place of a file.
fn restore(path: &Path, write: &Write<'_>) -> io::Result<()> {
    let Some(before) = &write.before else {
        return fs::remove_file(path);
    };
    let (draft, mut file) = create(path.parent().unwrap_or(Path::new("")))?;
    let restored = file.write_all(before);
    restored.and_then(|()| fs::rename(&draft, path))
}

fn report(errors: &mut Errors, path: &Path, done: io::Result<()>) {
    if let Err(error) = done {
        let message = format!("cannot put `{}` back: {error}", path.display());
        errors.push(Diagnostic::error(message));
    }
}

/// A new file in a directory, not one that a run which was killed left there.
fn create(directory: &Path) -> io::Result<(PathBuf, fs::File)> {
    loop {
        let path = unused(directory);
        match fs::File::create_new(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// A path in a directory that no other part of this run uses. Its name is short, so that it fits wherever another fits.
fn unused(directory: &Path) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    directory.join(format!(".smithgen-{}-{count}.tmp", std::process::id()))
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
