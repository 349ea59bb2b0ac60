//! Temporary files: names that nothing else uses, and which files were left by runs that were killed.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use super::look::obstacle;
use crate::limits::RUN_TIME;

const START: &str = ".smithgen-";
const END: &str = ".tmp";

/// Creates a file in a directory.
pub(super) fn create(directory: &Path) -> io::Result<(PathBuf, File)> {
    at_unused(directory, |path| File::create_new(path))
}

/// Gives a file a second name in its directory, or copies it where the file system has no links.
pub(super) fn keep(path: &Path) -> io::Result<PathBuf> {
    let directory = path.parent().unwrap_or(Path::new(""));
    match at_unused(directory, |kept| fs::hard_link(path, kept)) {
        Ok((kept, ())) => Ok(kept),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(error),
        Err(_) => {
            let (kept, mut copy) = create(directory)?;
            let copied = File::open(path).and_then(|mut file| {
                io::copy(&mut file, &mut copy)?;
                copy.set_permissions(file.metadata()?.permissions())
            });
            copied.inspect_err(|_| {
                // The first error is the one to report.
                let _ = fs::remove_file(&kept);
            })?;
            Ok(kept)
        }
    }
}

/// Moves a file to another name in its directory.
pub(super) fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let (aside, _) = create(path.parent().unwrap_or(Path::new("")))?;
    let moved = fs::rename(path, &aside).inspect_err(|_| {
        let _ = fs::remove_file(&aside);
    });
    moved.map(|()| aside)
}

/// Writes a file in a hidden directory below another, where it appears at once and as a whole. No link is followed.
/// Git ignores the hidden directory.
pub(crate) fn write_hidden(
    directory: &Path,
    hidden: &str,
    name: &str,
    text: &str,
) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    let parent = directory.join(hidden);
    match fs::create_dir(&parent) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    if obstacle(directory, hidden)?.is_some() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    match File::create_new(parent.join(".gitignore")) {
        Ok(mut file) => file.write_all(b"*\n")?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    for entry in fs::read_dir(&parent)?.flatten() {
        if entry.file_name().to_str().is_some_and(is_abandoned) {
            let _ = fs::remove_file(entry.path());
        }
    }
    let (draft, mut file) = create(&parent)?;
    let moved = file
        .write_all(text.as_bytes())
        .and_then(|()| fs::rename(&draft, parent.join(name)));
    moved.inspect_err(|_| {
        let _ = fs::remove_file(&draft);
    })
}

/// Puts a text in the place of a file, which has either all of the old or all of the new text at any time. A file that
/// is there keeps its permissions, and a link stays one: what it leads to is replaced.
#[cfg(feature = "command")]
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let place = match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
        place => place?,
    };
    let before = match fs::metadata(&place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        before => Some(before?),
    };
    if before
        .as_ref()
        .is_some_and(|it| it.permissions().readonly())
    {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let parent = place.parent().filter(|it| !it.as_os_str().is_empty());
    let (draft, mut file) = create(parent.unwrap_or(Path::new(".")))?;
    let permissions = before.map_or(Ok(()), |it| file.set_permissions(it.permissions()));
    let written = permissions.and_then(|()| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, &place)
    });
    written.inspect_err(|_| {
        // What is reported is why it could not be written.
        let _ = fs::remove_file(&draft);
    })
}

/// Whether a file is a temporary one of a run that was killed. Its name says when it was made: a file that was given a
/// second name, or another one, is older than that.
pub(super) fn is_abandoned(name: &str) -> bool {
    let parts = name.strip_prefix(START).and_then(|it| it.strip_suffix(END));
    let numbers = parts.map(|parts| parts.split('-').map(str::parse::<u64>));
    let numbers = numbers.and_then(|it| it.collect::<Result<Vec<u64>, _>>().ok());
    match numbers.as_deref() {
        Some([_, made, _]) => made.saturating_add(RUN_TIME) < now(),
        _ => false,
    }
}

/// Does something with a path in a directory that does not exist, with another one each time that it does exist.
///
/// The name is short, so that it fits wherever another name fits. Whatever has it is kept, be it from a run that was
/// killed or put there by somebody else.
fn at_unused<T>(
    directory: &Path,
    mut make: impl FnMut(&Path) -> io::Result<T>,
) -> io::Result<(PathBuf, T)> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = directory.join(name(now(), count));
        match make(&path) {
            Ok(made) => return Ok((path, made)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

fn name(made: u64, count: usize) -> String {
    format!("{START}{}-{made}-{count}{END}", std::process::id())
}

/// Seconds since 1970, or none on a clock that is wrong: then nothing was made long ago.
fn now() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_runs_that_are_long_over_are_abandoned() {
        let old = now() - RUN_TIME - 1;
        assert!(is_abandoned(&name(old, 0)));
        assert!(!is_abandoned(&name(old + 5, 0)));
        for other in [
            "",
            ".smithgen",
            ".smithgen-1-0.tmp",
            ".smithgen-a-0-1.tmp",
            "x.tmp",
        ] {
            assert!(!is_abandoned(other), "{other}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_has_the_name_already_is_kept() {
        let scratch = std::env::temp_dir().join(format!("smithgen-names-{}", std::process::id()));
        fs::create_dir_all(&scratch).unwrap();
        let (mine, ours) = (scratch.join("mine"), scratch.join("ours"));
        fs::write(&mine, "mine").unwrap();
        fs::write(&ours, "ours").unwrap();
        let now = now();
        for (made, count) in (now..now + 30).flat_map(|made| (0..20).map(move |it| (made, it))) {
            let _ = std::os::unix::fs::symlink(&mine, scratch.join(name(made, count)));
        }
        let kept = keep(&ours).unwrap();
        let aside = set_aside(&ours).unwrap();
        for path in [&kept, &aside] {
            assert!(!fs::symlink_metadata(path).unwrap().is_symlink());
            assert_eq!(fs::read_to_string(path).unwrap(), "ours");
        }
        assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
        fs::remove_dir_all(&scratch).unwrap();
    }
}
