//! Structures, unions and enums as Rust types.

use super::{Argument, Docs, Ident, Path, Schema, Type, Value};

/// The content of a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A structure, an error included.
    Structure(Box<Structure>),
    /// A union.
    Union(Box<Union>),
    /// An open enum of texts.
    Enumeration(Box<Enumeration>),
    /// An open enum of 32-bit integers.
    IntEnumeration(Box<IntEnumeration>),
}

impl Shape {
    /// The type's name.
    pub(crate) fn name(&self) -> &Ident {
        match self {
            Shape::Structure(shape) => &shape.name,
            Shape::Union(shape) => &shape.name,
            Shape::Enumeration(shape) => &shape.name,
            Shape::IntEnumeration(shape) => &shape.name,
        }
    }

    /// What the type has besides.
    pub(crate) fn extras(&self) -> &Extras {
        match self {
            Shape::Structure(shape) => &shape.extras,
            Shape::Union(shape) => &shape.extras,
            Shape::Enumeration(shape) => &shape.extras,
            Shape::IntEnumeration(shape) => &shape.extras,
        }
    }
}

/// What stands above an item besides its documentation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    /// What those are told who use it, if it is deprecated; may be empty.
    pub deprecated: Option<String>,
    /// Attributes from the settings, as they are written.
    pub own: Vec<String>,
}

/// What a type is and has besides what its shape says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Extras {
    /// What stands above it.
    pub attributes: Attributes,
    /// Paths of traits that it derives besides.
    pub derives: Vec<String>,
    /// Whether serde reads and writes it.
    pub serde: Option<Serde>,
    /// The path of the type that takes its place, so that it is not generated.
    pub replaced: Option<String>,
}

/// When serde reads and writes types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Serde {
    /// Always.
    Always,
    /// If the package has this feature.
    Behind(String),
}

/// A structure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Structure {
    /// The type's name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// What it has besides.
    pub extras: Extras,
    /// Its fields, in the order of the schema's members.
    pub fields: Vec<Field>,
    /// The schema, unless it is one of the runtime's.
    pub schema: Option<Schema>,
    /// The schema's path.
    pub schema_path: Path,
    /// Whether all fields have zero values, so that `Default` can be derived.
    pub zero_default: bool,
    /// Whether users construct it, since it is nested in an input.
    pub is_given: bool,
    /// `new`, if there are few required members.
    pub constructor: Option<Constructor>,
    /// Whether it is an error.
    pub is_error: bool,
}

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    /// The field's name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// What stands above it besides.
    pub attributes: Attributes,
    /// Its whole type.
    pub ty: Type,
    /// Its default.
    pub default: Value,
    /// How it is set.
    pub setter: Setter,
}

/// How a field is set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Setter {
    /// The name of the structure's setter.
    pub name: Ident,
    /// Its argument.
    pub argument: Argument,
    /// How the value is wrapped.
    pub wrap: Wrap,
}

/// How a value is wrapped for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrap {
    /// Nothing.
    None,
    /// `Some`.
    Some,
    /// `Some(Box::new(…))`.
    SomeBox,
}

/// A constructor from all required members.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Constructor {
    /// Its parameters, in order.
    pub parameters: Vec<Parameter>,
    /// Whether other fields use their defaults.
    pub rest: bool,
}

/// A parameter of a constructor, named after its field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parameter {
    /// The field.
    pub field: Ident,
    /// What it takes.
    pub argument: Argument,
}

/// A union.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Union {
    /// The type's name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// What it has besides.
    pub extras: Extras,
    /// Its variants, in the order of the schema's members.
    pub variants: Vec<Variant<Type>>,
    /// The variant for members that are not in the model.
    pub unknown: Ident,
    /// The schema.
    pub schema: Schema,
}

/// A variant of a union, with the type that it carries, or of an enum, with its serialized value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Variant<Value> {
    /// The variant's name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// What stands above it besides.
    pub attributes: Attributes,
    /// What it carries or stands for.
    pub value: Value,
}

/// An open enum of texts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Enumeration {
    /// The type's name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// What it has besides.
    pub extras: Extras,
    /// Its variants, in model order.
    pub variants: Vec<Variant<String>>,
    /// The variant for values that are not in the model.
    pub unknown: Ident,
    /// The schema.
    pub schema: Schema,
}

/// An open enum of 32-bit integers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IntEnumeration {
    /// The type's name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// What it has besides.
    pub extras: Extras,
    /// Its variants, in model order.
    pub variants: Vec<Variant<i32>>,
    /// The variant for values that are not in the model.
    pub unknown: Ident,
    /// The schema.
    pub schema: Schema,
}
