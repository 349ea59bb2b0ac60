//! Turns values into nodes, and what is applied to a shape into its traits.

use serde_json::{Map, Number};

use super::super::merge::add;
use super::super::names::refused_trait;
use super::File;
use crate::diagnostic::Diagnostic;
use crate::idl::tree::{self, Applied, Data, Entry, Inside, Value};
use crate::maps::HashSet;
use crate::model::traits::id;
use crate::model::{Node, ShapeId, Trait, Traits};
use crate::source::Location;

impl<'a> File<'_, 'a> {
    /// A value as it is in JSON; shape ids become absolute.
    pub(super) fn node(&self, value: &Value<'a>, namespace: Option<&str>) -> Node {
        match &value.data {
            Data::Null => Node::Null,
            Data::Bool(is) => Node::Bool(*is),
            // The grammar of numbers is JSON's.
            Data::Number(text) => {
                serde_json::from_str::<Number>(text).map_or(Node::Null, Node::Number)
            }
            Data::String(text) | Data::Block(text) => Node::String(text.to_string()),
            Data::Id(text) => Node::String(self.absolute(text, namespace)),
            Data::Array(values) => values
                .iter()
                .map(|value| self.node(value, namespace))
                .collect(),
            Data::Object(entries) => self.object(entries, namespace),
        }
    }

    fn object(&self, entries: &[Entry<'a>], namespace: Option<&str>) -> Node {
        let entry = |entry: &Entry<'a>| {
            let value = self.node(&entry.value, namespace);
            (entry.key.text.to_string(), value)
        };
        Node::Object(entries.iter().map(entry).collect::<Map<_, _>>())
    }

    /// An id with its namespace: that of the file, or of Smithy itself where there is none yet.
    fn absolute(&self, text: &str, namespace: Option<&str>) -> String {
        let namespace = namespace.unwrap_or(super::PRELUDE_NAMESPACE);
        match self.resolve_in(namespace, text) {
            Some(meaning) => match meaning.member {
                Some(member) => meaning.shape.member(member),
                None => meaning.shape.to_string(),
            },
            None => text.to_owned(),
        }
    }

    /// The traits before a shape or member, its documentation being the last.
    pub(super) fn traits(&mut self, traits: &tree::Traits<'a>, subject: &str) -> Traits {
        let mut found = Traits::default();
        self.add_applied(&mut found, &traits.applied, subject);
        if let Some(docs) = traits.docs {
            let text = self.tree.documentation(docs);
            let at = self.at(docs);
            self.add_trait(
                &mut found,
                id::DOCUMENTATION,
                Node::String(text),
                at,
                subject,
            );
        }
        found
    }

    /// Adds traits as they are written.
    pub(super) fn add_applied(
        &mut self,
        traits: &mut Traits,
        applied: &[Applied<'a>],
        subject: &str,
    ) {
        let namespace = self.tree.namespace.as_ref().map(|it| it.name);
        let mut several = Vec::new();
        for applied in applied {
            let Some(meaning) = self.resolve(applied.id.text) else {
                continue;
            };
            let value = match applied.body.as_ref().map(|body| &body.inside) {
                None | Some(Inside::Nothing) => self.names.annotation_value(meaning.shape.as_str()),
                Some(Inside::Value(value)) => self.node(value, namespace),
                Some(Inside::Entries(entries)) => self.object(entries, namespace),
            };
            if self.tree.is_incomplete && !meaning.exists {
                // What it means was probably said in what could not be read.
                self.merge.model.broken.insert(meaning.shape.clone());
            }
            several.push(Trait {
                id: meaning.shape,
                value,
                location: self.at(applied.span),
            });
        }
        let mut seen = HashSet::default();
        let is_first = |new: &Trait| seen.insert(new.id.clone());
        let firsts: Vec<bool> = several.iter().map(is_first).collect();
        let was_empty = traits.is_empty();
        for (new, is_first) in several.into_iter().zip(firsts) {
            self.refuse_trait(&new, subject);
            if was_empty && is_first {
                // Looking for it among many would take the square of their number.
                traits.push(new);
                continue;
            }
            add(traits, new, subject, self.sources, self.errors);
        }
    }

    /// Adds a trait that syntax stands for.
    pub(super) fn add_trait(
        &mut self,
        traits: &mut Traits,
        id: &'static str,
        value: Node,
        location: Location,
        subject: &str,
    ) {
        let new = Trait {
            id: ShapeId::known(id),
            value,
            location,
        };
        add(traits, new, subject, self.sources, self.errors);
    }

    /// Reports a trait that a file of this version may not use.
    fn refuse_trait(&mut self, new: &Trait, subject: &str) {
        let Some((message, help)) = refused_trait(self.version(), new.id.as_str()) else {
            return;
        };
        let problem = Diagnostic::error(message)
            .at(self.sources.place(new.location))
            .shape(subject)
            .trait_id(&new.id);
        self.errors.push(problem.help(help));
    }
}
