//! Reads the values of a description and reports those of the wrong type.

use super::layered::{Fields, Layered};
use super::{Node, Reader, mark, set};
use crate::diagnostic::{Diagnostic, Errors};
use crate::model::{Traits, traits::id};
use crate::source::Location;

impl<'a> Reader<'a, '_> {
    /// The members of an object; reports if `what` is none.
    pub(super) fn fields(
        &mut self,
        value: Layered<'a>,
        what: &str,
        subject: &str,
    ) -> Option<Fields<'a>> {
        let subject = Some(subject).filter(|it| !it.is_empty());
        let entries = self.file.object(value.json, what, subject)?;
        self.file.repeated(&entries, subject);
        value
            .fields()
            .map_err(|malformed| self.file.malformed(malformed, subject))
            .ok()
    }

    /// The members of the object that a member is.
    pub(super) fn fields_of(
        &mut self,
        fields: &Fields<'a>,
        key: &str,
        subject: &str,
    ) -> Option<Fields<'a>> {
        let value = fields.get(key)?.value;
        self.fields(value, &format!("`{key}`"), subject)
    }

    /// The text of a member, and where the member stands.
    pub(super) fn text(
        &mut self,
        fields: &Fields<'a>,
        key: &str,
        subject: &str,
    ) -> Option<(String, Location)> {
        let field = fields.get(key)?;
        let subject = Some(subject).filter(|it| !it.is_empty());
        let text = self
            .file
            .text(field.value.json, &format!("`{key}`"), subject)?;
        Some((text.into_owned(), field.key_at))
    }

    /// Where a member stands that is true.
    pub(super) fn flag(
        &mut self,
        fields: &Fields<'a>,
        key: &str,
        subject: &str,
    ) -> Option<Location> {
        match self.node(fields, key, subject)? {
            (Node::Bool(true), at) => Some(at),
            (Node::Bool(false), _) => None,
            _ => {
                self.expected(fields, key, "a boolean", subject);
                None
            }
        }
    }

    pub(super) fn number(
        &mut self,
        fields: &Fields<'a>,
        key: &str,
        subject: &str,
    ) -> Option<(Node, Location)> {
        match self.node(fields, key, subject)? {
            (value @ Node::Number(_), at) => Some((value, at)),
            _ => {
                self.expected(fields, key, "a number", subject);
                None
            }
        }
    }

    /// The elements of an array of texts.
    pub(super) fn texts(
        &mut self,
        fields: &Fields<'a>,
        key: &str,
        subject: &str,
    ) -> Option<Vec<(String, Location)>> {
        let field = fields.get(key)?;
        let json = field.value.json;
        if !json.is_array() {
            self.expected(fields, key, "an array", subject);
            return None;
        }
        let elements = json
            .elements()
            .map_err(|malformed| self.file.malformed(malformed, Some(subject)))
            .ok()?;
        let what = format!("an element of `{key}`");
        let subject = Some(subject).filter(|it| !it.is_empty());
        let texts = elements.into_iter().filter_map(|element| {
            let text = self.file.text(element, &what, subject)?;
            Some((text.into_owned(), element.at))
        });
        Some(texts.collect())
    }

    /// The objects of an array.
    pub(super) fn objects(
        &mut self,
        fields: &Fields<'a>,
        key: &str,
        subject: &str,
    ) -> Vec<Fields<'a>> {
        let Some(field) = fields.get(key) else {
            return Vec::new();
        };
        let json = field.value.json;
        if !json.is_array() {
            self.expected(fields, key, "an array", subject);
            return Vec::new();
        }
        match json.elements() {
            Ok(elements) => {
                let what = format!("an element of `{key}`");
                let read = |element| self.fields(Layered::new(element, None), &what, subject);
                elements.into_iter().filter_map(read).collect()
            }
            Err(malformed) => {
                self.file.malformed(malformed, Some(subject));
                Vec::new()
            }
        }
    }

    /// The value of a member as it is.
    pub(super) fn node(
        &mut self,
        fields: &Fields<'a>,
        key: &str,
        subject: &str,
    ) -> Option<(Node, Location)> {
        let field = fields.get(key)?;
        match field.value.json.node() {
            Ok(value) => Some((value, field.key_at)),
            Err(malformed) => {
                self.file.malformed(malformed, Some(subject));
                None
            }
        }
    }

    pub(super) fn expected(&mut self, fields: &Fields<'a>, key: &str, kind: &str, subject: &str) {
        if let Some(field) = fields.get(key) {
            let json = field.value.json;
            let what = format!("expected `{key}` to be {kind}, found {}", json.kind());
            let mut problem = Diagnostic::error(what).at(self.file.place(json.at));
            problem.shape = super::named(subject);
            self.file.push(problem);
        }
    }

    /// Adds documentation, `deprecated` and `sensitive`, which all kinds of things have.
    pub(super) fn common_traits(
        &mut self,
        traits: &mut Traits,
        fields: &Fields<'a>,
        subject: &str,
    ) {
        if let Some((text, at)) = self.text(fields, "documentation", subject) {
            set(traits, id::DOCUMENTATION, Node::String(text), at);
        }
        let message = self.text(fields, "deprecatedMessage", subject);
        let since = self.text(fields, "deprecatedSince", subject);
        if let Some(at) = self.flag(fields, "deprecated", subject) {
            let node = |text: Option<(String, Location)>| text.map(|(text, _)| Node::String(text));
            let value = super::object([("message", node(message)), ("since", node(since))]);
            set(traits, "smithy.api#deprecated", value, at);
        }
        if let Some(at) = self.flag(fields, "sensitive", subject) {
            mark(traits, id::SENSITIVE, at);
        }
    }
}

impl super::File<'_> {
    pub(super) fn push(&mut self, problem: Diagnostic) {
        let errors: &mut Errors = self.errors();
        errors.push(problem);
    }
}
