//! Whether operations on a resource take its identifiers, and those on a collection do not take all.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::identity::{RESOURCE_IDENTIFIER, identity};
use crate::diagnostic::Severity;
use crate::maps::HashMap;
use crate::model::{Lifecycle, Member, Resource, Shape, ShapeId};
use crate::validate::context::{Context, Role, operations_in};
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut containers: IndexMap<&ShapeId, &Shape> = IndexMap::new();
    for (subject, _) in context.with_trait(RESOURCE_IDENTIFIER) {
        containers.insert(&subject.shape.id, subject.shape);
    }
    for structure in containers.into_values() {
        members(report, structure);
    }
    for (shape, resource) in context.resources() {
        for reference in &resource.resources {
            if let Some(child) = context.shape(&reference.target) {
                identifiers_above(context, report, (shape, resource), child);
            }
        }
        operations(context, report, shape, resource);
    }
}

/// Each identifier has one member of a structure that says to be it.
fn members(report: &mut Report<'_>, structure: &Shape) {
    let mut explicit: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for member in &structure.members {
        if let Some(name) = member.traits.text(RESOURCE_IDENTIFIER) {
            explicit.entry(name).or_default().push(&member.name);
        }
    }
    for (name, members) in explicit {
        let names = members.join("`, `");
        let other = structure.member(name);
        if other.is_some_and(|it| !it.traits.has(RESOURCE_IDENTIFIER)) {
            let message =
                format!("`{names}` is identifier `{name}`, and not the member of that name");
            report.push(report.event(Severity::Warning, structure, message));
        }
        if members.len() > 1 {
            let message = format!("more than one member is identifier `{name}`: `{names}`");
            report.error(structure, message);
        }
    }
}

/// Operations of a resource take the identifiers of the resource above it.
fn identifiers_above(
    context: &Context<'_>,
    report: &mut Report<'_>,
    (above, resource): (&Shape, &Resource),
    child: &Shape,
) {
    let Some(below) = child.as_resource() else {
        return;
    };
    for operation in all_operations(below).keys() {
        let Some(shape) = context.shape(operation) else {
            continue;
        };
        let found = identity(below, input(context, shape));
        let names = resource.identifiers.keys();
        let missing = names.filter(|name| !found.contains_key(name.as_str()));
        let missing: Vec<String> = missing.map(|name| format!("`{name}`")).collect();
        if !missing.is_empty() {
            let message = format!(
                "it is an operation of `{}`, below `{}`, but does not take {}",
                child.id,
                above.id,
                missing.join(", ")
            );
            report.error(shape, message);
        }
    }
}

fn operations(context: &Context<'_>, report: &mut Report<'_>, owner: &Shape, resource: &Resource) {
    for (operation, is_collection) in all_operations(resource) {
        let Some(shape) = context.shape(operation) else {
            continue;
        };
        let found = identity(resource, input(context, shape));
        let missing = missing(resource, &found);
        if is_collection && missing.is_empty() {
            let message = format!(
                "it is for the collection of `{}`, but takes all identifiers of one",
                owner.id
            );
            let event = report.event(Severity::Error, shape, message);
            report.push(event.help("move it to `operations`, or drop an identifier"));
        } else if !is_collection && !missing.is_empty() {
            let message = format!(
                "it is an operation on one `{}`, but does not take {}",
                owner.id,
                missing.join(", ")
            );
            let event = report.event(Severity::Error, shape, message);
            report.push(event.help("add required members of these names and targets to its input"));
        }
    }
}

/// The operations of a resource, and whether each is for the collection.
fn all_operations(resource: &Resource) -> IndexMap<&ShapeId, bool> {
    let mut all = IndexMap::new();
    for (id, role) in operations_in(resource) {
        let is_collection = matches!(
            role,
            Role::Collection | Role::Lifecycle(Lifecycle::Create | Lifecycle::List)
        );
        *all.entry(id).or_default() |= is_collection;
    }
    all
}

fn input<'m>(context: &Context<'m>, operation: &Shape) -> Option<&'m Shape> {
    context.shape(&operation.as_operation()?.input.target)
}

/// The identifiers that no member stands for, or one of another target.
fn missing(resource: &Resource, found: &HashMap<&str, &Member>) -> Vec<String> {
    let identifiers = resource.identifiers.iter();
    let missing = identifiers.filter(|(name, identifier)| {
        let member = found.get(name.as_str());
        member.is_none_or(|member| member.target != identifier.target)
    });
    missing
        .map(|(name, identifier)| format!("`{name}` of `{}`", identifier.target))
        .collect()
}
