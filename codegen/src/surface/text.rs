//! Writes and reads `API.txt`.

use super::{Side, Surface};
use crate::ir::Source;
use crate::mark;

/// The name of the file.
pub(crate) const FILE: &str = "API.txt";

/// Whether a file is one, by its path.
pub(crate) fn is_one(path: &str) -> bool {
    let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
    name == FILE || (directory == "api" && name.ends_with(".txt"))
}

/// The lines of a surface, sorted. The first says what model it is of; no other file does.
pub(crate) fn print(surface: &Surface<'_>, source: &Source) -> String {
    let mut text = String::new();
    for line in mark::lines_with_digest(source) {
        text.push_str("# ");
        text.push_str(&line);
        text.push('\n');
    }
    let mut last = None;
    for (side, name, item) in surface.items() {
        if last != Some(side) {
            text.push('\n');
            last = Some(side);
        }
        text.push_str(side.name());
        text.push(' ');
        text.push_str(name);
        if !item.value.is_empty() {
            text.push_str(": ");
            text.push_str(&item.value);
        }
        text.push('\n');
    }
    text
}

/// Reads what [`print`] wrote; lines that it would not write are passed over. Shapes are not in it.
pub(crate) fn parse(text: &str) -> Surface<'_> {
    let mut surface = Surface::default();
    for line in text.lines() {
        let Some((word, rest)) = line.split_once(' ') else {
            continue;
        };
        let Some(side) = Side::ALL.into_iter().find(|side| side.name() == word) else {
            continue;
        };
        let (name, value) = rest.split_once(": ").unwrap_or((rest, ""));
        surface.add(side, name.to_owned(), value, "");
    }
    surface.sorted()
}
