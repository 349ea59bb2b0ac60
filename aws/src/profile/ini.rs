//! Parses profile files like Python's `configparser` (strict, without interpolation).

use std::borrow::Cow;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use smithgen_client::ConfigError;

/// The sections of a file by name, with settings by lower-case key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ini {
    /// Sections by the text in brackets, with their position in the file.
    sections: BTreeMap<String, (usize, Section)>,
}

/// Settings by lower-case key.
pub(crate) type Section = BTreeMap<String, Setting>;

/// The value of a key.
#[derive(Clone, PartialEq, Eq)]
pub enum Setting {
    /// Text.
    Text(String),
    /// A key without a value of its own, followed by indented `key = value` lines.
    Nested(BTreeMap<String, String>),
}

impl fmt::Debug for Setting {
    /// Omits values, many of which are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Setting::Text(_) => f.write_str("…"),
            Setting::Nested(settings) => f.debug_set().entries(settings.keys()).finish(),
        }
    }
}

impl Setting {
    /// The text, if it is not nested.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Setting::Text(text) => Some(text),
            Setting::Nested(_) => None,
        }
    }

    /// The text, or nested settings as Python shows a mapping, in which `quoted` formats text.
    pub fn shown(&self, quoted: fn(&str) -> String) -> Cow<'_, str> {
        match self {
            Setting::Text(text) => Cow::Borrowed(text),
            Setting::Nested(settings) => {
                let pairs = settings
                    .iter()
                    .map(|(key, value)| format!("{}: {}", quoted(key), quoted(value)));
                Cow::Owned(format!("{{{}}}", pairs.collect::<Vec<_>>().join(", ")))
            }
        }
    }

    /// The text of the setting named `key`.
    ///
    /// # Errors
    /// [`ConfigError::NoText`] if it is nested.
    pub(super) fn text(&self, key: &'static str) -> Result<&str, ConfigError> {
        self.as_text().ok_or(ConfigError::NoText { key })
    }

    /// The value of an indented key.
    pub fn nested(&self, key: &str) -> Option<&str> {
        match self {
            Setting::Text(_) => None,
            Setting::Nested(settings) => settings.get(key).map(String::as_str),
        }
    }
}

/// `configparser` rejects the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a configuration file")
    }
}

impl std::error::Error for Malformed {}

impl Ini {
    /// Parses a file.
    ///
    /// # Errors
    /// [`Malformed`]: not UTF-8, a line before the first section (which includes a byte order mark), a line that is
    /// neither a header nor `key = value`, or a duplicate section or key.
    pub fn parse(bytes: &[u8]) -> Result<Ini, Malformed> {
        Ini::read(bytes, setting)
    }

    /// Parses a file without nested settings: a value that starts with a line break is text like any other.
    ///
    /// # Errors
    /// Like [`Ini::parse`].
    pub fn parse_flat(bytes: &[u8]) -> Result<Ini, Malformed> {
        Ini::read(bytes, |value| Ok(Setting::Text(value.to_owned())))
    }

    fn read(
        bytes: &[u8],
        setting: fn(&str) -> Result<Setting, Malformed>,
    ) -> Result<Ini, Malformed> {
        let text = std::str::from_utf8(bytes).map_err(|_| Malformed)?;
        let mut reader = Reader::default();
        // A lone carriage return ends a line too. Additional empty lines do not change values, since trailing line
        // breaks are removed and the order of lines is kept.
        let text = text.replace("\r\n", "\n");
        for line in text.split(['\n', '\r']) {
            reader.line(line)?;
        }
        reader.finish(setting)
    }

    /// A section's settings.
    pub(super) fn section(&self, name: &str) -> Option<&Section> {
        self.sections.get(name).map(|(_, section)| section)
    }

    /// The last matching section in the file.
    pub(super) fn last(&self, is_meant: impl Fn(&str) -> bool) -> Option<&Section> {
        let meant = self.sections.iter().filter(|(name, _)| is_meant(name));
        let last = meant.max_by_key(|(_, (place, _))| *place);
        last.map(|(_, (_, section))| section)
    }

    /// All sections in file order.
    fn in_order(&self) -> Vec<(&str, &Section)> {
        let mut all: Vec<_> = self.sections.iter().collect();
        all.sort_by_key(|(_, (place, _))| *place);
        all.into_iter()
            .map(|(name, (_, section))| (name.as_str(), section))
            .collect()
    }

    /// Section names in file order.
    pub fn sections(&self) -> impl Iterator<Item = &str> {
        self.in_order().into_iter().map(|(name, _)| name)
    }

    /// A section's text settings, by key.
    pub fn texts(&self, section: &str) -> impl Iterator<Item = (&str, &str)> {
        let settings = self.section(section).into_iter().flatten();
        settings.filter_map(|(key, setting)| Some((key.as_str(), setting.as_text()?)))
    }

    /// The value of a key in a section.
    pub fn get(&self, section: &str, key: &str) -> Option<&Setting> {
        self.section(section)?.get(key)
    }
}

#[derive(Default)]
struct Reader {
    sections: Vec<(String, BTreeMap<String, Vec<String>>)>,
    known: BTreeSet<String>,
    /// Settings of `[DEFAULT]`, which apply to every section that does not override them.
    defaults: BTreeMap<String, Vec<String>>,
    /// Whether the current section is `[DEFAULT]`.
    in_defaults: bool,
    /// The key that indented lines continue.
    key: Option<String>,
    indent: usize,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), Malformed> {
        let value = line.trim();
        if value.starts_with(['#', ';']) {
            return Ok(());
        }
        if value.is_empty() {
            if let Some(lines) = self.current() {
                lines.push(String::new());
            }
            return Ok(());
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        if indent > self.indent
            && let Some(lines) = self.current()
        {
            lines.push(value.to_owned());
            return Ok(());
        }
        self.indent = indent;
        match header(value) {
            Some(name) => self.section(name),
            None => self.setting(value),
        }
    }

    fn current(&mut self) -> Option<&mut Vec<String>> {
        let key = self.key.clone()?;
        self.settings()?.get_mut(&key)
    }

    /// The settings of the current section.
    fn settings(&mut self) -> Option<&mut BTreeMap<String, Vec<String>>> {
        match self.in_defaults {
            true => Some(&mut self.defaults),
            false => self.sections.last_mut().map(|(_, settings)| settings),
        }
    }

    fn section(&mut self, name: &str) -> Result<(), Malformed> {
        self.key = None;
        self.in_defaults = name == "DEFAULT";
        if self.in_defaults {
            return Ok(());
        }
        if !self.known.insert(name.to_owned()) {
            return Err(Malformed);
        }
        self.sections.push((name.to_owned(), BTreeMap::new()));
        Ok(())
    }

    fn setting(&mut self, line: &str) -> Result<(), Malformed> {
        let settings = self.settings().ok_or(Malformed)?;
        let (key, value) = line.split_once(['=', ':']).ok_or(Malformed)?;
        let key = key.trim().to_lowercase();
        if key.is_empty() {
            return Err(Malformed);
        }
        match settings.entry(key.clone()) {
            Entry::Occupied(_) => return Err(Malformed),
            Entry::Vacant(entry) => entry.insert(vec![value.trim().to_owned()]),
        };
        self.key = Some(key);
        Ok(())
    }

    fn finish(self, setting: fn(&str) -> Result<Setting, Malformed>) -> Result<Ini, Malformed> {
        let mut sections = BTreeMap::new();
        for (place, (name, settings)) in self.sections.into_iter().enumerate() {
            let mut section = Section::new();
            let all = self.defaults.iter().chain(&settings);
            for (key, lines) in all {
                let value = lines.join("\n");
                section.insert(key.clone(), setting(value.trim_end())?);
            }
            sections.insert(name, (place, section));
        }
        Ok(Ini { sections })
    }
}

/// The text between `[` and the last `]`, if the line starts with `[`.
fn header(line: &str) -> Option<&str> {
    let name = line.strip_prefix('[')?.rsplit_once(']')?.0;
    (!name.is_empty()).then_some(name)
}

/// A value that starts with a line break consists of nested settings.
fn setting(value: &str) -> Result<Setting, Malformed> {
    if !value.starts_with('\n') {
        return Ok(Setting::Text(value.to_owned()));
    }
    let mut nested = BTreeMap::new();
    for line in value.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (key, value) = line.split_once('=').ok_or(Malformed)?;
        nested.insert(key.trim().to_owned(), value.trim().to_owned());
    }
    Ok(Setting::Nested(nested))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(ini: &str, key: &str) -> Option<String> {
        let ini = Ini::parse(ini.as_bytes()).unwrap();
        ini.get("s", key)
            .and_then(Setting::as_text)
            .map(str::to_owned)
    }

    #[test]
    fn either_delimiter_separates_and_keys_have_no_case() {
        assert_eq!(
            text("[s]\nRegion = a=b:c\n", "region").as_deref(),
            Some("a=b:c")
        );
        assert_eq!(text("[s]\nregion: eu\n", "region").as_deref(), Some("eu"));
        assert_eq!(text("[s]\r\nregion=\r\n", "region").as_deref(), Some(""));
    }

    #[test]
    fn comments_take_whole_lines() {
        let ini = "# c\n[s]\n; c\na = 1 # not a comment\n  # c\nb = 2";
        assert_eq!(text(ini, "a").as_deref(), Some("1 # not a comment"));
        assert_eq!(text(ini, "b").as_deref(), Some("2"));
    }

    #[test]
    fn indented_lines_continue_a_value() {
        assert_eq!(
            text("[s]\na = 1\n  2\n\n  3\n\nb = 4\n", "a").as_deref(),
            Some("1\n2\n\n3")
        );
    }

    #[test]
    fn a_key_without_value_nests() {
        let ini = Ini::parse(b"[s]\nsso_oidc =\n  endpoint_url = http://x:1\n\n  b = 2\n").unwrap();
        let nested = ini.get("s", "sso_oidc").unwrap();
        assert_eq!(nested.nested("endpoint_url"), Some("http://x:1"));
        assert_eq!(nested.nested("b"), Some("2"));
    }

    #[test]
    fn a_flat_file_has_texts_of_several_lines() {
        let ini = Ini::parse_flat(b"[s]\na =\n  b\n  c d\ne = f\n").unwrap();
        let texts: Vec<_> = ini.texts("s").collect();
        assert_eq!(texts, [("a", "\nb\nc d"), ("e", "f")]);
        assert_eq!(ini.texts("t").count(), 0);
    }

    #[test]
    fn the_default_section_is_part_of_every_other() {
        let ini = "[s]\na = 1\n[DEFAULT]\na = 2\nb = 3\n[DEFAULT]\nc = 4\n  5\n";
        assert_eq!(text(ini, "a").as_deref(), Some("1"));
        assert_eq!(text(ini, "b").as_deref(), Some("3"));
        assert_eq!(text(ini, "c").as_deref(), Some("4\n5"));
        let ini = Ini::parse(b"[DEFAULT]\na = 1\n").unwrap();
        assert_eq!(ini.sections().count(), 0);
    }

    #[test]
    fn what_python_refuses_is_refused() {
        for bad in [
            "a = 1\n",
            "\u{feff}[s]\na = 1\n",
            "[s]\na = 1\na = 2\n",
            "[s]\na = 1\nA = 2\n",
            "[s]\n[s]\n",
            "[DEFAULT]\na = 1\n[DEFAULT]\na = 2\n",
            "[s]\nword\n",
            "[s]\n= 1\n",
            "[s]\na =\n  word\n",
        ] {
            assert_eq!(Ini::parse(bad.as_bytes()), Err(Malformed), "{bad:?}");
        }
        assert_eq!(Ini::parse(b"[s]\na = \xff\n"), Err(Malformed));
    }
}
