//! A file that says which changes are meant: each entry with a reason, and a day on which it ends if it does.
//!
//! ```toml
//! [[ignore]]
//! id = "RemovedShape"
//! shape = "com.example#Old"
//! reason = "nobody ever called it"
//! expires = 2027-01-31
//! ```

mod date;

use std::ops::Range;
use std::path::Path;

use crate::{Errors, Severity};
use smithgen_model::diff::Event;
use smithgen_model::reading::read_text;
use smithgen_model::source::{Location, Sources};
use smithgen_model::{Diagnostic, Place, nearest};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(super) use self::date::{Date, today};
use crate::command::limits::{IGNORE_ENTRIES, IGNORE_LENGTH};

/// The entries of a file.
#[derive(Default)]
pub(super) struct Ignored(Vec<Entry>);

/// Which changes are meant, and why.
struct Entry {
    id: String,
    shape: String,
    reason: String,
    expires: Option<Date>,
    place: Option<Place>,
}

const KEYS: [&str; 4] = ["id", "shape", "reason", "expires"];

impl Ignored {
    /// Marks the changes that are meant as suppressed. Entries that have ended, or that mean no change, are reported.
    pub(super) fn apply(&self, events: &mut [Event], today: Date) -> Errors {
        let mut told = Errors::new();
        let mut uses = vec![0_usize; self.0.len()];
        for event in events.iter_mut() {
            for (entry, uses) in self.0.iter().zip(&mut uses) {
                if !entry.means(event) {
                    continue;
                }
                *uses += 1;
                if entry.has_ended(today) || event.severity == Severity::Suppressed {
                    continue;
                }
                let until = entry.expires.map(|date| format!(", until {date}"));
                let reason = format!("ignored: {}{}", entry.reason, until.unwrap_or_default());
                event.severity = Severity::Suppressed;
                event.help = Some(reason);
            }
        }
        for (entry, uses) in self.0.iter().zip(uses) {
            let what = format!("`{}` of `{}`", entry.id, entry.shape);
            let problem = match (entry.expires, uses) {
                (_, 0) => Diagnostic::warning(format!("no change is {what}"))
                    .help("remove this entry: what it ignored is no longer there"),
                (Some(date), _) if entry.has_ended(today) => {
                    Diagnostic::warning(format!("{what} was ignored until {date}"))
                        .help("undo the change, or state another date and why")
                }
                _ => continue,
            };
            told.push(problem.at(entry.place.clone()));
        }
        told.sort();
        told
    }
}

impl Entry {
    fn means(&self, event: &Event) -> bool {
        let rest = event.id.strip_prefix(self.id.as_str());
        let is_id = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        is_id && matches(&self.shape, event.shape.as_deref().unwrap_or_default())
    }

    fn has_ended(&self, today: Date) -> bool {
        self.expires.is_some_and(|date| date < today)
    }
}

/// Whether a shape is the one of a pattern: an id, `namespace#*` with any `*` in the namespace, or `*` for all.
fn matches(pattern: &str, shape: &str) -> bool {
    if pattern == "*" || pattern == shape {
        return true;
    }
    let (Some(namespaces), Some((namespace, _))) =
        (pattern.strip_suffix("#*"), shape.split_once('#'))
    else {
        return false;
    };
    let mut parts = namespaces.split('*');
    let Some(mut rest) = namespace.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    // What stands between two stars is looked for as early as can be, which leaves the most for the others.
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Reads a file; what is wrong with it is reported at its place.
pub(super) fn read(path: &Path, problems: &mut Errors) -> Ignored {
    let text = match read_text(path, IGNORE_LENGTH) {
        Ok(text) => text,
        Err(problem) => {
            problems.push(*problem);
            return Ignored::default();
        }
    };
    let mut sources = Sources::default();
    let number = sources.add(path.display().to_string(), text.clone());
    let mut reader = Reader {
        sources,
        number,
        problems,
    };
    let (table, broken) = DeTable::parse_recoverable(&text);
    for error in &broken {
        let place = reader.place(error.span().unwrap_or(0..0));
        let problem = Diagnostic::error(error.message().to_lowercase()).at(place);
        reader.problems.push(problem);
    }
    // What a broken file seems to say may be half of what it means to.
    match broken.is_empty() {
        true => reader.file(table.get_ref()),
        false => Ignored::default(),
    }
}

struct Reader<'e> {
    sources: Sources,
    number: usize,
    problems: &'e mut Errors,
}

impl Reader<'_> {
    fn file(&mut self, table: &DeTable<'_>) -> Ignored {
        for (key, _) in table.iter().filter(|(key, _)| key.get_ref() != "ignore") {
            let message = format!("`{}` is no key of this file", key.get_ref());
            self.problem(key.span(), message, "write entries below `[[ignore]]`");
        }
        let Some(list) = table.get("ignore") else {
            return Ignored::default();
        };
        let DeValue::Array(entries) = list.get_ref() else {
            let help = "write each entry below `[[ignore]]`";
            self.problem(list.span(), "`ignore` is a list of tables".to_owned(), help);
            return Ignored::default();
        };
        if entries.len() > IGNORE_ENTRIES {
            let message = format!("there are more than {IGNORE_ENTRIES} entries");
            let help = "ignore all of a namespace with `namespace#*`";
            self.problem(list.span(), message, help);
            return Ignored::default();
        }
        let entries = entries.iter();
        Ignored(entries.filter_map(|entry| self.entry(entry)).collect())
    }

    fn entry(&mut self, entry: &Spanned<DeValue<'_>>) -> Option<Entry> {
        let DeValue::Table(table) = entry.get_ref() else {
            let message = "an entry is a table".to_owned();
            self.problem(entry.span(), message, "write it below `[[ignore]]`");
            return None;
        };
        for (key, _) in table.iter() {
            let name = key.get_ref();
            if !KEYS.contains(&&**name) {
                let help = match nearest(name, KEYS) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!(
                        "an entry has {}",
                        KEYS.map(|it| format!("`{it}`")).join(", ")
                    ),
                };
                let message = format!("`{name}` is no key of an entry");
                self.problem(key.span(), message, &help);
            }
        }
        let id = self.text(
            entry,
            table,
            "id",
            "name what to ignore: `id = \"RemovedShape\"`",
        );
        let shape = self.text(
            entry,
            table,
            "shape",
            "name a shape, `namespace#*`, or `*` for whatever has the id",
        );
        let reason = self.text(entry, table, "reason", "say why the change does no harm");
        let expires = match table.get("expires") {
            None => None,
            Some(value) => Some(self.date(value)?),
        };
        Some(Entry {
            id: id?,
            shape: shape?,
            reason: reason?,
            expires,
            place: self.place(entry.span()),
        })
    }

    fn text(
        &mut self,
        entry: &Spanned<DeValue<'_>>,
        table: &DeTable<'_>,
        key: &str,
        help: &str,
    ) -> Option<String> {
        let Some(value) = table.get(key) else {
            self.problem(entry.span(), format!("the entry has no `{key}`"), help);
            return None;
        };
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.to_string()),
            _ => {
                let message = format!("`{key}` is a text that is not empty");
                self.problem(value.span(), message, help);
                None
            }
        }
    }

    fn date(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Date> {
        let date = match value.get_ref() {
            DeValue::Datetime(date) => Date::parse(&date.to_string()),
            DeValue::String(text) => Date::parse(text),
            _ => None,
        };
        if date.is_none() {
            let message = "`expires` is no day".to_owned();
            self.problem(value.span(), message, "write it as `2027-01-31`");
        }
        date
    }

    fn place(&self, span: Range<usize>) -> Option<Place> {
        self.sources.place(Location::new(self.number, span.start))
    }

    fn problem(&mut self, span: Range<usize>, message: String, help: &str) {
        let place = self.place(span);
        let problem = Diagnostic::error(message).at(place);
        self.problems.push(problem.help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_parts_of_namespaces_and_for_all_names() {
        for (pattern, shape) in [
            ("a.b#C", "a.b#C"),
            ("a.b#*", "a.b#C$d"),
            ("a.*#*", "a.b.c#D"),
            ("*.c#*", "a.b.c#D"),
            ("a*b*c#*", "a.b.b.c#D"),
            ("*", "a#B"),
            ("*", ""),
        ] {
            assert!(matches(pattern, shape), "{pattern} {shape}");
        }
        for (pattern, shape) in [
            ("a.b#C", "a.b#C$d"),
            ("a.b#*", "a.b.c#D"),
            ("a.*#*", "b.a.c#D"),
            ("a*b*c#*", "a.c#D"),
            ("a.*#C", "a.b#C"),
            ("a#*", ""),
        ] {
            assert!(!matches(pattern, shape), "{pattern} {shape}");
        }
    }
}
