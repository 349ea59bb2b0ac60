//! What services, operations and resources name, and as what.

use crate::model::{Kind, Lifecycle, ShapeId, UNIT};

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
pub(super) fn references(kind: &Kind) -> Vec<(Role, &ShapeId)> {
    let mut found: Vec<(Role, &ShapeId)> = Vec::new();
    let mut add = |role, id| found.push((role, id));
    match kind {
        Kind::Service(service) => {
            let operations = service.operations.iter();
            operations.for_each(|it| add(Role::Operation, &it.target));
            let resources = service.resources.iter();
            resources.for_each(|it| add(Role::Resource, &it.target));
            service
                .errors
                .iter()
                .for_each(|it| add(Role::Error, &it.target));
        }
        Kind::Operation(operation) => {
            let sides = [
                (Role::Input, &operation.input.target),
                (Role::Output, &operation.output.target),
            ];
            let sides = sides.into_iter().filter(|(_, target)| **target != UNIT);
            sides.for_each(|(role, target)| add(role, target));
            operation
                .errors
                .iter()
                .for_each(|it| add(Role::Error, &it.target));
        }
        Kind::Resource(resource) => {
            let identifiers = resource.identifiers.values();
            identifiers.for_each(|it| add(Role::Identifier, &it.target));
            let properties = resource.properties.values();
            properties.for_each(|it| add(Role::Property, &it.target));
            let resources = resource.resources.iter();
            resources.for_each(|it| add(Role::Resource, &it.target));
            let lifecycle = resource.lifecycle.iter();
            lifecycle.for_each(|(life, it)| add(Role::Lifecycle(*life), &it.target));
            let operations = resource.operations.iter();
            operations.for_each(|it| add(Role::Operation, &it.target));
            let collection = resource.collection_operations.iter();
            collection.for_each(|it| add(Role::Collection, &it.target));
        }
        _ => {}
    }
    found
}
