//! What services, operations and resources name, and as what.

use crate::model::{Kind, Lifecycle, Reference, UNIT};

/// As what a shape names another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Mixin,
    Member,
    Operation,
    /// An operation in a resource's life, by its name.
    Lifecycle(Lifecycle),
    /// An operation of a resource's collection.
    Collection,
    Resource,
    Input,
    Output,
    Error,
    Identifier,
    Property,
}

impl Role {
    /// The role in a sentence.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Mixin => "mixin",
            Self::Member => "target",
            Self::Operation => "operation",
            Self::Lifecycle(life) => life.name(),
            Self::Collection => "collection operation",
            Self::Resource => "resource",
            Self::Input => "input",
            Self::Output => "output",
            Self::Error => "error",
            Self::Identifier => "identifier",
            Self::Property => "property",
        }
    }
}

/// What a service, operation or resource names.
pub(super) fn references(kind: &Kind) -> Vec<(Role, &Reference)> {
    let mut found: Vec<(Role, &Reference)> = Vec::new();
    let mut add = |role, named| found.push((role, named));
    match kind {
        Kind::Service(service) => {
            let operations = service.operations.iter();
            operations.for_each(|it| add(Role::Operation, it));
            let resources = service.resources.iter();
            resources.for_each(|it| add(Role::Resource, it));
            service.errors.iter().for_each(|it| add(Role::Error, it));
        }
        Kind::Operation(operation) => {
            let sides = [
                (Role::Input, &operation.input),
                (Role::Output, &operation.output),
            ];
            let sides = sides.into_iter().filter(|(_, named)| named.target != UNIT);
            sides.for_each(|(role, named)| add(role, named));
            operation.errors.iter().for_each(|it| add(Role::Error, it));
        }
        Kind::Resource(resource) => {
            let identifiers = resource.identifiers.values();
            identifiers.for_each(|it| add(Role::Identifier, it));
            let properties = resource.properties.values();
            properties.for_each(|it| add(Role::Property, it));
            let resources = resource.resources.iter();
            resources.for_each(|it| add(Role::Resource, it));
            let lifecycle = resource.lifecycle.iter();
            lifecycle.for_each(|(life, it)| add(Role::Lifecycle(*life), it));
            let operations = resource.operations.iter();
            operations.for_each(|it| add(Role::Operation, it));
            let collection = resource.collection_operations.iter();
            collection.for_each(|it| add(Role::Collection, it));
        }
        _ => {}
    }
    found
}
