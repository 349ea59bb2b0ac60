//! Parses the bindings of services, operations and resources.

use std::borrow::Cow;

use super::{File, Json, Lifecycle, Operation, Resource, Service};

impl File<'_> {
    pub(super) fn service(
        &mut self,
        service: &mut Service,
        name: &str,
        value: Json<'_>,
        subject: &str,
    ) -> bool {
        match name {
            "version" => {
                service.version = self
                    .text(value, "`version`", Some(subject))
                    .map_or_else(String::new, Cow::into_owned)
            }
            "operations" => service.operations = self.references(value, "`operations`", subject),
            "resources" => service.resources = self.references(value, "`resources`", subject),
            "errors" => service.errors = self.references(value, "`errors`", subject),
            "rename" => {
                for entry in self
                    .object(value, "`rename`", Some(subject))
                    .unwrap_or_default()
                {
                    let renamed = self.parse_id(&entry.key, entry.key_at, subject);
                    let new = self.text(entry.value, "a new name", Some(subject));
                    service.rename.extend(renamed.zip(new.map(Cow::into_owned)));
                }
            }
            _ => return false,
        }
        true
    }

    pub(super) fn operation(
        &mut self,
        operation: &mut Operation,
        name: &str,
        value: Json<'_>,
        subject: &str,
    ) -> bool {
        let place = match name {
            "input" => &mut operation.input,
            "output" => &mut operation.output,
            "errors" => {
                operation.errors = self.references(value, "`errors`", subject);
                return true;
            }
            _ => return false,
        };
        if let Some(reference) = self.reference(value, &format!("`{name}`"), subject) {
            *place = reference;
        }
        true
    }

    pub(super) fn resource(
        &mut self,
        resource: &mut Resource,
        name: &str,
        value: Json<'_>,
        subject: &str,
    ) -> bool {
        match name {
            "identifiers" => {
                resource.identifiers = self.named_references(value, "`identifiers`", subject)
            }
            "properties" => {
                resource.properties = self.named_references(value, "`properties`", subject)
            }
            "operations" => resource.operations = self.references(value, "`operations`", subject),
            "collectionOperations" => {
                resource.collection_operations =
                    self.references(value, "`collectionOperations`", subject);
            }
            "resources" => resource.resources = self.references(value, "`resources`", subject),
            _ => {
                let Some(kind) = Lifecycle::ALL.into_iter().find(|kind| kind.name() == name) else {
                    return false;
                };
                let operation = self.reference(value, &format!("`{name}`"), subject);
                resource
                    .lifecycle
                    .extend(operation.map(|operation| (kind, operation)));
                resource.lifecycle.sort_by_key(|(kind, _)| *kind);
            }
        }
        true
    }
}
