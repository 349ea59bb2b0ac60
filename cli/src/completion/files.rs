//! Completes file names.

use std::fs;
use std::path::PathBuf;

use crate::limits::OFFERED_FILES;

/// Files whose paths continue `typed`, which starts with `prefix` or is a beginning of it. Directories end in a
/// slash.
pub(super) fn paths(prefix: &str, typed: &str) -> Vec<String> {
    let Some(path) = typed.strip_prefix(prefix) else {
        return vec![prefix.to_owned()];
    };
    let (directory, name) = match path.rsplit_once('/') {
        Some((directory, name)) => (format!("{directory}/"), name),
        None => (String::new(), path),
    };
    let entries = fs::read_dir(place(&directory))
        .into_iter()
        .flatten()
        .flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            let slash = if entry.path().is_dir() { "/" } else { "" };
            Some(entry.file_name().to_str()?.to_owned() + slash)
        })
        // Hidden files are offered only after a dot.
        .filter(|entry| entry.starts_with('.') == name.starts_with('.'))
        .collect();
    names.sort();
    names.truncate(OFFERED_FILES);
    let whole = |name| format!("{prefix}{directory}{name}");
    names.into_iter().map(whole).collect()
}

/// The directory to list; empty means the current one.
fn place(directory: &str) -> PathBuf {
    match (directory.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(below), Some(home)) => PathBuf::from(home).join(below),
        _ if directory.is_empty() => PathBuf::from("."),
        _ => PathBuf::from(directory),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_files_are_offered_as_anyone_looks_through() {
        let directory = std::env::temp_dir().join(format!("smithgen-many-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let typed = format!("file://{}/", directory.display());
        for number in 0..OFFERED_FILES {
            fs::write(directory.join(format!("f{number}")), "").unwrap();
        }
        assert_eq!(paths("file://", &typed).len(), OFFERED_FILES);
        fs::write(directory.join("one more"), "").unwrap();
        assert_eq!(paths("file://", &typed).len(), OFFERED_FILES);
        fs::remove_dir_all(&directory).unwrap();
    }
}
