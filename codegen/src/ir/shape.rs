//! Structures, unions and enums as Rust types.

use super::{Argument, Docs, Ident, Path, Schema, Type, Value};

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A structure, an error included.
    Structure(Box<Structure>),
    /// A union.
    Union(Box<Union>),
    /// An open enum of texts.
    Enumeration(Box<Enumeration>),
    /// An open enum of 32-bit integers.
    IntEnumeration(Box<IntEnumeration>),
    /// A list or map, which has a schema but no type of its own.
    Collection(Box<Schema>),
}

/// A structure.
#[derive(Debug, Clone, PartialEq)]
pub struct Structure {
    /// The type's name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// Its fields, in the order of the schema's members.
    pub fields: Vec<Field>,
    /// The schema, unless it is one of the runtime's.
    pub schema: Option<Schema>,
    /// The schema's path.
    pub schema_path: Path,
    /// Whether every field starts at zero, so that `Default` can be derived.
    pub zero_default: bool,
    /// Whether people construct it: an input reaches it.
    pub is_given: bool,
    /// `new`, where there are a few members that must be given.
    pub constructor: Option<Constructor>,
    /// Whether it is an error.
    pub is_error: bool,
}

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The field's name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// Its whole type.
    pub ty: Type,
    /// Its first value.
    pub default: Value,
    /// How it is set.
    pub setter: Setter,
}

/// How a field is set.
#[derive(Debug, Clone, PartialEq)]
pub struct Setter {
    /// The name of the structure's method for it.
    pub name: Ident,
    /// What it takes.
    pub argument: Argument,
    /// What is put around the value.
    pub wrap: Wrap,
}

/// What is put around a value to make it a field's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrap {
    /// Nothing.
    None,
    /// `Some`.
    Some,
    /// `Some(Box::new(…))`.
    SomeBox,
}

/// A function that takes all members that must be given.
#[derive(Debug, Clone, PartialEq)]
pub struct Constructor {
    /// Its parameters, in order.
    pub parameters: Vec<Parameter>,
    /// Whether other fields are left to `Default`.
    pub rest: bool,
}

/// A parameter of a constructor; it has the name of the field it fills.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The field.
    pub field: Ident,
    /// What it takes.
    pub argument: Argument,
}

/// A union.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The type's name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// Its variants, in the order of the schema's members.
    pub variants: Vec<Variant<Type>>,
    /// The variant for what the model does not know.
    pub unknown: Ident,
    /// The schema.
    pub schema: Schema,
}

/// A variant of a union (`Value` is the type it carries) or of an enum (the value on the wire).
#[derive(Debug, Clone, PartialEq)]
pub struct Variant<Value> {
    /// The variant's name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// What it carries or stands for.
    pub value: Value,
}

/// An open enum of texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// The type's name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// Its variants, in model order.
    pub variants: Vec<Variant<String>>,
    /// The variant for what the model does not know.
    pub unknown: Ident,
    /// The schema.
    pub schema: Schema,
}

/// An open enum of 32-bit integers.
#[derive(Debug, Clone, PartialEq)]
pub struct IntEnumeration {
    /// The type's name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// Its variants, in model order.
    pub variants: Vec<Variant<i32>>,
    /// The variant for what the model does not know.
    pub unknown: Ident,
    /// The schema.
    pub schema: Schema,
}
