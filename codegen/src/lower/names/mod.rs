//! Which name everything gets: the model's words in Rust's case, each free where it stands.

pub(super) mod case;
mod legal;

use std::collections::BTreeMap;
use std::fmt;

use crate::ir::Ident;
use crate::lower::modules::{Module, Modules, operations};
use smithgen_model::Resolved;
use smithgen_model::model::{Kind, Model, Shape, ShapeId};

/// The names of a shape.
#[derive(Debug, Clone)]
pub(in crate::lower) struct ShapeNames {
    /// Its type's; a list or map has one too, but does not use it.
    pub(in crate::lower) ty: Ident,
    /// Its schema's.
    pub(in crate::lower) schema: Ident,
    /// Its file's, where it has one.
    pub(super) module: Ident,
}

/// The names of an operation.
#[derive(Debug, Clone)]
pub(in crate::lower) struct OperationNames {
    pub(in crate::lower) marker: Ident,
    pub(super) module: Ident,
    pub(in crate::lower) function: Ident,
    pub(in crate::lower) method: Ident,
    pub(in crate::lower) spec: Ident,
    pub(in crate::lower) error: Ident,
    /// The type made for an operation without input.
    pub(in crate::lower) no_input: Option<Ident>,
    /// The type made for an operation without output.
    pub(in crate::lower) no_output: Option<Ident>,
}

/// All names of a service that must differ from one another.
#[derive(Debug, Default)]
pub(in crate::lower) struct Names {
    shapes: BTreeMap<ShapeId, ShapeNames>,
    /// By position among the chosen operations.
    pub(in crate::lower) operations: Vec<OperationNames>,
    /// The modules of the operations, by position.
    pub(super) modules: Vec<Ident>,
    /// The inputs and outputs that are named after an operation, with its position.
    after: BTreeMap<ShapeId, usize>,
}

impl Names {
    /// Names everything. Shapes come first and keep the model's names: a new operation must not rename a type.
    pub(in crate::lower) fn find(resolved: &Resolved, modules: &Modules) -> Self {
        let mut naming = Naming::new(resolved, modules);
        for (id, _) in modules.iter() {
            if !naming.own.contains_key(id) {
                naming.shape(id);
            }
        }
        for (index, id) in resolved.selection.operations.iter().enumerate() {
            naming.operation(index, id);
        }
        naming.names
    }

    /// Every name of an item or a module, with the shape that it is made of.
    pub(in crate::lower) fn all<'n>(
        &'n self,
        operations: &'n [ShapeId],
    ) -> impl Iterator<Item = (&'n ShapeId, &'n Ident)> {
        let shapes = self.shapes.iter().flat_map(|(id, names)| {
            let operation = self.after.get(id).and_then(|index| operations.get(*index));
            let id = operation.unwrap_or(id);
            [&names.ty, &names.schema, &names.module].map(|name| (id, name))
        });
        let operations = operations.iter().zip(&self.operations);
        shapes.chain(operations.flat_map(|(id, it)| {
            let names = [
                &it.marker,
                &it.module,
                &it.function,
                &it.method,
                &it.spec,
                &it.error,
            ];
            let names = names.into_iter().chain(&it.no_input).chain(&it.no_output);
            names.map(move |name| (id, name))
        }))
    }

    /// The names of a shape.
    pub(in crate::lower) fn of(&self, id: &ShapeId) -> Option<&ShapeNames> {
        self.shapes.get(id)
    }
}

/// What a structure is to an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum Role {
    Input,
    Output,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Role::Input => "Input",
            Role::Output => "Output",
        })
    }
}

struct Naming<'a> {
    resolved: &'a Resolved,
    names: Names,
    types: case::Scope,
    statics: case::Scope,
    type_modules: case::Scope,
    operation_modules: case::Scope,
    functions: case::Scope,
    methods: case::Scope,
    /// Inputs and outputs that are nothing else.
    own: BTreeMap<ShapeId, (usize, Role)>,
}

impl<'a> Naming<'a> {
    fn new(resolved: &'a Resolved, modules: &Modules) -> Self {
        Naming {
            own: own_structures(resolved, modules),
            resolved,
            names: Names::default(),
            types: case::types(),
            statics: case::Scope::default(),
            type_modules: case::modules(),
            operation_modules: case::modules(),
            functions: case::Scope::default(),
            methods: case::client_methods(),
        }
    }

    /// The shape's name in this service.
    fn name(&self, id: &ShapeId) -> String {
        let service = self
            .resolved
            .model
            .get(self.resolved.selection.service.as_str());
        let renamed = service
            .and_then(Shape::as_service)
            .and_then(|service| service.rename.get(id));
        renamed.map_or_else(|| id.name().to_owned(), String::clone)
    }

    /// A type's name. It is no static's either: both are re-exported by name, and some types are values too.
    fn ty(&mut self, wishes: &[String]) -> Ident {
        self.types.claim_apart(wishes, &self.statics)
    }

    /// A static's name, which `A` and `S3` would share with their type.
    fn table(&mut self, wishes: &[String]) -> Ident {
        self.statics.claim_apart(wishes, &self.types)
    }

    fn shape(&mut self, id: &ShapeId) {
        let name = case::type_name(&self.name(id));
        let wishes = [name.clone(), format!("{name}Shape")];
        let is_type = self
            .resolved
            .model
            .get(id.as_str())
            .is_some_and(|s| !matches!(s.kind, Kind::List | Kind::Map));
        // Lists and maps have no type, so they take no name from those that have.
        let ty = match is_type {
            true => self.ty(&wishes),
            false => case::identifier(&name),
        };
        self.record(id, ty, is_type);
    }

    fn record(&mut self, id: &ShapeId, ty: Ident, is_type: bool) {
        let name = self.name(id);
        let shouty = case::shouty(&name);
        let schema = self.table(&[shouty.clone(), format!("{shouty}_SCHEMA")]);
        let module = match is_type {
            true => self.type_modules.claim(&case::module_wishes(ty.as_str())),
            false => case::identifier("collections"),
        };
        self.names
            .shapes
            .insert(id.clone(), ShapeNames { ty, schema, module });
    }

    fn operation(&mut self, index: usize, id: &ShapeId) {
        let name = self.name(id);
        let ty = case::type_name(&name);
        let marker = self.ty(&[ty.clone(), format!("{ty}Operation")]);
        let no_input = self.structure(index, &ty, Role::Input);
        let no_output = self.structure(index, &ty, Role::Output);
        let error = self.ty(&[format!("{ty}Error"), format!("{ty}OperationError")]);
        let shouty = case::shouty(&name);
        let spec = self.table(&[shouty.clone(), format!("{shouty}_OPERATION")]);
        let snake = case::snake(&name);
        let module = self.operation_modules.claim(&case::module_wishes(&name));
        self.names.modules.push(module.clone());
        self.names.operations.push(OperationNames {
            marker,
            module,
            function: self.functions.claim(std::slice::from_ref(&snake)),
            method: self
                .methods
                .claim(&[snake.clone(), format!("{snake}_operation")]),
            spec,
            error,
            no_input,
            no_output,
        });
    }

    /// Names an operation's own input or output after it, and returns the name where there is no shape to name.
    fn structure(&mut self, index: usize, operation: &str, role: Role) -> Option<Ident> {
        let spec = operations(self.resolved);
        let spec = spec.get(index)?;
        let id = match role {
            Role::Input => &spec.input.target,
            Role::Output => &spec.output.target,
        };
        let mut wishes = vec![format!("{operation}{role}")];
        if id.is_prelude() {
            wishes.push(format!("{operation}Operation{role}"));
            return Some(self.ty(&wishes));
        }
        if self.own.get(id) == Some(&(index, role)) {
            let name = case::type_name(&self.name(id));
            wishes.extend([name.clone(), format!("{name}Shape")]);
            let ty = self.ty(&wishes);
            let id = id.clone();
            self.record(&id, ty, true);
            self.names.after.insert(id, index);
        }
        None
    }
}

/// The structures that are the input or the output of one operation and nothing else.
fn own_structures(resolved: &Resolved, modules: &Modules) -> BTreeMap<ShapeId, (usize, Role)> {
    let mut own = BTreeMap::new();
    let mut twice = Vec::new();
    for (index, operation) in operations(resolved).into_iter().enumerate() {
        for (id, role) in [
            (&operation.input.target, Role::Input),
            (&operation.output.target, Role::Output),
        ] {
            if modules.of(id) != Some(&Module::Operation(index)) {
                continue;
            }
            if own.insert(id.clone(), (index, role)).is_some() {
                twice.push(id.clone());
            }
        }
    }
    for (id, place) in modules.iter() {
        if place != &Module::Root {
            twice.extend(nested(&resolved.model, id));
        }
    }
    own.retain(|id, _| !twice.contains(id));
    own
}

/// The structures that are members of a shape.
fn nested(model: &Model, id: &ShapeId) -> impl Iterator<Item = ShapeId> {
    let members = model.get(id.as_str()).map(|shape| shape.members.iter());
    members
        .into_iter()
        .flatten()
        .map(|member| member.target.clone())
}
