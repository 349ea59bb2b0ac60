//! Selects a service, its operations, and the shapes that they use.

use indexmap::{IndexMap, IndexSet};

use crate::diagnostic::{Diagnostic, Errors};
use crate::maps::HashSet;
use crate::model::protocols::PROTOCOLS;
use crate::model::{Model, Resource, Shape, ShapeId};
use crate::nearest::nearest;

/// The part of a model to generate.
#[derive(Debug, Clone)]
pub struct Selection {
    /// The service.
    pub service: ShapeId,
    /// Its selected operations: the service's own in order, then those of its resources, depth-first.
    pub operations: Vec<ShapeId>,
    /// The data shapes that the operations use, in order of first use: inputs, outputs, errors (including the
    /// service's) and all their members' targets, including `smithy.api#Unit` and other prelude shapes.
    pub shapes: IndexSet<ShapeId>,
}

/// Selects a service and operations, and finds the shapes that they use.
///
/// `service` is an absolute id or a name; without it the model must have exactly one service. `operations` are
/// names or ids; none selects all. Unknown names are reported with a suggestion.
pub fn select(
    model: &Model,
    service: Option<&str>,
    operations: &[String],
    errors: &mut Errors,
) -> Option<Selection> {
    let service = choose_service(model, service, errors)?;
    if !PROTOCOLS
        .iter()
        .any(|protocol| service.traits.has(protocol))
    {
        let problem =
            Diagnostic::error("the service has no protocol").at(model.place(service.location));
        let help = format!("apply the trait of one, of {}", PROTOCOLS.join(", "));
        errors.push(problem.shape(&service.id).help(help));
    }
    let all = operations_of(model, service);
    let chosen = choose_operations(model, service, &all, operations, errors);
    let shapes = reach(model, service, &chosen);
    Some(Selection {
        service: service.id.clone(),
        operations: chosen,
        shapes,
    })
}

fn choose_service<'m>(
    model: &'m Model,
    wanted: Option<&str>,
    errors: &mut Errors,
) -> Option<&'m Shape> {
    let all: Vec<&Shape> = model.services().collect();
    let listed = all
        .iter()
        .map(|shape| format!("`{}`", shape.id))
        .collect::<Vec<_>>()
        .join(", ");
    let existing = match all.as_slice() {
        [] => "the model has no service".to_owned(),
        _ => format!("the model has {listed}"),
    };
    let Some(wanted) = wanted else {
        return match all.as_slice() {
            [only] => Some(only),
            [] => {
                // If a file could not be read, this would only be noise.
                if !errors.has_errors() {
                    errors.push(Diagnostic::error("the model has no service").setting("model", ""));
                }
                None
            }
            _ => {
                let problem = Diagnostic::error(format!(
                    "the model has {} services, and none is chosen",
                    all.len()
                ));
                let help = format!("choose one of {listed}");
                errors.push(problem.setting("service", "").help(help));
                None
            }
        };
    };
    let named: Vec<&&Shape> = all
        .iter()
        .filter(|shape| shape.id == wanted || shape.id.name() == wanted)
        .collect();
    match named.as_slice() {
        [only] => Some(only),
        [] => {
            let problem = Diagnostic::error(format!("service `{wanted}` is not in the model"));
            let bare = wanted.rsplit('#').next().unwrap_or(wanted);
            let meant = nearest(bare, all.iter().map(|shape| shape.id.name()));
            let help = match meant.filter(|meant| *meant != wanted) {
                Some(meant) => format!("did you mean `{meant}`? {existing}"),
                None => existing,
            };
            errors.push(problem.setting("service", wanted).help(help));
            None
        }
        several => {
            let ids: Vec<_> = several
                .iter()
                .map(|shape| format!("`{}`", shape.id))
                .collect();
            let problem = Diagnostic::error(format!("several services are named `{wanted}`"));
            let help = format!("choose one of {}", ids.join(", "));
            errors.push(problem.setting("service", wanted).help(help));
            None
        }
    }
}

/// All operations of a service: its own, then those of its resources, depth-first, without duplicates.
pub fn operations_of(model: &Model, service: &Shape) -> IndexSet<ShapeId> {
    let mut operations = IndexSet::new();
    let Some(bound) = service.as_service() else {
        return operations;
    };
    operations.extend(
        bound
            .operations
            .iter()
            .map(|operation| operation.target.clone()),
    );
    for shape in resources_of(model, service).into_values() {
        operations.extend(operations_of_resource(shape).cloned());
    }
    operations
}

/// All resources of a service, depth-first, without duplicates.
pub fn resources_of<'m>(model: &'m Model, service: &Shape) -> IndexMap<ShapeId, &'m Resource> {
    let mut found = IndexMap::new();
    let Some(bound) = service.as_service() else {
        return found;
    };
    let mut open: Vec<&ShapeId> = bound
        .resources
        .iter()
        .rev()
        .map(|resource| &resource.target)
        .collect();
    while let Some(id) = open.pop() {
        let Some((id, shape)) = model.shapes.get_key_value(id) else {
            continue;
        };
        let Some(resource) = shape.as_resource() else {
            continue;
        };
        if found.insert(id.clone(), resource).is_none() {
            open.extend(
                resource
                    .resources
                    .iter()
                    .rev()
                    .map(|resource| &resource.target),
            );
        }
    }
    found
}

fn operations_of_resource(resource: &Resource) -> impl Iterator<Item = &ShapeId> {
    let lifecycle = resource.lifecycle.iter().map(|(_, operation)| operation);
    let all = lifecycle
        .chain(&resource.operations)
        .chain(&resource.collection_operations);
    all.map(|operation| &operation.target)
}

/// The selected operations in the service's order; all if none is named.
fn choose_operations(
    model: &Model,
    service: &Shape,
    all: &IndexSet<ShapeId>,
    wanted: &[String],
    errors: &mut Errors,
) -> Vec<ShapeId> {
    let mut chosen = HashSet::default();
    for name in wanted {
        match all.iter().find(|id| **id == **name || id.name() == name) {
            Some(id) => {
                chosen.insert(id.clone());
            }
            None => errors.push(missing_operation(model, service, all, name)),
        }
    }
    all.iter()
        .filter(|id| wanted.is_empty() || chosen.contains(*id))
        .cloned()
        .collect()
}

fn missing_operation(
    model: &Model,
    service: &Shape,
    all: &IndexSet<ShapeId>,
    name: &str,
) -> Diagnostic {
    let names: Vec<&str> = all.iter().map(ShapeId::name).collect();
    let bare = name.rsplit('#').next().unwrap_or(name);
    let message = format!("operation `{name}` is not in service `{}`", service.id);
    let mut listed = names
        .iter()
        .take(40)
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > 40 {
        listed.push_str(&format!(" and {} more", names.len() - 40));
    }
    let existing = if names.is_empty() {
        "it has no operations".into()
    } else {
        format!("it has {listed}")
    };
    let help = match nearest(bare, names.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`? {existing}"),
        None => existing,
    };
    Diagnostic::error(message)
        .at(model.place(service.location))
        .setting("operations", name)
        .help(help)
}

/// The data shapes that operations of a service use, in order of first use.
fn reach(model: &Model, service: &Shape, operations: &[ShapeId]) -> IndexSet<ShapeId> {
    let mut reached = IndexSet::new();
    for operation in operations.iter().filter_map(|id| model.shapes.get(id)) {
        for reference in operation.kind.references() {
            walk(model, &reference.target, &mut reached);
        }
    }
    for error in service
        .as_service()
        .map(|service| service.errors.as_slice())
        .unwrap_or_default()
    {
        walk(model, &error.target, &mut reached);
    }
    reached
}

/// Adds a data shape and everything it uses, depth-first in the order of members.
pub(crate) fn walk(model: &Model, from: &ShapeId, reached: &mut IndexSet<ShapeId>) {
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        let Some((id, shape)) = model.shapes.get_key_value(id) else {
            continue;
        };
        if !shape.kind.is_service_kind() && reached.insert(id.clone()) {
            open.extend(shape.members.iter().rev().map(|member| &member.target));
        }
    }
}
