//! Whether shapes contain themselves in a way that no value can.

use crate::diagnostic::Severity;
use crate::limits::CYCLE_SHOWN;
use crate::maps::{HashMap, HashSet};
use crate::model::traits::id::REQUIRED;
use crate::model::{Kind, Shape, ShapeId};
use crate::validate::context::Context;
use crate::validate::graph::components;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    check_collections(context, report);
    check_structures(context, report);
    check_unions(context, report);
}

/// A list or map leads to one other at most, by its elements or values.
fn next<'m>(context: &Context<'m>, shape: &'m Shape) -> Option<&'m Shape> {
    let name = match shape.kind {
        Kind::List => "member",
        Kind::Map => "value",
        _ => return None,
    };
    let target = context.target(shape.member(name)?)?;
    matches!(target.kind, Kind::List | Kind::Map).then_some(target)
}

/// Lists and maps contain themselves through a structure or union only.
fn check_collections(context: &Context<'_>, report: &mut Report<'_>) {
    let mut done: HashSet<&ShapeId> = HashSet::default();
    for start in context.shapes() {
        let mut way: Vec<&Shape> = Vec::new();
        let mut numbers: HashMap<&ShapeId, usize> = HashMap::default();
        let mut at = next(context, start).map(|_| start);
        while let Some(shape) = at {
            if let Some(number) = numbers.get(&shape.id) {
                tell_of_cycle(report, way.get(*number..).unwrap_or_default());
                break;
            }
            if !done.insert(&shape.id) {
                break;
            }
            numbers.insert(&shape.id, way.len());
            way.push(shape);
            at = next(context, shape);
        }
    }
}

fn tell_of_cycle(report: &mut Report<'_>, cycle: &[&Shape]) {
    for (number, shape) in cycle.iter().enumerate() {
        let around = cycle.iter().cycle().skip(number).take(cycle.len() + 1);
        let mut shown: Vec<String> = around
            .take(CYCLE_SHOWN)
            .map(|shape| format!("`{}`", shape.id))
            .collect();
        if shown.len() <= cycle.len() {
            shown.push("…".to_owned());
        }
        let message = format!(
            "it contains itself with no structure or union between: {}",
            shown.join(" → ")
        );
        let event = report.event(Severity::Error, *shape, message);
        report.push(event.help("put a structure or union in between"));
    }
}

/// Not all members on a way from a structure to itself are required.
fn check_structures(context: &Context<'_>, report: &mut Report<'_>) {
    let structures: Vec<&Shape> = context
        .shapes()
        .filter(|shape| matches!(shape.kind, Kind::Structure))
        .collect();
    let numbers: HashMap<&ShapeId, usize> = structures
        .iter()
        .enumerate()
        .map(|(number, shape)| (&shape.id, number))
        .collect();
    let edges: Vec<Vec<usize>> = structures
        .iter()
        .map(|shape| {
            let required = shape.members.iter().filter(|it| it.traits.has(REQUIRED));
            let targets = required.filter_map(|it| numbers.get(&it.target).copied());
            targets.collect()
        })
        .collect();
    let components = components(&edges);
    let component = |id: &ShapeId| components.get(*numbers.get(id)?);
    for shape in structures {
        for member in &shape.members {
            let leads_back = component(&member.target).is_some()
                && component(&member.target) == component(&shape.id);
            if leads_back && member.traits.has(REQUIRED) {
                let message = format!(
                    "it contains itself by way of `{}`, and every member on the way is required",
                    member.name
                );
                let event = report.event(Severity::Error, shape, message);
                report.push(event.help("make one of the members on the way optional"));
            }
        }
    }
}

/// A union has a member that can be set without another value of the same union.
fn check_unions(context: &Context<'_>, report: &mut Report<'_>) {
    let mut users: HashMap<&ShapeId, Vec<&ShapeId>> = HashMap::default();
    let mut ending: HashSet<&ShapeId> = HashSet::default();
    let mut open: Vec<&ShapeId> = Vec::new();
    for shape in context.shapes() {
        let is_end = match shape.kind {
            Kind::Union => false,
            Kind::Structure => {
                let mut members = shape.members.iter();
                shape.members.is_empty() || members.any(|it| !it.traits.has(REQUIRED))
            }
            _ => true,
        };
        if is_end {
            ending.insert(&shape.id);
            open.push(&shape.id);
        } else {
            for member in &shape.members {
                users.entry(&member.target).or_default().push(&shape.id);
            }
        }
    }
    while let Some(id) = open.pop() {
        for user in users.get(id).into_iter().flatten() {
            if ending.insert(user) {
                open.push(user);
            }
        }
    }
    for shape in context.shapes() {
        let is_union = matches!(shape.kind, Kind::Union) && !shape.members.is_empty();
        if is_union && !ending.contains(&shape.id) {
            let message =
                "no value of it has an end: each of its members needs another of its kind";
            let event = report.event(Severity::Error, shape, message);
            report.push(event.help("add a member that leads elsewhere"));
        }
    }
}
