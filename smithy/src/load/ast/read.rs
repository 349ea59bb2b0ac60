//! Parses the building blocks of a JSON AST, and reports values of the wrong type.

use std::borrow::Cow;

use indexmap::IndexMap;

use crate::limits::VALUE_DEPTH;
use crate::load::json::Seen;

use super::{
    Diagnostic, Entry, File, Json, Location, Malformed, Place, Reference, ShapeId, Subject,
};

impl File<'_> {
    /// The members of an object; reports if `what` is not an object.
    pub(in crate::load) fn object<'a>(
        &mut self,
        json: Json<'a>,
        what: &str,
        subject: Subject<'_>,
    ) -> Option<Vec<Entry<'a>>> {
        if !json.is_object() {
            self.unexpected(json, what, "an object", subject);
            return None;
        }
        json.entries()
            .map_err(|malformed| self.malformed(malformed, subject))
            .ok()
    }

    /// The text of a string; reports if `what` is not a string.
    pub(in crate::load) fn text<'a>(
        &mut self,
        json: Json<'a>,
        what: &str,
        subject: Subject<'_>,
    ) -> Option<Cow<'a, str>> {
        if !json.is_string() {
            self.unexpected(json, what, "a string", subject);
            return None;
        }
        let text = json
            .string()
            .map_err(|malformed| self.malformed(malformed, subject))
            .ok()?;
        Some(text)
    }

    /// An absolute shape id.
    pub(in crate::load) fn id(
        &mut self,
        json: Json<'_>,
        what: &str,
        subject: &str,
    ) -> Option<ShapeId> {
        let text = self.text(json, what, Some(subject))?;
        self.parse_id(&text, json.at, subject)
    }

    pub(in crate::load) fn parse_id(
        &mut self,
        text: &str,
        at: Location,
        subject: &str,
    ) -> Option<ShapeId> {
        match self.merge.ids.reference(text) {
            Ok(id) => Some(id),
            Err(_) => {
                let problem =
                    Diagnostic::error(format!("`{text}` is no absolute shape id")).shape(subject);
                self.errors.push(
                    problem
                        .at(self.place(at))
                        .help("write it as `namespace#Name`"),
                );
                None
            }
        }
    }

    /// A reference: `{"target": id}`.
    pub(in crate::load) fn reference(
        &mut self,
        json: Json<'_>,
        what: &str,
        subject: &str,
    ) -> Option<Reference> {
        let entries = self.object(json, what, Some(subject))?;
        self.repeated(&entries, Some(subject));
        let mut target = None;
        let mut unknown = Vec::new();
        for entry in entries {
            match &*entry.key {
                "target" => target = Some(entry.value),
                _ => unknown.push((entry.key, entry.key_at)),
            }
        }
        self.unknown_properties(&unknown, &["target"], Some(subject));
        let Some(target) = target else {
            let problem = Diagnostic::error(format!("{what} has no `target`")).shape(subject);
            self.errors.push(
                problem
                    .at(self.place(json.at))
                    .help("write it as `{ \"target\": \"namespace#Name\" }`"),
            );
            return None;
        };
        Some(Reference {
            target: self.id(target, "`target`", subject)?,
            location: target.at,
        })
    }

    /// An array of references.
    pub(in crate::load) fn references(
        &mut self,
        json: Json<'_>,
        what: &str,
        subject: &str,
    ) -> Vec<Reference> {
        if !json.is_array() {
            self.unexpected(json, what, "an array", Some(subject));
            return Vec::new();
        }
        match json.elements() {
            Ok(elements) => {
                let element = format!("an element of {what}");
                elements
                    .into_iter()
                    .filter_map(|json| self.reference(json, &element, subject))
                    .collect()
            }
            Err(malformed) => {
                self.malformed(malformed, Some(subject));
                Vec::new()
            }
        }
    }

    /// An object of references.
    pub(in crate::load) fn named_references(
        &mut self,
        json: Json<'_>,
        what: &str,
        subject: &str,
    ) -> IndexMap<String, Reference> {
        let entries = self.object(json, what, Some(subject)).unwrap_or_default();
        self.repeated(&entries, Some(subject));
        let named = |entry: Entry<'_>| {
            let reference = self.reference(entry.value, &format!("`{}`", entry.key), subject)?;
            Some((entry.key.into_owned(), reference))
        };
        entries.into_iter().filter_map(named).collect()
    }

    /// Reports duplicate keys in an object, since it is ambiguous which value is meant.
    pub(in crate::load) fn repeated(&mut self, entries: &[Entry<'_>], subject: Subject<'_>) {
        let mut seen = Seen::default();
        for entry in entries {
            let is_repeated = seen.has(&entry.key);
            seen.add(Cow::Borrowed(&*entry.key));
            if is_repeated {
                let mut problem = Diagnostic::error(format!("`{}` is given twice", entry.key));
                problem.shape = subject.map(str::to_owned);
                self.errors.push(
                    problem
                        .at(self.place(entry.key_at))
                        .help("remove one of them"),
                );
            }
        }
    }

    /// Reports the properties of an object that are not known, all at once.
    pub(in crate::load) fn unknown_properties(
        &mut self,
        unknown: &[(Cow<'_, str>, Location)],
        known: &[&str],
        subject: Subject<'_>,
    ) {
        let unknown = unknown.iter().map(|(name, at)| (&**name, self.place(*at)));
        let problem = super::super::names::unknown_properties(unknown.collect(), known, subject);
        self.errors.extend(problem);
    }

    fn unexpected(&mut self, json: Json<'_>, what: &str, expected: &str, subject: Subject<'_>) {
        let problem = format!("expected {what} to be {expected}, found {}", json.kind());
        let mut problem = Diagnostic::error(problem).at(self.place(json.at));
        problem.shape = subject.map(str::to_owned);
        self.errors.push(problem);
    }

    pub(in crate::load) fn malformed(&mut self, malformed: Malformed, subject: Subject<'_>) {
        let mut problem = match malformed.is_too_deep {
            _ if malformed.is_repeated => {
                Diagnostic::error(malformed.message).help("remove one of them")
            }
            true => Diagnostic::error(format!(
                "a value nests more than {VALUE_DEPTH} deep: lists and objects in each other"
            )),
            false => {
                let problem = Diagnostic::error(format!("not valid JSON: {}", malformed.message));
                match malformed.message.contains("hex escape") {
                    true => problem.help(
                        "write the character itself, or both halves of it, as in `\\ud83d\\ude00`",
                    ),
                    false => problem,
                }
            }
        };
        problem.shape = subject.map(str::to_owned);
        self.errors.push(problem.at(self.place(malformed.at)));
    }

    pub(in crate::load) fn place(&self, at: Location) -> Option<Place> {
        self.sources.place(at)
    }
}
