//! Where each shape is written: with the only operation that uses it, among the shared types, or as a table alone.

use std::collections::BTreeMap;

use indexmap::IndexSet;

use crate::ir::{Ident, Path};
use smithgen_model::Resolved;
use smithgen_model::model::traits::id;
use smithgen_model::model::{Kind, Model, Operation, Shape, ShapeId};
use smithgen_model::select::operations_of;

/// The file in which something is written or used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Module {
    /// `operations/<operation>.rs`, by the operation's position among the chosen ones.
    Operation(usize),
    /// `types/<shape>.rs`.
    Type(ShapeId),
    /// `types/collections.rs`.
    Collections,
    /// A file of the service's module itself, such as `service.rs`.
    Root,
}

/// The place of every shape that is written.
#[derive(Debug, Default)]
pub(super) struct Modules {
    by_shape: BTreeMap<ShapeId, Module>,
}

impl Modules {
    /// Finds a place for every shape that the chosen operations reach or that an error of the service needs.
    ///
    /// An error goes among the types even when one operation alone returns it: errors are the vocabulary of the
    /// service, and a type must not move when another operation is chosen as well.
    pub(super) fn find(resolved: &Resolved) -> Self {
        let model = &resolved.model;
        let mut modules = Modules::default();
        for (index, operation) in operations(resolved).into_iter().enumerate() {
            let service_errors = errors_of_service(resolved);
            let roots = [&operation.input.target, &operation.output.target];
            let errors = operation.errors.iter().map(|error| &error.target);
            let roots = roots.into_iter().chain(errors).chain(service_errors);
            for id in closure(model, roots) {
                let place = match modules.by_shape.get(&id) {
                    Some(Module::Operation(other)) if *other == index => continue,
                    None if !is_error(model, &id) => Module::Operation(index),
                    _ => shared(model, &id),
                };
                modules.by_shape.insert(id, place);
            }
        }
        // What a shared shape reaches is shared: an error's members are seen from `types/`.
        let shared_roots: Vec<ShapeId> = modules
            .by_shape
            .iter()
            .filter(|(_, place)| !matches!(place, Module::Operation(_)))
            .map(|(id, _)| id.clone())
            .collect();
        for id in closure(model, shared_roots.iter()) {
            let place = shared(model, &id);
            modules.by_shape.insert(id, place);
        }
        let all = errors_of_all_operations(resolved);
        for id in closure(model, all.iter()) {
            modules.by_shape.entry(id).or_insert(Module::Root);
        }
        modules
    }

    /// The place of a shape; none for a simple shape and for the prelude's.
    pub(super) fn of(&self, id: &ShapeId) -> Option<&Module> {
        self.by_shape.get(id)
    }

    /// All shapes with their modules, sorted by id.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&ShapeId, &Module)> {
        self.by_shape.iter()
    }
}

/// The path of something named `name` that stands at `to`, as seen from `from`.
pub(super) fn path(from: &Module, to: &Module, modules: &[Ident], name: &Ident) -> Path {
    let word = |text: &str| Ident(text.to_owned());
    let mut segments = Vec::new();
    match (from, to) {
        (from, to) if from == to => {}
        (Module::Operation(_), Module::Root) => segments.extend(["super", "super"].map(word)),
        (Module::Operation(_), Module::Type(_) | Module::Collections) => {
            segments.push(word("types"))
        }
        (Module::Type(_) | Module::Collections, Module::Type(_) | Module::Collections) => {
            segments.push(word("super"));
        }
        (_, Module::Type(_) | Module::Collections) => segments.extend(["super", "types"].map(word)),
        (_, Module::Operation(index)) => {
            segments.extend(["super", "operations"].map(word));
            segments.extend(modules.get(*index).cloned());
        }
        (_, Module::Root) => segments.push(word("super")),
    }
    segments.push(name.clone());
    Path(segments)
}

/// The chosen operations, in the model's order.
pub(super) fn operations(resolved: &Resolved) -> Vec<&Operation> {
    let ids = resolved.selection.operations.iter();
    ids.filter_map(|id| resolved.model.get(id.as_str())?.as_operation())
        .collect()
}

/// Every error of every operation of the service, chosen or not, in the order of the operations; those of the
/// service itself last.
pub(super) fn errors_of_all_operations(resolved: &Resolved) -> IndexSet<ShapeId> {
    let model = &resolved.model;
    let service = model.get(resolved.selection.service.as_str());
    let operations = service.map(|service| operations_of(model, service));
    let of_operations = operations
        .iter()
        .flatten()
        .filter_map(|id| model.get(id.as_str())?.as_operation());
    let mut errors: IndexSet<ShapeId> = of_operations
        .flat_map(|operation| operation.errors.iter().map(|error| error.target.clone()))
        .collect();
    errors.extend(errors_of_service(resolved).cloned());
    errors
}

/// The errors that every operation may return.
pub(super) fn errors_of_service(resolved: &Resolved) -> impl Iterator<Item = &ShapeId> {
    let service = resolved.model.get(resolved.selection.service.as_str());
    let service = service.and_then(Shape::as_service);
    service
        .into_iter()
        .flat_map(|service| service.errors.iter().map(|error| &error.target))
}

/// Whether a shape has a schema of its own.
pub(super) fn has_schema(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Enum | Kind::IntEnum | Kind::List | Kind::Map | Kind::Structure | Kind::Union
    )
}

fn is_error(model: &Model, id: &ShapeId) -> bool {
    model
        .get(id.as_str())
        .is_some_and(|shape| shape.traits.has("smithy.api#error"))
}

fn shared(model: &Model, id: &ShapeId) -> Module {
    match model.get(id.as_str()).map(|shape| &shape.kind) {
        Some(Kind::List | Kind::Map) => Module::Collections,
        _ => Module::Type(id.clone()),
    }
}

/// The shapes with a schema that some shapes reach, themselves included, in order of first use.
fn closure<'a>(model: &Model, roots: impl Iterator<Item = &'a ShapeId>) -> IndexSet<ShapeId> {
    let mut found = IndexSet::new();
    let mut waiting: Vec<ShapeId> = roots.cloned().collect();
    waiting.reverse();
    while let Some(id) = waiting.pop() {
        let Some(shape) = model.get(id.as_str()) else {
            continue;
        };
        if id.is_prelude() || !has_schema(&shape.kind) || !found.insert(id) {
            continue;
        }
        let targets = shape
            .members
            .iter()
            .filter(|member| !member.traits.has(id::ENUM_VALUE));
        waiting.extend(targets.map(|member| member.target.clone()).rev());
    }
    found
}
