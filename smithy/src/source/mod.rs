//! Locations in model files: byte offsets internally, lines and columns for people.

mod within;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::limits::QUOTED_LINE;

/// A byte offset in one of a model's files. Cheap to store in every shape, member and trait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    pub(crate) file: u32,
    pub(crate) offset: u32,
}

/// A line and column of a file, both starting at one; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// The path as given.
    pub file: String,
    /// The line, starting at one.
    pub line: usize,
    /// The column in characters, starting at one.
    pub column: usize,
    /// The line itself, unless it is too long to quote.
    pub text: Option<String>,
}

impl Location {
    /// A byte offset in a file, given by number.
    pub fn new(file: usize, offset: usize) -> Self {
        let fit = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            file: fit(file),
            offset: fit(offset),
        }
    }
}

/// Bytes after which characters are counted anew: few enough to count them again for each place.
const BLOCK: usize = 4_096;

/// A model file.
#[derive(Debug)]
pub struct Source {
    path: String,
    text: Cow<'static, str>,
    is_dependency: bool,
    /// How many characters come before each block of the text.
    blocks: OnceLock<Vec<usize>>,
    line_starts: OnceLock<Vec<u32>>,
}

/// The files of a model in reading order; the prelude is first, followed by what else is built in.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Arc<Source>>,
}

impl Source {
    /// The path as given, or the name of a built-in file in angle brackets.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = self
                .text
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n');
            let starts = ends.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX));
            std::iter::once(0).chain(starts).collect()
        })
    }

    /// How many characters start before an offset. Counting them all each time would take long where many places are on
    /// one long line.
    fn characters_before(&self, offset: usize) -> usize {
        let starts = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let bytes = self.text.as_bytes();
        let blocks = self.blocks.get_or_init(|| {
            let mut before = 0;
            let blocks = bytes.chunks(BLOCK).map(|block| {
                let count = before;
                before += starts(block);
                count
            });
            blocks.collect()
        });
        let block = offset / BLOCK;
        let rest = bytes.get(block * BLOCK..offset).map_or(0, starts);
        match blocks.get(block) {
            Some(before) => before + rest,
            // The end of a text that fills its last block.
            None => blocks.last().map_or(0, |before| {
                let last = blocks.len().saturating_sub(1) * BLOCK;
                before + bytes.get(last..).map_or(0, starts)
            }),
        }
    }

    /// The line, column and text at a byte offset; offsets beyond the end are clamped.
    fn place(&self, offset: u32) -> Place {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset).max(1);
        let start = starts.get(line - 1).map_or(0, |start| *start as usize);
        let end = starts
            .get(line)
            .map(|next| (*next as usize).saturating_sub(1));
        let text = self.text.get(start..end.unwrap_or(self.text.len()));
        let text = text.unwrap_or_default().trim_end_matches('\r');
        let before = text
            .get(..(offset as usize).saturating_sub(start))
            .unwrap_or(text);
        let characters = |end| self.characters_before(end);
        let column = match before.len() < BLOCK {
            true => before.chars().count(),
            false => characters(start + before.len()) - characters(start),
        };
        Place {
            file: self.path.clone(),
            line,
            column: column + 1,
            text: (text.len() <= QUOTED_LINE).then(|| text.to_owned()),
        }
    }
}

impl Sources {
    /// Adds a file and returns its number.
    pub fn add(&mut self, path: String, text: String) -> usize {
        self.push(path, text.into(), false)
    }

    /// Adds a file whose shapes are there for those of others to name.
    pub(crate) fn add_dependency(&mut self, path: String, text: Cow<'static, str>) -> usize {
        self.push(path, text, true)
    }

    fn push(&mut self, path: String, text: Cow<'static, str>, is_dependency: bool) -> usize {
        self.files.push(Arc::new(Source {
            path,
            text,
            is_dependency,
            blocks: OnceLock::new(),
            line_starts: OnceLock::new(),
        }));
        self.files.len() - 1
    }

    /// Whether a place is in a file that was asked for: neither built in nor a dependency.
    pub(crate) fn is_own(&self, at: Location) -> bool {
        let source = self.files.get(at.file as usize);
        at.file != 0 && source.is_some_and(|source| !source.is_dependency)
    }

    /// Whether a place is in one of Smithy's own files, which every model has.
    pub(crate) fn is_built_in(&self, at: Location) -> bool {
        let source = self.files.get(at.file as usize);
        let is_named_so = |path: &str| path.starts_with('<') && path.ends_with('>');
        at.file == 0 || source.is_some_and(|it| it.is_dependency && is_named_so(&it.path))
    }

    /// Whether a place is in a file of JSON.
    pub(crate) fn is_json(&self, at: Location) -> bool {
        let source = self.files.get(at.file as usize);
        let text = source.map_or("", |source| &source.text);
        text.trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('{')
    }

    /// The files that were asked for, without built-in ones and dependencies.
    pub fn own(&self) -> impl Iterator<Item = &Source> {
        let given = self.files.iter().skip(1);
        given
            .map(|source| &**source)
            .filter(|source| !source.is_dependency)
    }

    /// The files, the prelude first.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().map(|source| &**source)
    }

    /// Converts a location to a line and column.
    pub fn place(&self, at: Location) -> Option<Place> {
        self.files
            .get(at.file as usize)
            .map(|source| source.place(at.offset))
    }

    /// The line and column of a part of the value of a trait that is applied at a location.
    pub(crate) fn place_in_value(&self, at: Location, path: &str) -> Option<Place> {
        let source = self.files.get(at.file as usize)?;
        let offset = within::offset(&source.text, at.offset as usize, path);
        let file = at.file as usize;
        self.place(Location::new(file, offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters_from_one() {
        let mut sources = Sources::default();
        let file = sources.add("m.json".into(), "ab\r\nçd\n".into());
        let at = |offset| {
            let place = sources.place(Location::new(file, offset)).unwrap();
            (place.line, place.column, place.text.unwrap())
        };
        assert_eq!(at(0), (1, 1, "ab".into()));
        assert_eq!(at(4), (2, 1, "çd".into()));
        assert_eq!(at(6), (2, 2, "çd".into()));
        assert_eq!(at(99), (3, 1, String::new()));
    }

    #[test]
    fn columns_of_long_lines_are_counted_in_characters() {
        for text in [
            "é".repeat(BLOCK),
            "aé€😀".repeat(BLOCK),
            "a".repeat(2 * BLOCK),
        ] {
            let mut sources = Sources::default();
            let text = format!("x\n{text}");
            let file = sources.add("m.json".into(), text.clone());
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for (number, at) in ends.enumerate().skip(2).step_by(97) {
                let place = sources.place(Location::new(file, at)).unwrap();
                assert_eq!((place.line, place.column), (2, number - 1), "{at}");
            }
            let end = sources.place(Location::new(file, text.len())).unwrap();
            assert_eq!(end.column, text.chars().count() - 1);
        }
    }
}
