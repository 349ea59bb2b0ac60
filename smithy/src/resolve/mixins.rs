//! Gives shapes what they have from mixins, and removes mixins where a model is to be flat.

mod order;

use std::sync::Arc;

use self::order::Order;
use super::apply;
use crate::diagnostic::{self, Diagnostic, Errors};
use crate::limits;
use crate::load::add;
use crate::maps::{HashMap, HashSet};
use crate::model::traits::{Mixin, id};
use crate::model::{Apply, Kind, Member, Model, Reference, Service, Shape, ShapeId, Traits};

/// Whether a model has mixins besides those that are built in, which tell nothing of the model when they are flat.
pub(super) fn are_used(model: &Model) -> bool {
    model.shapes.values().any(|shape| {
        let has_mixins = !shape.mixins.is_empty() || shape.traits.has(id::MIXIN);
        has_mixins && !model.sources.is_built_in(shape.location)
    })
}

/// Flattens all mixins, each before its users.
pub(super) fn flatten(model: &mut Model, errors: &mut Errors) {
    let mut order = Order::find(model);
    let emptied = inherit_in(model, &mut order, usize::MAX, errors);
    let unflat: HashSet<ShapeId> = order.waiting.into_keys().collect();
    report_cycles(model, &unflat, errors);
    model.broken.extend(emptied);
    remove_mixins(model, unflat.is_empty());
}

/// Gives every shape what it inherits, and leaves mixins and their uses as they are.
pub(super) fn inherit_all(model: &mut Model, errors: &mut Errors) {
    let mut order = Order::find(model);
    order.uses.clear();
    let uses: Vec<(ShapeId, Vec<Reference>)> = model
        .shapes
        .values()
        .filter(|shape| !shape.mixins.is_empty())
        .map(|shape| (shape.id.clone(), shape.mixins.clone()))
        .collect();
    // Problems of mixins were reported when they were flattened.
    let mut known = Errors::new();
    inherit_in(model, &mut order, limits::INHERITED_MEMBERS, &mut known);
    if !order.ready.is_empty() {
        let most = limits::INHERITED_MEMBERS;
        let message = format!("mixins give shapes more than {most} members altogether");
        let help = "a chain of mixins gives each all members of those before it: make it shorter";
        errors.push(Diagnostic::error(message).help(help));
    }
    for (id, mixins) in uses {
        if let Some(shape) = model.shapes.get_mut(&id) {
            shape.mixins = mixins;
        }
    }
}

/// Gives shapes what they inherit, in an order and up to so many members; returns the mixins that were handed on whole.
fn inherit_in(
    model: &mut Model,
    order: &mut Order,
    most: usize,
    errors: &mut Errors,
) -> Vec<ShapeId> {
    let mut pending: HashMap<ShapeId, Vec<Apply>> = HashMap::default();
    for statement in std::mem::take(&mut model.applied) {
        let of_shape = pending.entry(statement.shape.clone()).or_default();
        of_shape.push(statement);
    }
    let mut flat = Flat::default();
    let mut members = 0;
    while members <= most
        && let Some(id) = order.ready.pop_front()
    {
        let Some(shape) = model.shapes.get(&id) else {
            continue;
        };
        // What neither inherits nor hands on stays as it is.
        if !shape.mixins.is_empty() || shape.traits.has(id::MIXIN) {
            let shape = shape.clone();
            let inherited = inherit(model, &shape, order, &mut flat, errors);
            members += inherited.members.len();
            model.shapes.insert(id.clone(), inherited);
        }
        introduce(model, &id, pending.remove(&id).unwrap_or_default(), errors);
        order.done(&id);
    }
    flat.emptied
}

/// Member positions of flat mixins, and the mixins whose content was moved out.
#[derive(Default)]
struct Flat {
    places: HashMap<ShapeId, Places>,
    emptied: Vec<ShapeId>,
    /// How many members were cloned.
    cloned: usize,
}

/// The position of each member, by name.
type Places = HashMap<Arc<str>, usize>;

/// Members with their positions.
#[derive(Default)]
struct Collected {
    members: Vec<Member>,
    places: Places,
}

/// A shape with everything that it inherits from its mixins, which are flat.
///
/// The content of a mixin is moved to its last user rather than cloned: in a chain, each mixin has all members of
/// those before it, and cloning would be quadratic.
fn inherit(
    model: &mut Model,
    shape: &Shape,
    order: &mut Order,
    flat: &mut Flat,
    errors: &mut Errors,
) -> Shape {
    let mut found = Collected::default();
    let mut traits = Traits::default();
    let mut inherited: Option<Kind> = None;
    for reference in &shape.mixins {
        let is_last = order.is_last_use(&reference.target);
        if usable_mixin(model, shape, reference, errors).is_none() {
            continue;
        }
        if !is_last && !has_room(model, shape, reference, flat, errors) {
            continue;
        }
        let Some(mixin) = taken(model, &reference.target, is_last) else {
            continue;
        };
        let own: Option<Mixin> = mixin.traits.read();
        let local = own.map(|own| own.local_traits).unwrap_or_default();
        for passed in &mixin.traits {
            if passed.id != id::MIXIN && !local.iter().any(|kept| passed.id == **kept) {
                traits.set(passed.clone());
            }
        }
        let places = match is_last {
            true => flat.places.remove(&mixin.id),
            false => flat.places.get(&mixin.id).cloned(),
        };
        if found.members.is_empty()
            && let Some(places) = places
        {
            found = Collected {
                members: mixin.members.into_iter().collect(),
                places,
            };
        } else {
            for member in mixin.members {
                merge_member(model, shape, &mut found, member, errors);
            }
        }
        if is_last {
            flat.emptied.push(mixin.id);
        }
        match &mut inherited {
            None => inherited = Some(mixin.kind),
            Some(kind) => extend_bindings(kind, &mixin.kind),
        }
    }
    let mut result = shape.clone();
    result.mixins.clear();
    if let Some(mut kind) = inherited {
        extend_bindings(&mut kind, &shape.kind);
        result.kind = kind;
    }
    for own in &shape.traits {
        traits.set(own.clone());
    }
    result.traits = traits;
    merge_own(model, shape, &mut found, errors);
    result.members = found.members.into_iter().collect();
    if result.traits.has(id::MIXIN) {
        flat.places.insert(shape.id.clone(), found.places);
    }
    result
}

/// Whether the members of a mixin may be cloned; reports the first shape that would take too many.
fn has_room(
    model: &Model,
    shape: &Shape,
    used: &Reference,
    flat: &mut Flat,
    errors: &mut Errors,
) -> bool {
    let had_room = flat.cloned <= limits::INHERITED_MEMBERS;
    let mixin = model.shapes.get(&used.target);
    let count = mixin.map_or(0, |mixin| mixin.members.len());
    let has_room = flat.cloned + count <= limits::INHERITED_MEMBERS;
    flat.cloned = flat.cloned.saturating_add(count);
    if had_room && !has_room {
        let limit = limits::INHERITED_MEMBERS;
        let message = format!("with it, shapes have more than {limit} members from mixins");
        let problem = Diagnostic::error(message).at(model.place(used.location));
        errors.push(
            problem
                .shape(&shape.id)
                .help("make a structure of what many share, and a member of that"),
        );
    }
    has_room
}

/// Takes a mixin, whose members are cloned unless this is its last use.
fn taken(model: &mut Model, id: &ShapeId, is_last: bool) -> Option<Shape> {
    if !is_last {
        return model.shapes.get(id).cloned();
    }
    let mixin = model.shapes.get_mut(id)?;
    let members = std::mem::take(&mut mixin.members);
    let mut taken = mixin.clone();
    taken.members = members;
    Some(taken)
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

/// Adds a member of a mixin; if two mixins have it, the later one's traits win.
fn merge_member(
    model: &Model,
    shape: &Shape,
    found: &mut Collected,
    new: Member,
    errors: &mut Errors,
) {
    let place = found.places.get(&new.name).copied();
    match place.and_then(|at| found.members.get_mut(at)) {
        Some(old) => combine(model, shape, old, &new, errors),
        None => {
            found.places.insert(new.name.clone(), found.members.len());
            found.members.push(new);
        }
    }
}

/// Adds the shape's own members, which may only add traits to inherited ones.
fn merge_own(model: &Model, shape: &Shape, found: &mut Collected, errors: &mut Errors) {
    let mut times: HashMap<&str, usize> = HashMap::default();
    for own in &shape.members {
        *times.entry(&own.name).or_default() += 1;
    }
    for own in &shape.members {
        match times.get(&*own.name) {
            // Duplicate names in the shape itself are kept, to be reported by the check of names.
            Some(2..) => found.members.push(own.clone()),
            _ => merge_member(model, shape, found, own.clone(), errors),
        }
    }
}

fn combine(model: &Model, shape: &Shape, old: &mut Member, new: &Member, errors: &mut Errors) {
    if old.target != new.target {
        let message = format!(
            "member `{}` targets `{}`, but `{}` in a mixin",
            new.name, new.target, old.target
        );
        // Where two mixins disagree and the shape defines the member too, that is where to mend it.
        let own = shape.member(&new.name).map(|own| own.location);
        let problem = Diagnostic::error(message)
            .at(model.place(own.unwrap_or(new.location)))
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

/// Adds the bindings of a later shape to those of earlier mixins.
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

/// Applies `apply` statements to inherited members; they override inherited traits.
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

/// Reports every cycle of mixins, at each of its shapes.
fn report_cycles(model: &Model, unflat: &HashSet<ShapeId>, errors: &mut Errors) {
    let mut seen: HashSet<&ShapeId> = HashSet::default();
    for start in model.shapes.keys().filter(|id| unflat.contains(*id)) {
        let mut path: Vec<&Shape> = Vec::new();
        let mut places: HashMap<&ShapeId, usize> = HashMap::default();
        let mut at = start;
        // Every shape that is not flat has a mixin that is not flat, so the walk ends at a shape seen before.
        while let Some(shape) = model.shapes.get(at).filter(|shape| seen.insert(&shape.id)) {
            places.insert(&shape.id, path.len());
            path.push(shape);
            let mut mixins = shape.mixins.iter().map(|mixin| &mixin.target);
            at = match mixins.find(|mixin| unflat.contains(*mixin)) {
                Some(next) => next,
                None => break,
            };
        }
        let Some(begin) = places.get(at) else {
            continue;
        };
        let cycle = path.get(*begin..).unwrap_or_default();
        for (number, shape) in cycle.iter().enumerate() {
            let (before, after) = cycle.split_at(number);
            errors.push(cycle_through(model, shape, after.iter().chain(before)));
        }
    }
}

/// The error for a shape on a cycle, given with the shapes that follow.
fn cycle_through<'a>(
    model: &Model,
    shape: &'a Shape,
    cycle: impl Iterator<Item = &'a &'a Shape>,
) -> Diagnostic {
    let names = cycle.map(|shape| shape.id.name());
    let names = diagnostic::cycle(names, shape.id.name());
    Diagnostic::error(format!("its mixins form a cycle: {names}"))
        .at(model.place(shape.location))
        .shape(&shape.id)
        .help("a mixin cannot use itself, directly or not")
}

fn remove_mixins(model: &mut Model, all_flat: bool) {
    if all_flat {
        let gone: Vec<ShapeId> = model
            .shapes
            .values()
            .filter(|shape| shape.traits.has(id::MIXIN))
            .map(|shape| shape.id.clone())
            .collect();
        model.shapes.retain(|shape| !shape.traits.has(id::MIXIN));
        model.mixins.extend(gone);
    }
    let broken = &mut model.broken;
    let has_mixins = |shape: &Shape| !shape.mixins.is_empty();
    model.shapes.change(has_mixins, |shape| {
        if !all_flat {
            // Members may be missing, but later checks must not blame the shape.
            broken.insert(shape.id.clone());
        }
        shape.mixins.clear();
    });
}
