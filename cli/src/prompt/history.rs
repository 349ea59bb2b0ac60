//! Lines of earlier prompts, in a file of the user's.

use std::fs;
use std::path::{Path, PathBuf};

use crate::limits::HISTORY_LINES;

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
    let skipped = lines.len().saturating_sub(HISTORY_LINES);
    let mut text = lines
        .into_iter()
        .skip(skipped)
        .collect::<Vec<_>>()
        .join("\n");
    text.push('\n');
    let _ = crate::save::replace(path, text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_line_makes_room() {
        let directory =
            std::env::temp_dir().join(format!("smithgen-history-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let path = directory.join("history");
        let line = |number: usize| format!("word {number}\n");
        let full: String = (1..=HISTORY_LINES).map(line).collect();
        fs::write(&path, full.strip_prefix("word 1\n").unwrap()).unwrap();
        add(&path, "word");
        let lines = read(&path);
        assert_eq!((lines.len(), &*lines[0]), (HISTORY_LINES, "word 2"));
        add(&path, "word again");
        let lines = read(&path);
        assert_eq!((lines.len(), &*lines[0]), (HISTORY_LINES, "word 3"));
        fs::remove_dir_all(&directory).unwrap();
    }
}
