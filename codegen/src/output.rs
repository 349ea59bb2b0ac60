//! Brings a directory up to date with what was generated: writes what differs, deletes what is ours and gone.

mod apply;
mod paths;
mod plan;

use std::io;
use std::path::Path;

#[cfg(feature = "package")]
pub(crate) use self::plan::copied;
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

/// Compares a directory with the generated files and, in [`Mode::Write`], brings it up to date.
///
/// Nothing outside the directory is touched, whatever the paths say and whatever links stand in it. What stands in
/// the place of a file must be ours: it carries our mark, or a file with our mark says that it was copied there, or
/// it is empty. Only files below `roots` that are ours are ever deleted; an empty root is the directory itself.
///
/// All files are written beside their places first, and only then moved there, so that another process sees the old
/// or the new one and never a part. When anything fails the directory is left as it was. Files that are as they
/// should be are not touched.
///
/// # Errors
/// A path that leads out of the directory or that not every system takes, a place that is not ours, and what the
/// file system refuses, each with its path.
pub fn sync(
    directory: &Path,
    roots: &[String],
    files: &[File],
    mode: Mode,
) -> Result<Vec<Change>, Errors> {
    check(roots, files)?;
    let plan = plan::plan(directory, roots, files)?;
    if mode == Mode::Write {
        apply::apply(directory, &plan)?;
    }
    let writes = plan.writes.iter().map(|write| Change {
        path: write.file.path.clone(),
        difference: match write.before {
            Some(_) => Difference::Changed,
            None => Difference::Missing,
        },
    });
    let stale = plan.stale.iter().map(|path| Change {
        path: path.clone(),
        difference: Difference::Stale,
    });
    Ok(writes.chain(stale).collect())
}

/// Whether files can stand below a directory together: good paths, no two of them in one place.
///
/// # Errors
/// Each path that is none, and each two that meet.
pub(crate) fn check(roots: &[String], files: &[File]) -> Result<(), Errors> {
    let mut errors = Errors::new();
    paths::check(roots, files, &mut errors);
    errors.into_result(()).map(drop)
}

fn refused(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(format!("cannot {what} `{}`: {error}", path.display()))
        .help("nothing was written")
}

#[cfg(test)]
mod tests;
