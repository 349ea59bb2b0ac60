//! Checks that a file and its directories belong to the user alone.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a path is not trusted with a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Distrust {
    /// A symbolic link, which may lead to a place chosen by others.
    Link(PathBuf),
    Owner(PathBuf),
    /// A directory writable by others, with its mode.
    Directory(PathBuf, u32),
    /// A file accessible to others, with its mode.
    File(PathBuf, u32),
    /// Neither a regular file nor absent: a device, a pipe.
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

/// Directories above a kept file that tools create: `~/.aws`, `sso` and `cache`. The home directory above them is
/// not checked.
#[cfg(unix)]
const OWN: usize = 3;

/// Checks a file and its directories, as far as they exist.
///
/// `.aws` itself may be a symbolic link, since people keep it with other settings; its target must be the user's
/// too.
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
        // Something else than a directory fails on its own when writing.
        if found.is_dir() {
            // Root can do anything anyway.
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

/// Whether a directory's mode lets others write. Where each user has a group of the same number, tools create
/// directories writable by that group, which has no other members.
#[cfg(unix)]
fn is_open(mode: u32, owner: u32, group: u32) -> bool {
    mode & 0o002 != 0 || (mode & 0o020 != 0 && owner != group)
}

/// Checks a file, as far as it exists.
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
