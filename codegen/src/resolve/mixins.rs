//! Gives every shape what it inherits from its mixins, and takes the mixins away.

use std::collections::HashSet;

use super::apply;
use crate::error::{Diagnostic, Errors};
use crate::model::traits::{Mixin, id};
use crate::model::{Apply, Kind, Member, Model, Reference, Service, Shape, ShapeId, Traits, add};

/// Flattens all mixins, in an order in which each is flat before its users.
pub(super) fn flatten(model: &mut Model, errors: &mut Errors) {
    let mut pending = std::mem::take(&mut model.applied);
    let mut waiting: Vec<ShapeId> = model
        .shapes
        .values()
        .filter(|shape| !shape.mixins.is_empty())
        .map(|shape| shape.id.clone())
        .collect();
    let mut unflat: HashSet<ShapeId> = waiting.iter().cloned().collect();
    loop {
        let before = waiting.len();
        waiting.retain(|id| {
            let Some(shape) = model.shapes.get(id) else {
                return false;
            };
            if shape
                .mixins
                .iter()
                .any(|mixin| unflat.contains(&mixin.target))
            {
                return true;
            }
            let (now, later): (Vec<_>, Vec<_>) = pending
                .drain(..)
                .partition(|statement| statement.shape == *id);
            pending = later;
            let flat = inherit(model, shape, errors);
            model.shapes.insert(id.clone(), flat);
            introduce(model, id, now, errors);
            unflat.remove(id);
            false
        });
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    for id in &waiting {
        report_cycle(model, id, &unflat, errors);
    }
    remove_mixins(model, waiting.is_empty());
}

/// A shape with all that its mixins, themselves flat, give it.
fn inherit(model: &Model, shape: &Shape, errors: &mut Errors) -> Shape {
    let mut flat = shape.clone();
    flat.mixins.clear();
    let mut traits = Traits::default();
    let mut members: Vec<Member> = Vec::new();
    let mut inherited: Option<Kind> = None;
    for reference in &shape.mixins {
        let Some(mixin) = usable_mixin(model, shape, reference, errors) else {
            continue;
        };
        let own: Option<Mixin> = mixin.traits.read();
        let local = own.map(|own| own.local_traits).unwrap_or_default();
        for passed in &mixin.traits {
            if passed.id != id::MIXIN && !local.iter().any(|kept| passed.id == **kept) {
                traits.set(passed.clone());
            }
        }
        for member in &mixin.members {
            merge_member(model, shape, &mut members, member, errors);
        }
        match &mut inherited {
            None => inherited = Some(mixin.kind.clone()),
            Some(kind) => extend_bindings(kind, &mixin.kind),
        }
    }
    if let Some(mut kind) = inherited {
        extend_bindings(&mut kind, &shape.kind);
        flat.kind = kind;
    }
    for own in &shape.traits {
        traits.set(own.clone());
    }
    flat.traits = traits;
    for member in &shape.members {
        merge_own(model, shape, &mut members, member, errors);
    }
    flat.members = members.into_iter().collect();
    flat
}

fn usable_mixin<'m>(
    model: &'m Model,
    shape: &Shape,
    used: &Reference,
    errors: &mut Errors,
) -> Option<&'m Shape> {
    let mixin = super::targets::exists(
        model,
        &used.target,
        used.location,
        shape.id.as_str(),
        "uses",
        errors,
    )?;
    let problem = if !mixin.traits.has(id::MIXIN) {
        Diagnostic::error(format!("`{}` is used as a mixin, but is none", mixin.id))
            .help("apply `smithy.api#mixin` to it")
            .related("defined here", model.place(mixin.location))
    } else if mixin.kind.name() != shape.kind.name() {
        let (shape, mixed) = (shape.kind.name(), mixin.kind.name());
        Diagnostic::error(format!(
            "a shape of type {shape} cannot use `{}`, a mixin of type {mixed}",
            mixin.id
        ))
    } else {
        return Some(mixin);
    };
    errors.push(problem.at(model.place(used.location)).shape(&shape.id));
    None
}

/// Adds a member of a mixin; when two mixins have it, the later one's traits win.
fn merge_member(
    model: &Model,
    shape: &Shape,
    members: &mut Vec<Member>,
    new: &Member,
    errors: &mut Errors,
) {
    match members.iter_mut().find(|member| member.name == new.name) {
        None => members.push(new.clone()),
        Some(old) => combine(model, shape, old, new, errors),
    }
}

/// Adds a member of the shape itself, which may only add traits to one it inherits.
fn merge_own(
    model: &Model,
    shape: &Shape,
    members: &mut Vec<Member>,
    own: &Member,
    errors: &mut Errors,
) {
    // A name that comes twice in the shape itself stays twice, for the check of names to find.
    match members.iter_mut().find(|member| member.name == own.name) {
        Some(old)
            if shape
                .members
                .iter()
                .filter(|member| member.name == own.name)
                .count()
                == 1 =>
        {
            combine(model, shape, old, own, errors);
        }
        _ => members.push(own.clone()),
    }
}

fn combine(model: &Model, shape: &Shape, old: &mut Member, new: &Member, errors: &mut Errors) {
    if old.target != new.target {
        let message = format!(
            "member `{}` targets `{}`, but `{}` in a mixin",
            new.name, new.target, old.target
        );
        let problem = Diagnostic::error(message)
            .at(model.place(new.location))
            .shape(shape.id.member(&new.name))
            .related("inherited from here", model.place(old.location));
        errors.push(problem.help("a member may be defined again only with the same target"));
        return;
    }
    for applied in &new.traits {
        old.traits.set(applied.clone());
    }
    old.location = new.location;
}

/// Adds what a later shape binds to what earlier mixins bind.
fn extend_bindings(kind: &mut Kind, more: &Kind) {
    match (kind, more) {
        (Kind::Service(service), Kind::Service(more)) => extend_service(service, more),
        (Kind::Operation(operation), Kind::Operation(more)) => {
            if more.input.target != crate::model::UNIT {
                operation.input = more.input.clone();
            }
            if more.output.target != crate::model::UNIT {
                operation.output = more.output.clone();
            }
            extend_list(&mut operation.errors, &more.errors);
        }
        (Kind::Resource(resource), Kind::Resource(more)) => {
            resource.identifiers.extend(more.identifiers.clone());
            resource.properties.extend(more.properties.clone());
            resource
                .lifecycle
                .retain(|(kind, _)| !more.lifecycle.iter().any(|(other, _)| other == kind));
            resource.lifecycle.extend(more.lifecycle.iter().cloned());
            resource.lifecycle.sort_by_key(|(kind, _)| *kind);
            extend_list(&mut resource.operations, &more.operations);
            extend_list(
                &mut resource.collection_operations,
                &more.collection_operations,
            );
            extend_list(&mut resource.resources, &more.resources);
        }
        _ => {}
    }
}

fn extend_service(service: &mut Service, more: &Service) {
    if !more.version.is_empty() {
        service.version.clone_from(&more.version);
    }
    extend_list(&mut service.operations, &more.operations);
    extend_list(&mut service.resources, &more.resources);
    extend_list(&mut service.errors, &more.errors);
    service.rename.extend(more.rename.clone());
}

fn extend_list(list: &mut Vec<Reference>, more: &[Reference]) {
    for reference in more {
        if !list.iter().any(|known| known.target == reference.target) {
            list.push(reference.clone());
        }
    }
}

/// Applies traits that `apply` statements add to inherited members; they win over inherited ones.
fn introduce(model: &mut Model, shape: &ShapeId, statements: Vec<Apply>, errors: &mut Errors) {
    let mut introduced: indexmap::IndexMap<String, Traits> = indexmap::IndexMap::new();
    for statement in statements {
        let name = statement.member.clone().unwrap_or_default();
        if model
            .shapes
            .get(shape)
            .is_none_or(|shape| shape.member(&name).is_none())
        {
            apply::report_unknown(model, &statement, errors);
            continue;
        }
        let traits = introduced.entry(name.clone()).or_default();
        for applied in &statement.traits {
            add(
                traits,
                applied.clone(),
                &shape.member(&name),
                &model.sources,
                errors,
            );
        }
    }
    let Some(shape) = model.shapes.get_mut(shape) else {
        return;
    };
    for (name, traits) in introduced {
        if let Some(member) = shape.members.get_mut(&name) {
            for applied in &traits {
                member.traits.set(applied.clone());
            }
        }
    }
}

fn report_cycle(model: &Model, id: &ShapeId, unflat: &HashSet<ShapeId>, errors: &mut Errors) {
    let Some(shape) = model.shapes.get(id) else {
        return;
    };
    let mut path = vec![id];
    let mut at = shape;
    // Every unflat shape has an unflat mixin, and there are finitely many: the walk ends in a cycle.
    while let Some(next) = at
        .mixins
        .iter()
        .map(|mixin| &mixin.target)
        .find(|mixin| unflat.contains(*mixin))
    {
        let seen = path.contains(&next);
        path.push(next);
        match model.shapes.get(next) {
            Some(shape) if !seen => at = shape,
            _ => break,
        }
    }
    let names: Vec<&str> = path.iter().map(|id| id.name()).collect();
    let problem = Diagnostic::error(format!("its mixins form a cycle: {}", names.join(" → ")));
    errors.push(
        problem
            .at(model.place(shape.location))
            .shape(id)
            .help("a mixin cannot use itself, directly or not"),
    );
}

fn remove_mixins(model: &mut Model, all_flat: bool) {
    if all_flat {
        let gone: Vec<ShapeId> = model
            .shapes
            .values()
            .filter(|shape| shape.traits.has(id::MIXIN))
            .map(|shape| shape.id.clone())
            .collect();
        model.shapes.retain(|_, shape| !shape.traits.has(id::MIXIN));
        model.mixins.extend(gone);
    }
    for shape in model.shapes.values_mut() {
        if !all_flat && !shape.mixins.is_empty() {
            // Members may be missing: the checks that would find so must not blame the shape.
            model.broken.insert(shape.id.clone());
        }
        shape.mixins.retain(|_| false);
    }
}
