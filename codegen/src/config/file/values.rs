//! Reads values of TOML, each with its place, and remembers where each text of the settings stands.

use std::ops::Range;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{FILE_KEYS, KEEP_KEYS, SERVICE_KEYS};
use crate::config::origins::Origins;
use smithgen_model::nearest;
use smithgen_model::source::{Location, Sources};
use smithgen_model::{Diagnostic, Errors, Place};

/// Reads tables of a file of settings.
pub(super) struct Reader {
    pub(super) sources: Sources,
    pub(super) number: usize,
    pub(super) base: PathBuf,
    pub(super) errors: Errors,
    /// What stands before the names of settings that are read now: `package.`.
    pub(super) section: String,
    /// Where the settings stand that were read so far.
    pub(super) origins: Origins,
    /// Whether a model may be named that was not read: in what is not TOML, or by a key that is misspelt.
    pub(super) is_misread: bool,
}

impl Reader {
    pub(super) fn problem(&mut self, at: Option<Range<usize>>, message: impl Into<String>) {
        let problem = self.at(at, message);
        self.errors.push(problem);
    }

    pub(super) fn at(&self, at: Option<Range<usize>>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(message).at(self.place(at))
    }

    /// The place of something in the file; its beginning where that is not known.
    pub(super) fn place(&self, at: Option<Range<usize>>) -> Option<Place> {
        let offset = at.map_or(0, |range| range.start);
        self.sources.place(Location::new(self.number, offset))
    }

    /// Remembers where a setting stands.
    pub(super) fn remember(&mut self, key: &str, value: String, at: Range<usize>) {
        let key = format!("{}{key}", self.section);
        let place = self.place(Some(at));
        let origin = place.map(|place| (key, value, place));
        self.origins.list.extend(origin);
    }

    /// The places of the settings that were read since the last time.
    pub(super) fn origins(&mut self, start: Option<Range<usize>>) -> Origins {
        let start = self.place(start);
        Origins {
            start,
            list: std::mem::take(&mut self.origins.list),
        }
    }

    pub(super) fn refuse_unknown(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let mut problem = self.at(Some(key.span()), format!("`{name}` is not a setting"));
            problem.help = Some(match nearest(name, known.iter().copied()) {
                _ if FILE_KEYS.contains(&name) => {
                    format!(
                        "one `{name}` is for all services: write it above the first `[[services]]`"
                    )
                }
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("known are {}", known.join(", ")),
            });
            self.errors.push(problem);
            let meant = nearest(name, known.iter().copied());
            self.is_misread |= meant.is_some_and(|meant| meant.starts_with("model"));
        }
    }

    pub(super) fn inner<'t, 'i>(
        &mut self,
        value: &'t Spanned<DeValue<'i>>,
        key: &str,
    ) -> Option<&'t DeTable<'i>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.problem(Some(value.span()), format!("`{key}` is a table"));
                None
            }
        }
    }

    pub(super) fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let (text, at) = self.single(table, key)?;
        self.remember(key, text.to_owned(), at.clone());
        self.refuse_empty(key, text, at);
        Some(text.to_owned())
    }

    /// A text and its place, neither remembered nor checked.
    fn single<'t>(&mut self, table: &'t DeTable<'_>, key: &str) -> Option<(&'t str, Range<usize>)> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some((text, value.span())),
            _ => {
                self.problem(Some(value.span()), format!("`{key}` is a text"));
                None
            }
        }
    }

    /// Refuses an empty text where it could only be a slip. What a package is called is checked with other names.
    fn refuse_empty(&mut self, key: &str, text: &str, at: Range<usize>) {
        let help = match key {
            "model" | "models" | "license-files" => {
                "name a file or a directory; `.` is the one with the settings"
            }
            key if SERVICE_KEYS.contains(&key) || KEEP_KEYS.contains(&key) => {
                "give a name, or remove it"
            }
            _ => return,
        };
        if text.is_empty() {
            let problem = self.at(Some(at), format!("`{key}` is empty"));
            self.errors.push(problem.help(help));
        }
    }

    /// One text, or a list of texts.
    pub(super) fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Vec<String> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let items = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => {
                    self.remember(key, text.to_string(), item.span());
                    self.refuse_empty(key, text, item.span());
                    texts.push(text.to_string());
                }
                _ => self.problem(
                    Some(item.span()),
                    format!("`{key}` is a text or a list of texts"),
                ),
            }
        }
        texts
    }

    pub(super) fn boolean(&mut self, table: &DeTable<'_>, key: &str) -> bool {
        let Some(value) = table.get(key) else {
            return false;
        };
        match value.get_ref() {
            DeValue::Boolean(on) => {
                self.remember(key, on.to_string(), value.span());
                *on
            }
            _ => {
                self.problem(Some(value.span()), format!("`{key}` is `true` or `false`"));
                false
            }
        }
    }

    /// A path; a relative one is meant from where the file is. An empty one stays empty.
    pub(super) fn path(&mut self, table: &DeTable<'_>, key: &str) -> Option<PathBuf> {
        let (text, at) = self.single(table, key)?;
        let path = self.resolved(text);
        // Problems with it speak of the path as it is opened.
        self.remember(key, path.display().to_string(), at.clone());
        self.refuse_empty(key, text, at);
        Some(path)
    }

    fn resolved(&self, text: &str) -> PathBuf {
        match text.is_empty() {
            true => PathBuf::new(),
            false => self.base.join(text),
        }
    }

    /// One path, or a list of paths, as [`Self::path`].
    pub(super) fn paths(&mut self, table: &DeTable<'_>, key: &str) -> Vec<PathBuf> {
        let first = self.origins.list.len();
        let texts = self.texts(table, key);
        let paths: Vec<PathBuf> = texts.iter().map(|text| self.resolved(text)).collect();
        let read = self.origins.list.iter_mut().skip(first);
        for ((_, value, _), path) in read.zip(&paths) {
            *value = path.display().to_string();
        }
        paths
    }
}
