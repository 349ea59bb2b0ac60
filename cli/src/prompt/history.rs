//! Lines of earlier prompts, in a file of the user's.

use std::fs;
use std::path::{Path, PathBuf};

/// As many lines as are kept.
const MOST: usize = 500;

/// The file of a program's lines.
pub(super) fn path(home: &Path, program: &str) -> PathBuf {
    home.join(".aws/cli/cache")
        .join(format!("{program}-prompt-history"))
}

/// The lines, oldest first. A file that cannot be read has none.
pub(super) fn read(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// Adds a line. That it cannot be kept is no reason not to run it.
pub(super) fn add(path: &Path, line: &str) {
    let mut lines = read(path);
    lines.retain(|other| other != line);
    lines.push(line.to_owned());
    let skipped = lines.len().saturating_sub(MOST);
    let mut text = lines
        .into_iter()
        .skip(skipped)
        .collect::<Vec<_>>()
        .join("\n");
    text.push('\n');
    let _ = crate::save::replace(path, text.as_bytes());
}
