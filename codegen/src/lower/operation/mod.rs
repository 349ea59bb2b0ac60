//! Operations: their tables, their error enums, and the setters a call offers.

pub(super) mod auth;
pub(super) mod corrections;
mod http;
mod http_versions;
mod pages;
pub(super) mod streams;
mod traits;

use crate::ir::{
    CallSetter, ErrorEnum, ErrorVariant, Ident, Operation, Path, Shape as Item, StructureUse,
};
use crate::lower::Lowering;
use crate::lower::modules::{Module, errors_of_service, path};
use crate::lower::names::{Role, case};
use crate::lower::service::protocols::Protocol;
use crate::lower::shape::docs as describe;
use crate::lower::shape::member::is_unit;
use smithgen_model::model::{self, ShapeId};

impl Lowering<'_> {
    /// The operation at a position among the chosen ones.
    pub(in crate::lower) fn operation(
        &mut self,
        index: usize,
        protocol: &Protocol,
    ) -> Option<Operation> {
        let resolved = self.resolved;
        let shape = resolved
            .model
            .get(resolved.selection.operations.get(index)?.as_str())?;
        let service = resolved.model.get(resolved.selection.service.as_str())?;
        let spec = shape.as_operation()?;
        let at = Module::Operation(index);
        let names = self.names.operations.get(index)?.clone();
        let shapes = self.local_shapes(index, shape.id.name(), spec);
        let input = self.structure_use(index, &spec.input.target, names.no_input.as_ref());
        let output = self.structure_use(index, &spec.output.target, names.no_output.as_ref());
        let error = self.error_enum(spec, names.error, &at);
        let setters = self.call_setters(&spec.input.target, &at);
        let local = exports(&shapes, &[&input.ty, &output.ty]);
        Some(Operation {
            imports_types: self.imports_types(index, spec),
            http: self.http(service, shape, spec, protocol.binds),
            auth: auth::schemes(&resolved.model, service, shape),
            host_prefix: shape
                .traits
                .read()
                .map(|endpoint: model::traits::Endpoint| endpoint.host_prefix),
            pages: pages::of(&resolved.model, service, shape, spec),
            traits: self.operation_traits(service, shape, spec, protocol),
            name: shape.id.name().to_owned(),
            docs: describe::shape(shape),
            module: names.module,
            function: names.function,
            method: names.method,
            marker: names.marker,
            spec: names.spec,
            input,
            output,
            error,
            setters,
            shapes,
            local,
        })
    }

    /// The shapes of this operation alone: input, output, then the rest by id.
    fn local_shapes(&mut self, index: usize, name: &str, spec: &model::Operation) -> Vec<Item> {
        let at = Module::Operation(index);
        let mut shapes = Vec::new();
        let mut done: Vec<&ShapeId> = Vec::new();
        for (id, role) in [
            (&spec.input.target, Role::Input),
            (&spec.output.target, Role::Output),
        ] {
            let docs = format!("{role} of `{name}`.");
            let nothing = self
                .names
                .operations
                .get(index)
                .and_then(|names| match role {
                    Role::Input => names.no_input.clone(),
                    Role::Output => names.no_output.clone(),
                });
            if let Some(name) = nothing {
                shapes.push(self.nothing(name, docs, &at));
            } else if self.modules.of(id) == Some(&at) && !done.contains(&id) {
                done.push(id);
                shapes.extend(self.message(id, docs, &at));
            }
        }
        let here = self
            .modules
            .iter()
            .filter(|(id, place)| **place == at && !done.contains(id));
        let rest: Vec<ShapeId> = here.map(|(id, _)| id.clone()).collect();
        for id in rest {
            let shape = self.resolved.model.get(id.as_str());
            shapes.extend(shape.and_then(|shape| self.item(shape, &at)));
        }
        shapes
    }

    /// An input or output; `docs` stand in where the model has no words.
    fn message(&mut self, id: &ShapeId, docs: String, at: &Module) -> Option<Item> {
        let shape = self.resolved.model.get(id.as_str())?;
        let mut item = self.item(shape, at)?;
        if let Item::Structure(structure) = &mut item {
            structure.docs = describe::shape_or(shape, || docs);
        }
        Some(item)
    }

    fn structure_use(&self, index: usize, id: &ShapeId, nothing: Option<&Ident>) -> StructureUse {
        let at = Module::Operation(index);
        let ty = match nothing {
            Some(name) => Some(Path(vec![name.clone()])),
            None => self.type_path(id, &at),
        };
        let ty_from_root = match nothing {
            Some(name) => Some(path(&Module::Root, &at, &self.names.modules, name)),
            None => self.type_path(id, &Module::Root),
        };
        StructureUse {
            ty: ty.unwrap_or_default(),
            ty_from_root: ty_from_root.unwrap_or_default(),
            schema: self.schema_path(id, &at),
        }
    }

    /// The operation's errors in model order, then the service's.
    fn error_enum(&self, spec: &model::Operation, name: Ident, at: &Module) -> ErrorEnum {
        let mut names = case::error_variants();
        let mut ids: Vec<&ShapeId> = Vec::new();
        let own = spec.errors.iter().map(|error| &error.target);
        for id in own.chain(errors_of_service(self.resolved)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let variants = ids.into_iter().filter_map(|id| {
            let shape = self.resolved.model.get(id.as_str())?;
            let ty = self.names.of(id)?.ty.to_string();
            Some(ErrorVariant {
                name: names.claim(&[ty.clone(), format!("{ty}Error")]),
                docs: describe::shape(shape),
                ty: self.type_path(id, at)?,
                schema: self.schema_path(id, at),
            })
        });
        ErrorEnum {
            variants: variants.collect(),
            name,
        }
    }

    fn call_setters(&mut self, input: &ShapeId, at: &Module) -> Vec<CallSetter> {
        let resolved = self.resolved;
        let Some(shape) = resolved
            .model
            .get(input.as_str())
            .filter(|_| !is_unit(input))
        else {
            return Vec::new();
        };
        let mut names = case::call_setters();
        let setters =
            shape
                .members
                .iter()
                .zip(self.fields(shape, false, at))
                .map(|(member, field)| {
                    let snake = case::snake(&member.name);
                    CallSetter {
                        name: names.claim(&[snake.clone(), format!("set_{snake}")]),
                        docs: field.docs,
                        setter: field.setter,
                    }
                });
        setters.collect()
    }

    /// Whether the operation's file names anything under `types/`: an error, or a shape that is shared.
    fn imports_types(&self, index: usize, spec: &model::Operation) -> bool {
        let at = Module::Operation(index);
        let is_shared = |id: &ShapeId| {
            matches!(
                self.modules.of(id),
                Some(Module::Type(_) | Module::Collections)
            )
        };
        let has_errors =
            !spec.errors.is_empty() || errors_of_service(self.resolved).next().is_some();
        let local = self
            .modules
            .iter()
            .filter(|(_, place)| **place == at)
            .map(|(id, _)| id);
        let mut members = local
            .filter_map(|id| self.resolved.model.get(id.as_str()))
            .flat_map(|shape| &shape.members);
        has_errors
            || is_shared(&spec.input.target)
            || is_shared(&spec.output.target)
            || members.any(|member| is_shared(&member.target))
    }
}

/// The types of a file that are reached as `types::…`: all but the input and output.
fn exports(shapes: &[Item], others: &[&Path]) -> Vec<Ident> {
    let names = shapes.iter().filter_map(|shape| match shape {
        Item::Structure(structure) => Some(&structure.name),
        Item::Union(union) => Some(&union.name),
        Item::Enumeration(enumeration) => Some(&enumeration.name),
        Item::IntEnumeration(enumeration) => Some(&enumeration.name),
        Item::Collection(_) => None,
    });
    let nested = names.filter(|name| !others.iter().any(|other| other.0.last() == Some(name)));
    nested.cloned().collect()
}
