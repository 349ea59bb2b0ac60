//! Names as they are seen from a service's root, whatever file they are written in.

use std::collections::HashMap;

use crate::ir::{
    Argument, EnumValues, Ident, Operation, Path, Schema, ServiceClient, Shape, Trait, Type,
    TypeFile,
};

/// The module that a path is written in: `["types", "token"]`.
pub(crate) type Place<'p> = &'p [&'p str];

/// The schemas of a service by the path of their static.
pub(crate) struct Index<'s> {
    schemas: HashMap<String, &'s Schema>,
    /// The values of enums by their ids.
    values: HashMap<&'s str, Vec<String>>,
}

impl<'s> Index<'s> {
    /// Finds all schemas of a service.
    pub(crate) fn of(service: &'s ServiceClient) -> Self {
        let mut index = Index {
            schemas: HashMap::new(),
            values: HashMap::new(),
        };
        index.add(&["service"], &service.tables);
        index.add(&["types", "collections"], &service.collections);
        for TypeFile { module, shape } in &service.types {
            index.add(&["types", module.stem()], schema_of(shape));
            index.add_values(shape);
        }
        for operation in &service.operations {
            let schemas = operation.shapes.iter().filter_map(schema_of);
            index.add(&["operations", operation.module.stem()], schemas);
        }
        index
    }

    fn add(&mut self, at: Place<'_>, schemas: impl IntoIterator<Item = &'s Schema>) {
        for schema in schemas {
            let path = joined(at.iter().copied().chain([schema.name.as_str()]));
            self.schemas.insert(path, schema);
        }
    }

    fn add_values(&mut self, shape: &'s Shape) {
        let (schema, values) = match shape {
            Shape::Enumeration(shape) => {
                let values = shape.variants.iter().map(|it| it.value.clone());
                (&shape.schema, values.collect())
            }
            Shape::IntEnumeration(shape) => {
                let values = shape.variants.iter().map(|it| it.value.to_string());
                (&shape.schema, values.collect())
            }
            Shape::Structure(_) | Shape::Union(_) => return,
        };
        self.values.insert(&schema.id, values);
    }

    /// The values of an enum.
    pub(crate) fn values(&self, schema: &Schema) -> Vec<String> {
        let of_type = self.values.get(schema.id.as_str()).cloned();
        let listed = schema.traits.iter().find_map(|it| match it {
            Trait::EnumValues(EnumValues::Listed(values)) => Some(values.clone()),
            Trait::IntEnumValues(EnumValues::Listed(values)) => {
                Some(values.iter().map(ToString::to_string).collect())
            }
            _ => None,
        });
        of_type.or(listed).unwrap_or_default()
    }

    /// The schema at a path, with the module that its own paths are written in; `None` if it is one of the runtime's.
    pub(crate) fn get(&self, at: Place<'_>, path: &Path) -> Option<(&'s Schema, Vec<String>)> {
        let mut absolute = absolute(at, path);
        let schema = self.schemas.get(&absolute.join("::"))?;
        absolute.pop();
        let absolute = absolute.into_iter().map(str::to_owned);
        Some((schema, absolute.collect()))
    }
}

/// The schema of a shape, unless it is one of the runtime's.
pub(super) fn schema_of(shape: &Shape) -> Option<&Schema> {
    match shape {
        Shape::Structure(shape) => shape.schema.as_ref(),
        Shape::Union(shape) => Some(&shape.schema),
        Shape::Enumeration(shape) => Some(&shape.schema),
        Shape::IntEnumeration(shape) => Some(&shape.schema),
    }
}

/// The place of an operation's file.
pub(crate) fn operation(operation: &Operation) -> [&str; 2] {
    ["operations", operation.module.stem()]
}

/// The names of a path from the service's root. What `rt` has is named alone.
pub(super) fn absolute<'p>(at: Place<'p>, path: &'p Path) -> Vec<&'p str> {
    let mut names = Vec::with_capacity(at.len() + path.0.len());
    names.extend_from_slice(at);
    for (number, segment) in path.0.iter().enumerate() {
        match segment.as_str() {
            "super" => drop(names.pop()),
            "rt" if number == 0 => names.clear(),
            // Files of operations bring it in.
            "types" if number == 0 => {
                names.clear();
                names.push("types");
            }
            name => names.push(name),
        }
    }
    names
}

/// A path from the service's root, as text.
pub(super) fn path(at: Place<'_>, path: &Path) -> String {
    absolute(at, path).join("::")
}

/// An item of a module.
pub(super) fn within(at: Place<'_>, name: &Ident) -> String {
    joined(at.iter().copied().chain([name.as_str()]))
}

fn joined<'p>(names: impl Iterator<Item = &'p str>) -> String {
    names.collect::<Vec<_>>().join("::")
}

/// A type as it would be written at the service's root.
pub(super) fn ty(at: Place<'_>, of: &Type) -> String {
    let name = of.name();
    match of {
        Type::Named(named) => path(at, named),
        Type::EventStream(inner) | Type::Vec(inner) | Type::Option(inner) | Type::Box(inner) => {
            format!("{name}<{}>", ty(at, inner))
        }
        Type::BTreeMap(key, value) => format!("{name}<{}, {}>", ty(at, key), ty(at, value)),
        _ => name.to_owned(),
    }
}

/// What a parameter takes.
pub(super) fn argument(at: Place<'_>, of: &Argument) -> String {
    match of {
        Argument::Plain(plain) => ty(at, plain),
        Argument::Into(target) => format!("impl Into<{}>", ty(at, target)),
        Argument::Items(item) => {
            format!("impl IntoIterator<Item = {}>", argument(at, item))
        }
        Argument::Entries(key, value) => format!(
            "impl IntoIterator<Item = ({}, {})>",
            argument(at, key),
            argument(at, value)
        ),
    }
}
