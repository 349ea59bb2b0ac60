//! Checks that names differ in more than case.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::{at_member, at_shape};
use crate::diagnostic::{Diagnostic, Errors};
use crate::limits::MEMBER_NAME;
use crate::model::{Kind, Model, Service, Shape, ShapeId, UNIT};
use crate::select::{operations_of, resources_of, walk};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    for shape in model.shapes.values() {
        check_members(model, shape, errors);
        if let Kind::Service(service) = &shape.kind {
            check_closure(model, shape, service, errors);
        }
    }
}

fn check_members(model: &Model, shape: &Shape, errors: &mut Errors) {
    let mut seen = HashMap::new();
    for member in &shape.members {
        let length = member.name.len();
        if length > MEMBER_NAME {
            let message = format!("a member's name has {length} bytes, of at most {MEMBER_NAME}");
            let problem = at_shape(model, shape, member.location, message);
            errors.push(problem.help("choose a shorter name"));
        }
        let Some(first) = seen.insert(member.name.to_ascii_lowercase(), member) else {
            continue;
        };
        let (message, help) = match first.name == member.name {
            true => (
                format!("member `{}` is defined twice", member.name),
                "remove one of them",
            ),
            false => (
                format!(
                    "member `{}` differs from `{}` only in the case of its letters",
                    member.name, first.name
                ),
                "members of a shape must differ case-insensitively: rename one of them",
            ),
        };
        let problem = at_member(model, shape, member, message)
            .related("the other is here", model.place(first.location));
        errors.push(problem.help(help));
    }
}

/// Checks that the shapes in a service's closure have unique names after `rename`.
fn check_closure(model: &Model, shape: &Shape, service: &Service, errors: &mut Errors) {
    let closure = closure_of(model, shape);
    let mut seen: HashMap<String, &Shape> = HashMap::new();
    for id in &closure {
        // `Unit` is never emitted. AWS models define their own.
        let Some(found) = model.shapes.get(id).filter(|shape| shape.id != UNIT) else {
            continue;
        };
        let name = service.rename.get(id).map_or(id.name(), String::as_str);
        let Some(first) = seen.insert(name.to_ascii_lowercase(), found) else {
            continue;
        };
        if may_share_name(first, found) {
            continue;
        }
        let message = format!(
            "`{}` and `{}` have the same name in service `{}`",
            first.id, found.id, shape.id
        );
        let problem = Diagnostic::error(message)
            .at(model.place(found.location))
            .shape(&found.id);
        let problem = problem.related("the other is here", model.place(first.location));
        errors.push(
            problem.help(
                "names in a service must differ case-insensitively: `rename` one of them there",
            ),
        );
    }
    for (id, name) in &service.rename {
        let message = if !closure.contains(id) && model.shapes.contains_key(id) {
            format!("it renames `{id}`, which it does not reach")
        } else if !crate::model::id::is_identifier(name) {
            format!("it renames `{id}` to `{name}`, which is no name for a shape")
        } else {
            continue;
        };
        errors.push(at_shape(model, shape, shape.location, message));
    }
}

/// A service's closure: operations, resources, and all data shapes.
fn closure_of(model: &Model, service: &Shape) -> IndexSet<ShapeId> {
    let mut data = IndexSet::new();
    let operations = operations_of(model, service);
    let resources = resources_of(model, service);
    for operation in operations.iter().filter_map(|id| model.shapes.get(id)) {
        for reference in operation.kind.references() {
            walk(model, &reference.target, &mut data);
        }
    }
    for resource in resources.values() {
        for named in resource
            .identifiers
            .values()
            .chain(resource.properties.values())
        {
            walk(model, &named.target, &mut data);
        }
    }
    for error in service
        .as_service()
        .map(|service| service.errors.as_slice())
        .unwrap_or_default()
    {
        walk(model, &error.target, &mut data);
    }
    data.extend(operations);
    data.extend(resources.into_keys());
    data
}

/// Simple shapes and lists do not become types, so two of the same kind may share a name.
fn may_share_name(a: &Shape, b: &Shape) -> bool {
    let has_type = |shape: &Shape| {
        let named = matches!(
            shape.kind,
            Kind::Structure | Kind::Union | Kind::Map | Kind::Enum | Kind::IntEnum
        );
        named || shape.kind.is_service_kind()
    };
    !has_type(a) && a.kind.name() == b.kind.name()
}
