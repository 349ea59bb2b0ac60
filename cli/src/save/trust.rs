//! Whether a file and the directories that it is in are their user's alone.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a place cannot hold a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Distrust {
    /// A symbolic link: it leads to where others may have wanted.
    Link(PathBuf),
    Owner(PathBuf),
    /// A directory that others can write to, with its mode.
    Directory(PathBuf, u32),
    /// A file that others can read or write, with its mode.
    File(PathBuf, u32),
    /// Neither a file nor nothing: a device, a pipe.
    Kind(PathBuf),
}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Distrust::Link(path) => write!(f, "{} is a symbolic link.", path.display()),
            Distrust::Owner(path) => write!(f, "{} belongs to another user.", path.display()),
            Distrust::Kind(path) => write!(f, "{} is no ordinary file.", path.display()),
            Distrust::Directory(path, mode) => write!(
                f,
                "Others can write to {0} (its mode is {mode:04o}). To change that: chmod 700 {0}",
                path.display()
            ),
            Distrust::File(path, mode) => write!(
                f,
                "Others can read or write {0} (its mode is {mode:04o}). To change that: chmod 600 {0}",
                path.display()
            ),
        }
    }
}

/// Directories above a kept file that are tools' own: `~/.aws`, `sso` and `cache`. What is above them is the user's
/// home, and no matter of ours.
#[cfg(unix)]
const OWN: usize = 3;

/// Checks what there is of a file and its directories.
///
/// `.aws` itself may be a symbolic link, as where it is kept with other settings; what it leads to has to be the
/// user's too.
#[cfg(unix)]
pub(super) fn check(file: &Path) -> Result<(), Distrust> {
    use std::os::unix::fs::MetadataExt;
    let me = rustix::process::geteuid().as_raw();
    let directories: Vec<&Path> = file.ancestors().skip(1).take(OWN).collect();
    for (above, directory) in directories.iter().enumerate().rev() {
        let path = || directory.to_path_buf();
        let Ok(found) = directory.symlink_metadata() else {
            continue;
        };
        let found = match (found.is_symlink(), directory.metadata()) {
            (true, _) if above + 1 < OWN => return Err(Distrust::Link(path())),
            (_, Ok(target)) => target,
            (_, Err(_)) => continue,
        };
        // What is not a directory is an error of its own as soon as something is written.
        if found.is_dir() {
            // The system's owner can do anything anyway.
            if found.uid() != me && found.uid() != 0 {
                return Err(Distrust::Owner(path()));
            }
            if is_open(found.mode(), found.uid(), found.gid()) {
                return Err(Distrust::Directory(path(), found.mode() & 0o7777));
            }
        }
    }
    let Ok(found) = file.symlink_metadata() else {
        return Ok(());
    };
    let path = || file.to_path_buf();
    match found {
        _ if found.is_symlink() => Err(Distrust::Link(path())),
        _ if found.is_dir() => Ok(()),
        _ if !found.is_file() => Err(Distrust::Kind(path())),
        _ if found.uid() != me => Err(Distrust::Owner(path())),
        _ if found.mode() & 0o077 != 0 => Err(Distrust::File(path(), found.mode() & 0o7777)),
        _ => Ok(()),
    }
}

/// Whether others than the owner can write to a directory of this mode. Where each user has a group of the same
/// number, tools make directories that this group can write to; it has no other members.
#[cfg(unix)]
fn is_open(mode: u32, owner: u32, group: u32) -> bool {
    mode & 0o002 != 0 || (mode & 0o020 != 0 && owner != group)
}

/// Checks what there is of a file.
#[cfg(not(unix))]
pub(super) fn check(file: &Path) -> Result<(), Distrust> {
    match file.symlink_metadata() {
        Ok(found) if found.is_symlink() => Err(Distrust::Link(file.to_path_buf())),
        _ => Ok(()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::is_open;

    #[test]
    fn a_directory_is_open_to_all_or_to_a_group_of_several() {
        assert!(is_open(0o777, 1000, 1000));
        assert!(is_open(0o775, 1000, 100));
        assert!(!is_open(0o775, 1000, 1000));
        assert!(!is_open(0o755, 1000, 100));
    }
}
