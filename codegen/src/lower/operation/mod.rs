//! Operations: their tables, their error enums, and the setters a call offers.

pub(super) mod auth;
mod http;
mod http_versions;
pub(super) mod pages;
pub(super) mod streams;
mod traits;
mod waiters;

use crate::ir::{
    CallSetter, Docs, ErrorEnum, ErrorVariant, Field, Ident, Operation, Shape as Item,
    StructureUse, Type,
};
use crate::lower::modules::{Module, errors_of_service};
use crate::lower::names::case;
use crate::lower::service::protocols::Protocol;
use crate::lower::shape::docs as describe;
use crate::lower::shape::member::is_unit;
use crate::lower::{Lowering, extras};
use smithgen_model::model::traits::id;
use smithgen_model::model::{self, Member, Shape, ShapeId};
use smithgen_model::nullability::nullability;

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
        let docs = describe::shape(&self.docs, shape);
        let waiters = self.waiters_of(shape, &names);
        let shapes = self.own_structures(index, spec);
        let input = self.structure_use(index, &spec.input.target, names.input);
        let output = self.structure_use(index, &spec.output.target, names.output);
        let error = self.error_enum(spec, names.error, &at);
        let mut pages = pages::of(&resolved.model, service, shape, spec);
        if let Some(pages) = &mut pages {
            pages.items = self.page_items(service, shape, spec, &at);
        }
        let scope = case::call_setters(pages.is_some(), !waiters.is_empty());
        let setters = match self.sides.is_server_alone() {
            true => Vec::new(),
            false => self.call_setters(scope, &spec.input.target, &input.ty, &at),
        };
        let (name, brief) = (shape.id.name(), describe::brief(&docs));
        let link = format!("[More](operations::{}::{}).", names.module, names.call);
        Some(Operation {
            method_docs: match brief.is_empty() {
                true => format!("`{name}`. {link}"),
                false if brief == docs => brief.clone(),
                false => format!("{brief} {link}"),
            },
            module_docs: match brief.is_empty() {
                true => format!("`{name}`."),
                false => brief.clone(),
            },
            http: self.http(service, shape, spec, protocol.binds),
            auth: auth::schemes(&resolved.model, service, shape),
            host_prefix: shape
                .traits
                .read()
                .map(|endpoint: model::traits::Endpoint| endpoint.host_prefix),
            pages,
            waiters,
            traits: self.operation_traits(service, shape, spec, protocol),
            endpoint_parameters: self.endpoint_parameters(shape, spec),
            id: shape.id.to_string(),
            name: name.to_owned(),
            deprecated: extras::deprecation(&shape.traits),
            brief,
            docs,
            module: names.module,
            method: names.method,
            marker: names.marker,
            call: names.call,
            wait: names.wait,
            input,
            output,
            error,
            noted: setters.iter().filter_map(|setter| setter.noted).collect(),
            setters,
            shapes,
        })
    }

    /// The input and the output, where they are this operation's alone or there is no shape for them.
    fn own_structures(&mut self, index: usize, spec: &model::Operation) -> Vec<Item> {
        let at = Module::Operation(index);
        let Some(names) = self.names.operations.get(index).cloned() else {
            return Vec::new();
        };
        let mut shapes = Vec::new();
        for (id, ty, role) in [
            (&spec.input.target, names.input, "Input"),
            (&spec.output.target, names.output, "Output"),
        ] {
            let whole = match self.sides.is_server_alone() {
                true => &names.marker,
                false => &names.call,
            };
            let docs = format!("{role} of [`{whole}`].");
            if is_unit(id) {
                shapes.push(self.nothing(ty, docs, &at));
            } else if self.modules.of(id) == Some(&at) {
                shapes.extend(self.message(id, docs, &at));
            }
        }
        shapes
    }

    /// An input or output; `docs` stand in where the model has no words.
    fn message(&mut self, id: &ShapeId, docs: String, at: &Module) -> Option<Item> {
        let shape = self.resolved.model.get(id.as_str())?;
        let mut item = self.item(shape, at)?;
        if let Item::Structure(structure) = &mut item {
            structure.docs = describe::shape_or(&self.docs, shape, || docs);
        }
        Some(item)
    }

    fn structure_use(&self, index: usize, id: &ShapeId, name: Ident) -> StructureUse {
        let at = Module::Operation(index);
        let is_own = is_unit(id) || self.modules.of(id) == Some(&at);
        StructureUse {
            shared: self.type_path(id, &at).filter(|_| !is_own),
            schema: self.schema_path(id, &at),
            ty: name,
        }
    }

    /// The operation's errors in model order, then the service's.
    pub(in crate::lower) fn errors_of<'s>(
        &'s self,
        spec: &'s model::Operation,
    ) -> Vec<&'s ShapeId> {
        let mut ids: Vec<&ShapeId> = Vec::new();
        let own = spec.errors.iter().map(|error| &error.target);
        for id in own.chain(errors_of_service(self.resolved)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    fn error_enum(&self, spec: &model::Operation, name: Ident, at: &Module) -> ErrorEnum {
        let mut names = case::error_variants();
        let variants = self.errors_of(spec).into_iter().filter_map(|id| {
            let ty = self.names.of(id)?.ty.to_string();
            Some(ErrorVariant {
                name: names.claim(&[ty.clone(), format!("{ty}Error")]),
                ty: self.type_path(id, at)?,
                schema: self.schema_path(id, at),
            })
        });
        ErrorEnum {
            variants: variants.collect(),
            name,
        }
    }

    /// What sets the members of the input, which is called `ty`.
    fn call_setters(
        &mut self,
        mut names: case::Scope,
        input: &ShapeId,
        ty: &Ident,
        at: &Module,
    ) -> Vec<CallSetter> {
        let resolved = self.resolved;
        let Some(shape) = resolved
            .model
            .get(input.as_str())
            .filter(|_| !is_unit(input))
        else {
            return Vec::new();
        };
        let members = shape.members.iter().zip(self.fields(shape, at));
        let setters = members.enumerate().map(|(number, (member, field))| {
            let snake = case::snake(&member.name);
            CallSetter {
                name: names.claim(&[
                    snake.clone(),
                    // Two underscores in a row are no snake case.
                    format!("set_{}", snake.trim_start_matches('_')),
                ]),
                docs: setter_docs(&field, ty),
                noted: self.is_noted(shape, member, &field).then_some(number),
                deprecated: field.attributes.deprecated,
                member: member.name.to_string(),
                is_required: member.traits.has(id::REQUIRED),
                field: field.name,
                setter: field.setter,
            }
        });
        setters.collect()
    }

    /// Whether a call notes that a member of its input is given: a client may leave it out, and a strict type does not
    /// tell.
    fn is_noted(&self, input: &Shape, member: &Member, field: &Field) -> bool {
        let is_plain = !matches!(field.ty, Type::Option(_));
        self.sides.serves && is_plain && nullability(&self.resolved.model, input, member)
    }
}

/// The first sentence of what the field is, and the way to the rest.
fn setter_docs(field: &Field, ty: &Ident) -> Docs {
    let name = field.name.stem();
    match describe::brief(&field.docs) {
        brief if brief == field.docs => brief,
        brief if brief.is_empty() => format!("Sets [`{name}`]({ty}::{name})."),
        brief => format!("{brief} [More]({ty}::{name})."),
    }
}
