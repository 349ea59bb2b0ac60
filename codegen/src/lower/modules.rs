//! Where each shape is written: an operation's own input and output with it, all others among the types, or as a table alone.

use super::names::ShapeNames;
use crate::ir::{Ident, Path};
use crate::maps::{HashMap, HashSet, IndexMap, IndexSet};
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
    /// Sorted by id.
    by_shape: IndexMap<ShapeId, Module>,
}

impl Modules {
    /// Finds a place for every shape that the chosen operations reach or that an error of the service needs.
    ///
    /// Whether one operation uses a shape or many makes no difference, so that no path changes when another operation
    /// is chosen as well. A structure that is nothing but the input or the output of one operation stands with it; the
    /// operation names it even where it is more than that.
    pub(super) fn find(resolved: &Resolved) -> Self {
        let model = &resolved.model;
        let operations = operations(resolved);
        let ends = operations
            .iter()
            .flat_map(|operation| [&operation.input.target, &operation.output.target]);
        let errors = operations
            .iter()
            .flat_map(|operation| operation.errors.iter().map(|error| &error.target));
        let roots = ends.clone().chain(errors);
        let reached = closure(model, roots.chain(errors_of_service(resolved)));
        let members = reached.iter().flat_map(|id| targets(model, id));
        let uses: Vec<&ShapeId> = ends.chain(members).collect();
        let uses = uses
            .into_iter()
            .fold(HashMap::<_, _>::default(), |mut uses, id| {
                *uses.entry(id).or_insert(0_usize) += 1;
                uses
            });
        let mut modules = Modules::default();
        for (index, operation) in operations.iter().enumerate() {
            for id in [&operation.input.target, &operation.output.target] {
                if uses.get(id) == Some(&1) && reached.contains(id) && !is_error(model, id) {
                    modules
                        .by_shape
                        .insert(id.clone(), Module::Operation(index));
                }
            }
        }
        for id in &reached {
            let place = || among_types(model, id);
            modules.by_shape.entry(id.clone()).or_insert_with(place);
        }
        let all = errors_of_all_operations(resolved);
        for id in closure(model, all.iter()) {
            modules.by_shape.entry(id).or_insert(Module::Root);
        }
        modules.by_shape.sort_unstable_keys();
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

/// The path of the type of a shape that stands at `to`, as seen from `from`.
pub(in crate::lower) fn type_path(
    from: &Module,
    to: &Module,
    modules: &[Ident],
    names: &ShapeNames,
) -> Path {
    let module = match to {
        Module::Operation(index) => modules.get(*index),
        _ => None,
    };
    path(from, to, module, &names.ty)
}

/// The path of the table of a shape that stands at `to`, as seen from `from`.
pub(in crate::lower) fn schema_path(
    from: &Module,
    to: &Module,
    modules: &[Ident],
    names: &ShapeNames,
) -> Path {
    let module = match to {
        Module::Operation(index) => modules.get(*index),
        Module::Type(_) | Module::Collections => Some(&names.module),
        Module::Root => None,
    };
    path(from, to, module, &names.schema)
}

fn path(from: &Module, to: &Module, module: Option<&Ident>, name: &Ident) -> Path {
    let way: &[&'static str] = match (from, to) {
        (from, to) if from == to => return Path([name.clone()].into()),
        (Module::Operation(_), Module::Type(_) | Module::Collections) => &["types"],
        (Module::Operation(_), Module::Operation(_)) => &["super"],
        (Module::Type(_) | Module::Collections, Module::Type(_) | Module::Collections)
        | (Module::Root, Module::Root) => &["super"],
        (Module::Root, Module::Type(_) | Module::Collections) => &["super", "types"],
        (Module::Root, Module::Operation(_)) => &["super", "operations"],
        (Module::Type(_) | Module::Collections, Module::Operation(_)) => {
            &["super", "super", "operations"]
        }
        (_, Module::Root) => &["super", "super", "service"],
    };
    let way = way.iter().copied().map(Ident::constant);
    let end = module.into_iter().chain([name]).cloned();
    Path(way.chain(end).collect())
}

/// The shapes that the members of inputs reach: what people construct, besides the inputs themselves. Who serves
/// constructs outputs and errors too.
pub(in crate::lower) fn given(resolved: &Resolved, serves: bool) -> HashSet<ShapeId> {
    let model = &resolved.model;
    let operations = operations(resolved);
    let inputs = operations.iter();
    let members = inputs.flat_map(|operation| targets(model, &operation.input.target));
    let served = operations.iter().filter(|_| serves).flat_map(|operation| {
        let errors = operation.errors.iter().map(|error| &error.target);
        errors.chain([&operation.output.target])
    });
    let shared = errors_of_service(resolved).filter(|_| serves);
    closure(model, members.chain(served).chain(shared))
        .into_iter()
        .collect()
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

fn among_types(model: &Model, id: &ShapeId) -> Module {
    match model.get(id.as_str()).map(|shape| &shape.kind) {
        Some(Kind::List | Kind::Map) => Module::Collections,
        _ => Module::Type(id.clone()),
    }
}

/// The shapes with a schema that some shapes reach, themselves included, in order of first use.
pub(super) fn closure<'a>(
    model: &Model,
    roots: impl Iterator<Item = &'a ShapeId>,
) -> IndexSet<ShapeId> {
    let mut found = IndexSet::default();
    let mut waiting: Vec<ShapeId> = roots.cloned().collect();
    waiting.reverse();
    while let Some(id) = waiting.pop() {
        let Some(shape) = model.get(id.as_str()) else {
            continue;
        };
        if id.is_prelude() || !has_schema(&shape.kind) || !found.insert(id) {
            continue;
        }
        waiting.extend(of_members(shape).cloned().rev());
    }
    found
}

/// The shapes that the members of a shape target.
fn targets<'m>(model: &'m Model, id: &ShapeId) -> impl Iterator<Item = &'m ShapeId> {
    model.get(id.as_str()).into_iter().flat_map(of_members)
}

fn of_members(shape: &Shape) -> impl DoubleEndedIterator<Item = &ShapeId> {
    let members = shape.members.iter();
    let members = members.filter(|member| !member.traits.has(id::ENUM_VALUE));
    members.map(|member| &member.target)
}
