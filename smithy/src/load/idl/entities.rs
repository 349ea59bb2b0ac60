//! Turns the bodies of services, resources and operations into what they bind.

use indexmap::IndexMap;

use super::super::names::unknown_properties;
use super::File;
use crate::diagnostic::Diagnostic;
use crate::idl::token::Span;
use crate::idl::tree::{self, Data, Entry, PropertyValue, Value};
use crate::model::traits::id;
use crate::model::{Kind, Lifecycle, Reference, Resource, Service, Shape, ShapeId};

/// The properties of a service.
const SERVICE: &[&str] = &["version", "operations", "resources", "errors", "rename"];

/// The properties of a resource.
const RESOURCE: &[&str] = &[
    "identifiers",
    "properties",
    "create",
    "put",
    "read",
    "update",
    "delete",
    "list",
    "operations",
    "collectionOperations",
    "resources",
];

impl<'a> File<'_, 'a> {
    /// Reads the properties of a service or resource.
    pub(super) fn entity(&mut self, shape: &mut Shape, value: &Value<'a>) {
        let Data::Object(entries) = &value.data else {
            return;
        };
        let id = shape.id.to_string();
        let known = match shape.kind {
            Kind::Service(_) => SERVICE,
            _ => RESOURCE,
        };
        let mut unknown = Vec::new();
        for entry in entries {
            let is_known = match &mut shape.kind {
                Kind::Service(service) => self.service(service, entry, &id),
                Kind::Resource(resource) => self.resource(resource, entry, &id),
                _ => continue,
            };
            if !is_known {
                let key = &entry.key;
                unknown.push((&*key.text, self.place(key.span.start)));
            }
        }
        let problem = unknown_properties(unknown, known, Some(&id));
        self.errors.extend(problem);
    }

    fn service(&mut self, service: &mut Service, entry: &Entry<'a>, id: &str) -> bool {
        match &*entry.key.text {
            "version" => match entry.value.text() {
                Some(text) => service.version = text.to_owned(),
                None => self.expected("`version`", "a string", &entry.value, Some(id)),
            },
            "operations" => service.operations = self.references(entry, id),
            "resources" => service.resources = self.references(entry, id),
            "errors" => service.errors = self.references(entry, id),
            "rename" => self.rename(service, entry, id),
            _ => return false,
        }
        true
    }

    fn rename(&mut self, service: &mut Service, entry: &Entry<'a>, id: &str) {
        let Data::Object(entries) = &entry.value.data else {
            return self.expected("`rename`", "an object", &entry.value, Some(id));
        };
        for renamed in entries {
            let Ok(shape) = ShapeId::parse_reference(&renamed.key.text) else {
                let message = format!("`{}` is no absolute shape id", renamed.key.text);
                let problem = Diagnostic::error(message)
                    .at(self.place(renamed.key.span.start))
                    .shape(id)
                    .help("write it as `\"namespace#Name\"`");
                self.errors.push(problem);
                continue;
            };
            match renamed.value.text() {
                Some(name) => {
                    service.rename.insert(shape, name.to_owned());
                }
                None => self.expected("a new name", "a string", &renamed.value, Some(id)),
            }
        }
    }

    fn resource(&mut self, resource: &mut Resource, entry: &Entry<'a>, id: &str) -> bool {
        match &*entry.key.text {
            "identifiers" => resource.identifiers = self.named_references(entry, id),
            "properties" => resource.properties = self.named_references(entry, id),
            "operations" => resource.operations = self.references(entry, id),
            "collectionOperations" => resource.collection_operations = self.references(entry, id),
            "resources" => resource.resources = self.references(entry, id),
            name => {
                let Some(kind) = Lifecycle::ALL.into_iter().find(|kind| kind.name() == name) else {
                    return false;
                };
                let what = format!("`{name}`");
                let operation = self.one_reference(&entry.value, &what, id);
                resource
                    .lifecycle
                    .extend(operation.map(|operation| (kind, operation)));
                resource.lifecycle.sort_by_key(|(kind, _)| *kind);
            }
        }
        true
    }

    /// A shape that is named, with or without quotes.
    fn one_reference(&mut self, value: &Value<'a>, what: &str, id: &str) -> Option<Reference> {
        let text = match &value.data {
            Data::Id(text) => *text,
            Data::String(text) | Data::Block(text) => text,
            _ => {
                self.expected(what, "the name of a shape", value, Some(id));
                return None;
            }
        };
        let meaning = self
            .resolve(text)
            .filter(|meaning| meaning.member.is_none());
        let Some(meaning) = meaning else {
            let problem = Diagnostic::error(format!("`{text}` is no name of a shape"))
                .at(self.place(value.span.start));
            self.errors.push(problem.shape(id));
            return None;
        };
        Some(Reference {
            target: meaning.shape,
            location: self.at(value.span),
        })
    }

    fn references(&mut self, entry: &Entry<'a>, id: &str) -> Vec<Reference> {
        let what = format!("`{}`", entry.key.text);
        let Data::Array(values) = &entry.value.data else {
            self.expected(&what, "an array", &entry.value, Some(id));
            return Vec::new();
        };
        let what = format!("an element of {what}");
        let named = values
            .iter()
            .filter_map(|value| self.one_reference(value, &what, id));
        named.collect()
    }

    fn named_references(&mut self, entry: &Entry<'a>, id: &str) -> IndexMap<String, Reference> {
        let what = format!("`{}`", entry.key.text);
        let Data::Object(entries) = &entry.value.data else {
            self.expected(&what, "an object", &entry.value, Some(id));
            return IndexMap::new();
        };
        let named = entries.iter().filter_map(|entry| {
            let what = format!("`{}`", entry.key.text);
            let reference = self.one_reference(&entry.value, &what, id)?;
            Some((entry.key.text.to_string(), reference))
        });
        named.collect()
    }

    /// Reads the properties of an operation, and defines the structures in it.
    pub(super) fn operation(
        &mut self,
        namespace: &str,
        shape: &mut Shape,
        properties: &tree::Operation<'a>,
    ) {
        let name = shape.id.name().to_owned();
        let Kind::Operation(operation) = &mut shape.kind else {
            return;
        };
        for property in &properties.properties {
            let key = property.key.text;
            let structure = match &property.value {
                PropertyValue::Errors(ids) => {
                    let errors = ids.ids.iter().filter_map(|id| self.reference(id));
                    operation.errors = errors.collect();
                    continue;
                }
                PropertyValue::Target(target) => self.reference(target),
                PropertyValue::Inline(inline) => {
                    let mark = if key == "input" {
                        id::INPUT
                    } else {
                        id::OUTPUT
                    };
                    let name = self.tree.inline_name(&name, key);
                    let target = self.inline(namespace, &name, inline, mark);
                    let location = self.at(Span {
                        start: inline.start,
                        end: inline.start,
                    });
                    target.map(|target| Reference { target, location })
                }
            };
            let Some(structure) = structure else {
                continue;
            };
            match key {
                "input" => operation.input = structure,
                _ => operation.output = structure,
            }
        }
    }
}
