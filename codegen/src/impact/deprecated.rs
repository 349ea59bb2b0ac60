//! What is deprecated from now on: it works as before, and the compiler warns those who use it.

use std::collections::HashSet;

use super::Consequence;
use crate::ir::{Attributes, Schema, ServiceClient, Shape};
use crate::surface::{Grade, Side};

/// Adds what the new version deprecates.
pub(super) fn compare(old: &ServiceClient, new: &ServiceClient, found: &mut Vec<Consequence>) {
    let before: HashSet<String> = all(old).collect();
    for shape in all(new).filter(|id| !before.contains(id)) {
        found.push(Consequence {
            shape,
            side: Side::Rust,
            grade: Grade::None,
            reason: "the compiler warns who uses it".to_owned(),
        });
    }
}

/// The ids of everything that is deprecated. Values of enums count as their whole.
fn all(service: &ServiceClient) -> impl Iterator<Item = String> {
    let whole = service.deprecated.iter().map(|_| service.id.clone());
    let operations = service.operations.iter();
    let called = operations.clone().filter(|it| it.deprecated.is_some());
    let called = called.map(|operation| operation.id.clone());
    let own = operations.flat_map(|operation| &operation.shapes);
    let types = service.types.iter().map(|file| &file.shape);
    let shapes = own.chain(types).flat_map(of_shape);
    whole.chain(called).chain(shapes)
}

fn of_shape(shape: &Shape) -> Vec<String> {
    let is_old = |attributes: &Attributes| attributes.deprecated.is_some();
    let (schema, members): (Option<&Schema>, Vec<bool>) = match shape {
        Shape::Structure(it) => {
            let fields = it.fields.iter().map(|field| is_old(&field.attributes));
            (it.schema.as_ref(), fields.collect())
        }
        Shape::Union(it) => {
            let variants = it.variants.iter();
            let variants = variants.map(|variant| is_old(&variant.attributes));
            (Some(&it.schema), variants.collect())
        }
        Shape::Enumeration(it) => (Some(&it.schema), Vec::new()),
        Shape::IntEnumeration(it) => (Some(&it.schema), Vec::new()),
    };
    let Some(schema) = schema else {
        return Vec::new();
    };
    let values = match shape {
        Shape::Enumeration(it) => it.variants.iter().any(|it| is_old(&it.attributes)),
        Shape::IntEnumeration(it) => it.variants.iter().any(|it| is_old(&it.attributes)),
        _ => false,
    };
    let whole = (values || is_old(&shape.extras().attributes)).then(|| schema.id.clone());
    let members = schema.members.iter().zip(members);
    let members = members.filter(|(_, is_old)| *is_old);
    let members = members.map(|(member, _)| format!("{}${}", schema.id, member.name));
    whole.into_iter().chain(members).collect()
}
