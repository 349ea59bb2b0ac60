//! Checks that every shape has finite values. Validators are content where a structure on the way has any member that is
//! optional, but nothing can be constructed for the one that is not.

use crate::diagnostic::{Diagnostic, Errors, cycle};
use crate::maps::{HashMap, HashSet};
use crate::model::traits::id;
use crate::model::{Kind, Member, Model, Shape, ShapeId};

/// Reports cycles that validators have not.
pub(super) fn check(model: &Model, errors: &mut Errors) {
    if errors.iter().any(|it| it.id.starts_with("ShapeRecursion")) {
        return;
    }
    let finite = finite(model);
    let needs = |shape: &Shape, member: &Member, target: &Shape| {
        let ends = finite.contains(&shape.id) || finite.contains(&target.id);
        !ends && is_needed(shape, member)
    };
    let message =
        "smithgen cannot generate what has no value, for each would contain another without end";
    let help = "make a member on the way optional, or give a union a member that leads out";
    report_cycles(model, needs, message, help, errors);
}

/// Whether a shape's values need the member: required members of a structure, and members of a union, which has
/// exactly one. Lists and maps may be empty.
fn is_needed(shape: &Shape, member: &Member) -> bool {
    match shape.kind {
        Kind::Structure => member.traits.has(id::REQUIRED),
        Kind::Union => true,
        _ => false,
    }
}

/// The shapes that have a finite value, starting with those that need nothing.
fn finite(model: &Model) -> HashSet<&ShapeId> {
    let mut users: HashMap<&ShapeId, Vec<&Shape>> = HashMap::default();
    let mut missing: HashMap<&ShapeId, usize> = HashMap::default();
    let mut found: Vec<&ShapeId> = Vec::new();
    for (id, shape) in model.shapes.iter() {
        let mut count = 0;
        for member in shape.members.iter().filter(|it| is_needed(shape, it)) {
            // Dangling targets are reported elsewhere.
            if let Some((target, _)) = model.shapes.get_key_value(&member.target) {
                users.entry(target).or_default().push(shape);
                count += 1;
            }
        }
        // Any member of a union suffices.
        let count = match shape.kind {
            Kind::Union => count.min(1),
            _ => count,
        };
        missing.insert(id, count);
        if count == 0 {
            found.push(id);
        }
    }
    let mut finite = HashSet::default();
    while let Some(id) = found.pop() {
        if !finite.insert(id) {
            continue;
        }
        for user in users.get(id).into_iter().flatten() {
            let Some(missing) = missing.get_mut(&user.id) else {
                continue;
            };
            *missing = missing.saturating_sub(1);
            if *missing == 0 {
                found.push(&user.id);
            }
        }
    }
    finite
}

/// An edge from a shape through one of its members to a shape.
type Edge<'m> = (&'m Shape, &'m Member, &'m ShapeId);

/// Reports every cycle of members that `follow` accepts, once, at the member that closes it.
fn report_cycles(
    model: &Model,
    follow: impl Fn(&Shape, &Member, &Shape) -> bool,
    message: &str,
    help: &str,
    errors: &mut Errors,
) {
    let edges = |shape: &ShapeId| {
        let mut edges = Vec::new();
        for (shape, member) in model
            .shapes
            .get(shape)
            .into_iter()
            .flat_map(|s| s.members.iter().map(move |m| (s, m)))
        {
            if let Some((id, target)) = model.shapes.get_key_value(&member.target)
                && follow(shape, member, target)
            {
                edges.push((shape, member, id));
            }
        }
        edges
    };
    let mut done: HashSet<&ShapeId> = HashSet::default();
    for start in model.shapes.keys() {
        // Depth-first without recursion: a model may be nested more deeply than the stack allows.
        let mut path: Vec<(&ShapeId, std::vec::IntoIter<Edge<'_>>)> = Vec::new();
        let mut depth: HashMap<&ShapeId, usize> = HashMap::default();
        if done.insert(start) {
            depth.insert(start, 0);
            path.push((start, edges(start).into_iter()));
        }
        while let Some((at, open)) = path.last_mut() {
            let Some((shape, member, next)) = open.next() else {
                depth.remove(*at);
                path.pop();
                continue;
            };
            if let Some(from) = depth.get(next) {
                let names = path.iter().skip(*from).map(|(id, _)| id.name());
                let message = format!("{message} ({})", cycle(names, next.name()));
                errors.push(
                    Diagnostic::error(message)
                        .at(model.place(member.location))
                        .shape(shape.id.member(&member.name))
                        .help(help),
                );
            } else if done.insert(next) {
                depth.insert(next, path.len());
                path.push((next, edges(next).into_iter()));
            }
        }
    }
}
