//! Looks at the output directory: what has to change in it, or why nothing may.

use std::collections::HashMap;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::refused;
use crate::file_name;
use crate::mark;
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
    /// Directories that were looked at, and whether files can be in them.
    parents: HashMap<String, bool>,
    pub(super) errors: Errors,
}

/// What stands in the place of a file that has to be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Nothing,
    AnotherText,
}

impl<'a> Look<'a> {
    /// Fails where the directory can be none.
    pub(super) fn new(directory: &'a Path) -> Result<Self, Errors> {
        let mut look = Look {
            directory,
            copies: Vec::new(),
            parents: HashMap::new(),
            errors: Errors::new(),
        };
        if fs::metadata(directory).is_ok_and(|it| !it.is_dir()) {
            return Err(look
                .in_the_way("", "is a file where a directory goes")
                .into());
        }
        look.copies = look.listed_copies();
        Ok(look)
    }

    /// What a file has to replace, if it is not there as it should be.
    pub(super) fn before(&mut self, path: &str, text: &str) -> Option<Before> {
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        if !self.is_open(parent) {
            return None;
        }
        let place = self.directory.join(path);
        let there = match fs::symlink_metadata(&place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(Before::Nothing),
            // Anything else than a file is not even opened: reading a pipe would wait for ever.
            Ok(found) if !found.is_file() => Err(self.wrong_kind(path, found.file_type())),
            Ok(found) => fs::read(&place)
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

    /// Whether all above a file are directories, as far as they are there; reports what is not.
    fn is_open(&mut self, parent: &str) -> bool {
        if let Some(known) = self.parents.get(parent) {
            return *known;
        }
        let problem = match obstacle(self.directory, parent) {
            Ok(None) => None,
            Ok(Some((part, kind))) => Some(self.wrong_kind(&part, kind)),
            Err(error) => Some(refused("read", &self.directory.join(parent), &error)),
        };
        let is_open = problem.is_none();
        self.errors.extend(problem);
        self.parents.insert(parent.to_owned(), is_open);
        is_open
    }

    /// Whether a file may be replaced: it is ours, or it is empty, as cargo requires a target to exist before a
    /// build script writes it.
    fn is_ours(&self, path: &str, bytes: &[u8]) -> bool {
        bytes.trim_ascii().is_empty()
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
        let bytes = is_file.then(|| fs::read(&path).unwrap_or_default());
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
            if let Err((path, error)) =
                ours_below(&self.directory.join(root), root, &is_wanted, &mut found)
            {
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

/// Adds the files below a directory that carry our mark and are not wanted, with `/`. Links are not followed, and neither hidden
/// directories nor those that hold a cache are looked into.
fn ours_below(
    directory: &Path,
    prefix: &str,
    is_wanted: &impl Fn(&str) -> bool,
    found: &mut Vec<String>,
) -> Result<(), (PathBuf, io::Error)> {
    let mut waiting = vec![(directory.to_owned(), prefix.to_owned())];
    while let Some((path, prefix)) = waiting.pop() {
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
                continue;
            }
            if kind.is_dir() && !entry.path().join("CACHEDIR.TAG").exists() {
                waiting.push((entry.path(), below));
            } else if kind.is_file() && !is_wanted(&below) && starts_marked(&entry.path()) {
                found.push(below);
            }
        }
    }
    Ok(())
}

/// Whether a file carries our mark. One that cannot be read is not ours.
fn starts_marked(path: &Path) -> bool {
    use io::Read;
    let mut start = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(200).read_to_end(&mut start));
    read.is_ok() && mark::is_marked(&start)
}
