//! Brings directories below the build directory up to date: a file that is as it should be stays, and with it what was
//! built of it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use smithgen::File;

/// Writes files below a directory, and deletes all others in these folders of it.
///
/// # Errors
/// What the file system refuses.
pub(crate) fn write(directory: &Path, folders: &[String], files: &[File]) -> Result<(), String> {
    let mut wanted = HashSet::new();
    for file in files {
        let path = directory.join(&file.path);
        let told = |e: std::io::Error| format!("{}: {e}", path.display());
        if std::fs::read_to_string(&path).ok().as_deref() != Some(&*file.text) {
            std::fs::create_dir_all(path.parent().unwrap_or(directory)).map_err(told)?;
            std::fs::write(&path, &file.text).map_err(told)?;
        }
        wanted.insert(path);
    }
    for folder in folders {
        delete(&directory.join(folder), &wanted).map_err(|e| format!("{folder}: {e}"))?;
    }
    Ok(())
}

fn delete(folder: &Path, wanted: &HashSet<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            delete(&path, wanted)?;
        } else if !wanted.contains(&path) {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn others_are_deleted_in_the_folders_alone() {
        let scratch = Scratch::new().unwrap();
        let root = scratch.put("kept.rs", b"kept").unwrap();
        let root = root.parent().unwrap();
        let file = |path: &str| File {
            path: path.to_owned(),
            text: path.to_owned(),
        };
        let folders = ["a".to_owned()];
        write(root, &folders, &[file("a/b/old.rs"), file("a/same.rs")]).unwrap();
        write(root, &folders, &[file("a/b/new.rs"), file("a/same.rs")]).unwrap();
        let is_there = |path: &str| root.join(path).is_file();
        assert!(is_there("kept.rs") && is_there("a/same.rs") && is_there("a/b/new.rs"));
        assert!(!is_there("a/b/old.rs"));
    }
}
