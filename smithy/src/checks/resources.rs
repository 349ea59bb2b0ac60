//! Checks that resources form trees: no cycles, nothing bound twice, and children that have their parents'
//! identifiers.

use std::collections::{HashMap, HashSet};

use super::at_shape;
use crate::diagnostic::{Diagnostic, Errors, cycle};
use crate::model::{Kind, Model, Reference, Resource, Shape, ShapeId};
use crate::source::Location;

pub(super) fn check(model: &Model, errors: &mut Errors) {
    let before = errors.iter().count();
    check_cycles(model, errors);
    // A resource on a cycle is also bound twice, but reporting that would be noise.
    let is_tree = errors.iter().count() == before;
    for shape in model.shapes.values() {
        match &shape.kind {
            Kind::Service(_) if is_tree => check_bindings(model, shape, errors),
            Kind::Resource(resource) => check_identifiers(model, shape, resource, errors),
            _ => {}
        }
    }
}

/// Reports every cycle of resources once, where it closes. Not recursive, since a model may be nested more deeply
/// than the stack allows.
fn check_cycles(model: &Model, errors: &mut Errors) {
    let children = |id: &ShapeId| -> std::slice::Iter<'_, Reference> {
        let resource = model.shapes.get(id).and_then(Shape::as_resource);
        resource
            .map_or(&[][..], |it| it.resources.as_slice())
            .iter()
    };
    let mut done: HashSet<&ShapeId> = HashSet::new();
    for start in model.shapes.keys() {
        let mut path = Vec::new();
        let mut depth: HashMap<&ShapeId, usize> = HashMap::new();
        if done.insert(start) {
            depth.insert(start, 0);
            path.push((start, children(start)));
        }
        while let Some((at, open)) = path.last_mut() {
            let Some(child) = open.next() else {
                depth.remove(*at);
                path.pop();
                continue;
            };
            if let Some(from) = depth.get(&child.target) {
                let names = path.iter().skip(*from).map(|(id, _)| id.name());
                let names = cycle(names, child.target.name());
                let message = format!("a resource is below itself ({names})");
                let shape = path.last().map_or(start, |(id, _)| *id);
                errors.push(
                    Diagnostic::error(message)
                        .at(model.place(child.location))
                        .shape(shape)
                        .help("resources form a tree: remove one of them"),
                );
            } else if done.insert(&child.target) {
                depth.insert(&child.target, path.len());
                path.push((&child.target, children(&child.target)));
            }
        }
    }
}

/// Reports operations and resources that are bound more than once in a service.
fn check_bindings(model: &Model, service: &Shape, errors: &mut Errors) {
    let mut bound: HashMap<&ShapeId, (&Shape, Location)> = HashMap::new();
    let mut seen: HashSet<&ShapeId> = HashSet::new();
    let mut open = vec![service];
    while let Some(owner) = open.pop() {
        if !seen.insert(&owner.id) {
            continue;
        }
        for reference in bindings(owner) {
            let Some((id, target)) = model.shapes.get_key_value(&reference.target) else {
                continue;
            };
            match &target.kind {
                Kind::Resource(_) => open.push(target),
                Kind::Operation(_) => {}
                // Targets of the wrong kind are reported by the check of targets.
                _ => continue,
            }
            let Some((first, at)) = bound.insert(id, (owner, reference.location)) else {
                continue;
            };
            // An operation may be bound to two lifecycles of the same resource, such as create and put.
            if first.id == owner.id {
                continue;
            }
            let kind = target.kind.name();
            let message = format!("the {kind} `{id}` is bound to `{}` as well", first.id);
            errors.push(
                at_shape(model, owner, reference.location, message)
                    .related("it is bound here too", model.place(at))
                    .help("remove one of the two"),
            );
        }
    }
}

/// The operations and resources that a service or resource binds.
fn bindings(shape: &Shape) -> Vec<&Reference> {
    match &shape.kind {
        Kind::Service(service) => service
            .operations
            .iter()
            .chain(&service.resources)
            .collect(),
        Kind::Resource(resource) => {
            let lifecycle = resource.lifecycle.iter().map(|(_, reference)| reference);
            lifecycle
                .chain(&resource.operations)
                .chain(&resource.collection_operations)
                .chain(&resource.resources)
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Reports identifiers that a child lacks, or that have another target than the parent's.
fn check_identifiers(model: &Model, shape: &Shape, parent: &Resource, errors: &mut Errors) {
    for child in &parent.resources {
        let Some(found) = model.shapes.get(&child.target) else {
            continue;
        };
        let Some(resource) = found.as_resource() else {
            continue;
        };
        for (name, wanted) in &parent.identifiers {
            let (id, target) = (&shape.id, &wanted.target);
            let message = match resource.identifiers.get(name) {
                Some(own) if own.target == wanted.target => continue,
                Some(own) => format!(
                    "its identifier `{name}` targets `{}`, but `{target}` in `{id}`, which it is below",
                    own.target
                ),
                None => format!("it is below `{id}`, but lacks its identifier `{name}`"),
            };
            errors.push(
                at_shape(model, found, found.location, message)
                    .related("the parent is here", model.place(shape.location))
                    .help(format!(
                        "add `\"{name}\": {{ \"target\": \"{target}\" }}` to its `identifiers`"
                    )),
            );
        }
    }
}
