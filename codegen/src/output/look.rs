//! Looks at the output directory: what has to change in it, or why nothing may.

use std::collections::HashMap;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::{HIDDEN, refused, temporary};
use crate::file_name;
use crate::limits::{MARKED_LENGTH, TEXT_LENGTH};
use crate::mark;
use smithgen_model::reading::read_regular;
use smithgen_model::{Diagnostic, Errors};

/// The first part of a path below a directory that is not a directory, and what it is instead. Links are not followed.
pub(super) fn obstacle(directory: &Path, parents: &str) -> io::Result<Option<(String, FileType)>> {
    let ends = parents.match_indices('/').map(|(at, _)| at);
    for end in ends.chain([parents.len()]).filter(|end| *end > 0) {
        let part = parents.get(..end).unwrap_or_default();
        match fs::symlink_metadata(directory.join(part)) {
            Ok(found) if found.is_dir() => {}
            Ok(found) => return Ok(Some((part.to_owned(), found.file_type()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => break,
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

pub(super) struct Look<'a> {
    directory: &'a Path,
    /// Files in the directory itself that carry no mark and are ours.
    copies: Vec<String>,
    /// Directories that were looked at.
    parents: HashMap<String, Parent>,
    /// Temporary files of runs that were killed.
    pub(super) abandoned: Vec<PathBuf>,
    pub(super) errors: Errors,
}

/// The setting that problems with the directory as a whole are given. Only the run knows what it is called.
pub(crate) const DIRECTORY: &str = "directory";

/// What stands in the place of a file that has to be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Nothing,
    AnotherText,
}

/// What a directory was when it was first looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parent {
    /// Not there yet: nothing of another's is in it.
    Missing,
    /// Files can be in it.
    Open,
    /// Something stands in the way of files.
    Blocked,
}

impl<'a> Look<'a> {
    /// Fails where the directory can be none.
    pub(super) fn new(directory: &'a Path) -> Result<Self, Errors> {
        let mut look = Look {
            directory,
            copies: Vec::new(),
            parents: HashMap::new(),
            abandoned: Vec::new(),
            errors: Errors::new(),
        };
        // What stands above it may be in the way too.
        let nearest = directory
            .ancestors()
            .find_map(|it| Some((it, fs::metadata(it).ok()?)));
        if let Some((path, _)) = nearest.filter(|(_, it)| !it.is_dir()) {
            let message = format!("`{}` is a file where a directory goes", path.display());
            let help = "nothing was written: name another directory, or move this out of the way";
            return Err(Diagnostic::error(message)
                .help(help)
                .setting(DIRECTORY, directory.display())
                .into());
        }
        look.copies = look.listed_copies();
        Ok(look)
    }

    /// What a file has to replace, if it is not there as it should be.
    pub(super) fn before(&mut self, path: &str, text: &str) -> Option<Before> {
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        match self.parent(parent) {
            Parent::Missing => return Some(Before::Nothing),
            Parent::Open => {}
            Parent::Blocked => return None,
        }
        let place = self.directory.join(path);
        let there = match fs::symlink_metadata(&place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(Before::Nothing),
            // Anything else than a file is not even opened: reading a pipe would wait for ever.
            Ok(found) if !found.is_file() => Err(self.wrong_kind(path, found.file_type())),
            Ok(found) => read_start(&place, text.len())
                .map(|bytes| (bytes, found.permissions().readonly()))
                .map_err(|error| refused("read", &place, &error)),
            Err(error) => Err(refused("read", &place, &error)),
        };
        let problem = match there {
            Ok((before, _)) if before == text.as_bytes() => return None,
            Ok((before, _)) if !self.is_ours(path, &before) => {
                self.in_the_way(path, "was not written by smithgen")
            }
            Ok((_, true)) => self.in_the_way(path, "is read-only"),
            Ok(_) => return Some(Before::AnotherText),
            Err(problem) => problem,
        };
        self.errors.push(problem);
        None
    }

    /// The content of a file that is in its place, if it has at most this length.
    pub(super) fn content(&mut self, path: &str, most: usize) -> Option<Vec<u8>> {
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        let place = self.directory.join(path);
        let is_file = |found: fs::Metadata| found.is_file();
        if !self.is_open(parent) || !fs::symlink_metadata(&place).is_ok_and(is_file) {
            return None;
        }
        read_regular(&place, most).ok()
    }

    fn is_open(&mut self, parent: &str) -> bool {
        self.parent(parent) != Parent::Blocked
    }

    /// What is known of a directory; reports whatever on the way to it is no directory.
    fn parent(&mut self, parent: &str) -> Parent {
        if let Some(known) = self.parents.get(parent) {
            return *known;
        }
        let whole = self.directory.join(parent);
        let problem = match obstacle(self.directory, parent) {
            Ok(None) => None,
            Ok(Some((part, kind))) => Some(self.wrong_kind(&part, kind)),
            Err(error) => Some(refused("read", &whole, &error)),
        };
        let is_missing = || {
            let found = fs::symlink_metadata(&whole);
            found.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        };
        let found = match &problem {
            Some(_) => Parent::Blocked,
            None if is_missing() => Parent::Missing,
            None => Parent::Open,
        };
        self.errors.extend(problem);
        self.parents.insert(parent.to_owned(), found);
        found
    }

    /// Whether a file may be replaced: it is ours, or it is empty, as cargo requires a target to exist before a
    /// build script writes it.
    fn is_ours(&self, path: &str, bytes: &[u8]) -> bool {
        (bytes.len() < MARKED_LENGTH && bytes.trim_ascii().is_empty())
            || mark::is_marked(bytes)
            || self.copies.iter().any(|copy| copy == path)
    }

    fn wrong_kind(&self, path: &str, kind: FileType) -> Diagnostic {
        let what = match (kind.is_symlink(), kind.is_dir(), kind.is_file()) {
            (true, _, _) => "is a symbolic link, which is not followed",
            (_, true, _) => "is a directory where a file goes",
            (_, _, true) => "is a file where a directory goes",
            _ => "is no file that can be replaced",
        };
        self.in_the_way(path, what)
    }

    fn in_the_way(&self, path: &str, what: &str) -> Diagnostic {
        let place = match path {
            "" => self.directory.to_owned(),
            path => self.directory.join(path),
        };
        Diagnostic::error(format!("`{}` {what}", place.display()))
            .help("nothing was written: name another directory, or move this out of the way")
    }

    /// The names that our manifest lists. It may have been edited, so only names of files in the directory count.
    fn listed_copies(&self) -> Vec<String> {
        let path = self.directory.join("Cargo.toml");
        let is_file = fs::symlink_metadata(&path).is_ok_and(|it| it.is_file());
        let bytes = is_file.then(|| read_regular(&path, TEXT_LENGTH).unwrap_or_default());
        let bytes = bytes.unwrap_or_default();
        let good = |name: &String| file_name::fault(name).is_none();
        mark::copies(&bytes).into_iter().filter(good).collect()
    }

    /// The files below the roots that are ours and are not among those wanted, sorted.
    pub(super) fn stale(
        &mut self,
        roots: &[String],
        is_wanted: impl Fn(&str) -> bool,
    ) -> Vec<String> {
        let mut found = Vec::new();
        for root in roots {
            if !self.is_open(root) {
                continue;
            }
            let listed = ours_below(
                &self.directory.join(root),
                root,
                &is_wanted,
                &mut found,
                &mut self.abandoned,
            );
            if let Err((path, error)) = listed {
                self.errors.push(refused("list", &path, &error));
            }
            if root.is_empty() {
                let there = |name: &&String| {
                    fs::symlink_metadata(self.directory.join(name)).is_ok_and(|it| it.is_file())
                };
                found.extend(self.copies.iter().filter(there).cloned());
            }
        }
        found.retain(|path| !is_wanted(path));
        found.sort();
        found.dedup();
        found
    }
}

/// Adds the files below a directory that have our mark and are not wanted, with `/`, and temporary files that were
/// abandoned. Links are not followed. Hidden directories, caches and what other runs keep up to date are skipped.
fn ours_below(
    directory: &Path,
    prefix: &str,
    is_wanted: &impl Fn(&str) -> bool,
    found: &mut Vec<String>,
    abandoned: &mut Vec<PathBuf>,
) -> Result<(), (PathBuf, io::Error)> {
    let mut waiting = vec![(directory.to_owned(), prefix.to_owned())];
    while let Some((path, prefix)) = waiting.pop() {
        if !prefix.is_empty() && is_apart(&path) {
            continue;
        }
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err((path, error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| (path.clone(), error))?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let kind = entry.file_type().map_err(|error| (entry.path(), error))?;
            let below = match prefix.as_str() {
                "" => name.clone(),
                prefix => format!("{prefix}/{name}"),
            };
            if name.starts_with('.') {
                let is_left = !kind.is_dir() && temporary::is_abandoned(&name);
                abandoned.extend(is_left.then(|| entry.path()));
            } else if kind.is_dir() {
                waiting.push((entry.path(), below));
            } else if kind.is_file() && !is_wanted(&below) && starts_marked(&entry.path()) {
                found.push(below);
            }
        }
    }
    Ok(())
}

/// Whether a directory below the output is a cache, a package or the output of another run.
fn is_apart(directory: &Path) -> bool {
    let has = |name: &str| fs::symlink_metadata(directory.join(name)).is_ok();
    ["CACHEDIR.TAG", "Cargo.toml", HIDDEN].into_iter().any(has)
}

/// Whether a file has our mark. A file that cannot be read has not.
fn starts_marked(path: &Path) -> bool {
    read_start(path, 0).is_ok_and(|start| mark::is_marked(&start))
}

/// The start of a file: enough to see a mark, and whether the file is longer than some length.
pub(super) fn read_start(path: &Path, length: usize) -> io::Result<Vec<u8>> {
    use io::Read;
    let most = u64::try_from(length.max(MARKED_LENGTH)).unwrap_or(u64::MAX);
    let mut start = Vec::new();
    let file = fs::File::open(path)?;
    file.take(most.saturating_add(1)).read_to_end(&mut start)?;
    Ok(start)
}
