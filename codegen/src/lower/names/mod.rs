//! Which name everything gets: the model's words in Rust's case, each free where it stands.

pub(super) mod case;
mod legal;

use crate::ir::Ident;
use crate::lower::modules::{Module, Modules};
use crate::maps::IndexMap;
use smithgen_model::Resolved;
use smithgen_model::model::{Shape, ShapeId, traits};

/// The names of a shape.
#[derive(Debug, Clone)]
pub(in crate::lower) struct ShapeNames {
    /// Its type's; a list or map has one too, but does not use it.
    pub(in crate::lower) ty: Ident,
    pub(in crate::lower) schema: Ident,
    /// Its file's, where it has one.
    pub(super) module: Ident,
}

/// The names of an operation. Its module has no others, so that they need not differ from those of the service.
#[derive(Debug, Clone)]
pub(in crate::lower) struct OperationNames {
    pub(in crate::lower) module: Ident,
    pub(in crate::lower) method: Ident,
    /// The type that stands for the operation.
    pub(in crate::lower) marker: Ident,
    pub(in crate::lower) call: Ident,
    /// The type that waits by its answers.
    pub(in crate::lower) wait: Ident,
    /// The client's methods that wait, one for each waiter.
    pub(in crate::lower) waiters: Vec<Ident>,
    pub(in crate::lower) input: Ident,
    pub(in crate::lower) output: Ident,
    pub(in crate::lower) error: Ident,
}

/// All names of a service that must differ from one another.
#[derive(Debug, Default)]
pub(in crate::lower) struct Names {
    /// Sorted by id.
    shapes: IndexMap<ShapeId, ShapeNames>,
    /// By position among the chosen operations.
    pub(in crate::lower) operations: Vec<OperationNames>,
    /// The modules of the operations, by position.
    pub(super) modules: Vec<Ident>,
}

impl Names {
    pub(in crate::lower) fn find(resolved: &Resolved, modules: &Modules) -> Self {
        let mut naming = Naming::new(resolved);
        for id in &resolved.selection.operations {
            naming.operation(id);
        }
        // After all operations, whose names are the model's own.
        for (index, id) in resolved.selection.operations.iter().enumerate() {
            naming.waiters(index, id);
        }
        for (id, place) in modules.iter() {
            naming.shape(id, place);
        }
        naming.names
    }

    /// Every name of an item or a module, with the shape that it is made of.
    pub(in crate::lower) fn all<'n>(
        &'n self,
        operations: &'n [ShapeId],
    ) -> impl Iterator<Item = (&'n ShapeId, &'n Ident)> {
        let shapes = self.shapes.iter().flat_map(|(id, names)| {
            [&names.ty, &names.schema, &names.module].map(|name| (id, name))
        });
        let operations = operations.iter().zip(&self.operations);
        shapes.chain(operations.flat_map(|(id, it)| {
            [
                &it.module, &it.method, &it.marker, &it.call, &it.input, &it.output, &it.error,
            ]
            .map(move |name| (id, name))
        }))
    }

    /// The names of a shape.
    pub(in crate::lower) fn of(&self, id: &ShapeId) -> Option<&ShapeNames> {
        self.shapes.get(id)
    }
}

struct Naming<'a> {
    resolved: &'a Resolved,
    names: Names,
    types: case::Scope,
    type_modules: case::Scope,
    collections: case::Scope,
    operation_modules: case::Scope,
    methods: case::Scope,
}

impl<'a> Naming<'a> {
    fn new(resolved: &'a Resolved) -> Self {
        Naming {
            resolved,
            names: Names::default(),
            types: case::types(),
            type_modules: case::modules(),
            collections: case::Scope::default(),
            operation_modules: case::modules(),
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

    /// The names of a shape, which depend on where it stands.
    fn shape(&mut self, id: &ShapeId, place: &Module) {
        let name = self.name(id);
        let ty = case::type_name(&name);
        let word = Ident::constant;
        let names = match place {
            Module::Operation(index) => {
                let Some(operation) = self.names.operations.get(*index) else {
                    return;
                };
                let chosen = self.resolved.selection.operations.get(*index);
                let chosen = chosen.and_then(|id| self.resolved.model.get(id.as_str()));
                let is_input = chosen
                    .and_then(Shape::as_operation)
                    .is_some_and(|it| it.input.target == *id);
                let (ty, schema) = match is_input {
                    true => (&operation.input, "INPUT"),
                    false => (&operation.output, "OUTPUT"),
                };
                ShapeNames {
                    ty: ty.clone(),
                    schema: word(schema),
                    module: operation.module.clone(),
                }
            }
            Module::Type(_) => {
                let ty = self.types.claim(&[ty.clone(), format!("{ty}Shape")]);
                ShapeNames {
                    module: self.type_modules.claim(&case::module_wishes(ty.as_str())),
                    schema: word("SCHEMA"),
                    ty,
                }
            }
            // What has no type takes no name from those that have.
            Module::Collections | Module::Root => ShapeNames {
                ty: case::identifier(&ty),
                schema: self.collections.claim(&[case::shouty(&name)]),
                module: word("collections"),
            },
        };
        self.names.shapes.insert(id.clone(), names);
    }

    fn waiters(&mut self, index: usize, id: &ShapeId) {
        let shape = self.resolved.model.get(id.as_str());
        let all = shape.and_then(|shape| shape.traits.read());
        let Some((traits::Waitable(all), names)) = all.zip(self.names.operations.get_mut(index))
        else {
            return;
        };
        for name in all.keys() {
            let method = format!("wait_until_{}", case::snake(name).trim_start_matches('_'));
            names.waiters.push(self.methods.claim(&[method]));
        }
    }

    fn operation(&mut self, id: &ShapeId) {
        let name = self.name(id);
        let ty = case::type_name(&name);
        let marker = case::types().claim(&[ty.clone(), format!("{ty}Operation")]);
        let snake = case::snake(&name);
        let module = self.operation_modules.claim(&case::module_wishes(&name));
        self.names.modules.push(module.clone());
        let word = |end: &str| Ident::new(&format!("{ty}{end}"));
        self.names.operations.push(OperationNames {
            module,
            method: self
                .methods
                .claim(&[snake.clone(), format!("{snake}_operation")]),
            marker,
            call: word("Call"),
            wait: word("Wait"),
            waiters: Vec::new(),
            input: word("Input"),
            output: word("Output"),
            error: word("Error"),
        });
    }
}
