//! Whether every shape has finite values: no structure requires itself, no list is made of nothing but itself.

use std::collections::{HashMap, HashSet};

use super::at_member;
use crate::error::Errors;
use crate::model::traits::id;
use crate::model::{Kind, Member, Model, Shape, ShapeId};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    let requires = |shape: &Shape, member: &Member| {
        matches!(shape.kind, Kind::Structure) && member.traits.has(id::REQUIRED)
    };
    let requires_structure = |shape: &Shape, member: &Member, target: &Shape| {
        requires(shape, member) && matches!(target.kind, Kind::Structure)
    };
    let message =
        "every value would contain another without end: each member on the way is required";
    report_cycles(
        model,
        requires_structure,
        message,
        "make one of them optional",
        errors,
    );

    let contains = |shape: &Shape, member: &Member, target: &Shape| {
        let is_collection = |shape: &Shape| matches!(shape.kind, Kind::List | Kind::Map);
        is_collection(shape) && is_collection(target) && &*member.name != "key"
    };
    let message = "it is made of nothing but lists and maps that contain each other";
    report_cycles(
        model,
        contains,
        message,
        "put a structure or union in between",
        errors,
    );
}

/// From a shape, by one of its members, to a shape.
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
    let mut done: HashSet<&ShapeId> = HashSet::new();
    for start in model.shapes.keys() {
        // Depth first without recursion: a model may nest deeper than the stack.
        let mut path: Vec<(&ShapeId, std::vec::IntoIter<Edge<'_>>)> = Vec::new();
        let mut depth: HashMap<&ShapeId, usize> = HashMap::new();
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
                let names: Vec<&str> = names.chain([next.name()]).collect();
                let message = format!("{message} ({})", names.join(" → "));
                errors.push(at_member(model, shape, member, message).help(help));
            } else if done.insert(next) {
                depth.insert(next, path.len());
                path.push((next, edges(next).into_iter()));
            }
        }
    }
}
