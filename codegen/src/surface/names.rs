//! Names as they are seen from a service's root, whatever file they are written in.

use crate::ir::{
    Argument, EnumValues, Ident, Operation, Path, Schema, ServiceClient, Shape, Trait, Type,
    TypeFile,
};
use crate::maps::HashMap;

/// The module that a path is written in: `["types", "token"]`.
pub(crate) type Place<'p> = &'p [&'p str];

/// The schemas of a service by the path of their static.
pub(crate) struct Index<'s> {
    schemas: HashMap<Vec<&'s str>, &'s Schema>,
    /// The values of enums by their ids.
    values: HashMap<&'s str, Vec<String>>,
}

impl<'s> Index<'s> {
    /// Finds all schemas of a service.
    pub(crate) fn of(service: &'s ServiceClient) -> Self {
        let mut index = Index {
            schemas: HashMap::default(),
            values: HashMap::default(),
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

    fn add(&mut self, at: &[&'s str], schemas: impl IntoIterator<Item = &'s Schema>) {
        for schema in schemas {
            let path = at.iter().copied().chain([schema.name.as_str()]);
            self.schemas.insert(path.collect(), schema);
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
    pub(crate) fn get<'p>(
        &self,
        at: &[&'p str],
        path: &'p Path,
    ) -> Option<(&'s Schema, Vec<&'p str>)> {
        let mut absolute = absolute(at, path);
        let schema = self.schemas.get(absolute.as_slice())?;
        absolute.pop();
        Some((schema, absolute))
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
pub(super) fn absolute<'p>(at: &[&'p str], path: &'p Path) -> Vec<&'p str> {
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

fn joined<'p>(names: impl Iterator<Item = &'p str> + Clone) -> String {
    let length = names.clone().map(|name| name.len() + "::".len()).sum();
    let mut path = String::with_capacity(length);
    for name in names {
        path.push_str(if path.is_empty() { "" } else { "::" });
        path.push_str(name);
    }
    path
}

/// A type as it would be written at the service's root.
pub(super) fn ty(at: Place<'_>, of: &Type) -> String {
    let mut text = String::new();
    write_ty(at, of, &mut text);
    text
}

fn write_ty(at: Place<'_>, of: &Type, text: &mut String) {
    text.push_str(of.name());
    let inside: &[&Type] = match of {
        Type::Named(named) => return text.push_str(&path(at, named)),
        Type::EventStream(inner) | Type::Vec(inner) | Type::Option(inner) | Type::Box(inner) => {
            &[inner]
        }
        Type::BTreeMap(key, value) => &[key, value],
        _ => return,
    };
    for (number, inner) in inside.iter().enumerate() {
        text.push_str(if number > 0 { ", " } else { "<" });
        write_ty(at, inner, text);
    }
    text.push('>');
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
