//! Whether shapes are of use: whether something that matters leads to them.

use serde::Deserialize;

use super::{Run, read};
use crate::diagnostic::{Diagnostic, Severity};
use crate::maps::{HashMap, HashSet};
use crate::model::traits::id::ID_REF;
use crate::model::traits::id::TRAIT;
use crate::model::{Kind, Node, Shape, ShapeId};
use crate::selector::{Point, Points, Selector};
use crate::validate::context::Context;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object")]
struct Configuration {
    root_shape_selector: Option<String>,
}

pub(super) fn configure(configuration: &Node) -> Result<Run, String> {
    let configuration: Configuration = read(configuration)?;
    let text = configuration.root_shape_selector.as_deref();
    let selector = Selector::parse(text.unwrap_or("service"));
    let selector = selector.map_err(|error| format!("its `rootShapeSelector`: {error}"))?;
    Ok(Box::new(move |context, report| {
        let roots = match selector.select(&context.index) {
            Ok(roots) => roots,
            Err(error) => return report.push(Diagnostic::error(error.to_string())),
        };
        let mut roots: Vec<Point> = roots.iter().collect();
        // Nothing needs to lead to traits.
        roots.extend(context.index.with_trait(TRAIT));
        let reached = reached(context, roots);
        for shape in context
            .shapes()
            .filter(|shape| context.model.is_own(shape.location))
        {
            let point = context.index.shape(shape.id.as_str());
            if point.is_some_and(|point| !reached.contains(point)) {
                let text = selector.text();
                let message = format!("nothing that matches the selector `{text}` leads to it");
                report.push(report.event(Severity::Note, shape, message));
            }
        }
    }))
}

/// All that some shapes lead to, also by ids in values of traits.
fn reached(context: &Context<'_>, roots: Vec<Point>) -> Points {
    let named = named(context);
    let named = |point: Point| named.get(&point).map_or(&[][..], Vec::as_slice);
    context.index.closure_with(roots, named)
}

/// Which shapes the values of traits name, by what has the trait.
fn named(context: &Context<'_>) -> HashMap<Point, Vec<Point>> {
    let holders = holders(context);
    let mut by: HashMap<Point, Vec<Point>> = HashMap::default();
    for definition in context.shapes().filter(|shape| shape.traits.has(TRAIT)) {
        if !holders.contains(&definition.id) {
            continue;
        }
        for point in context.index.with_trait(definition.id.as_str()) {
            let traits = context.index.subject(*point).map(|it| it.traits());
            let value = traits.and_then(|traits| traits.get(definition.id.as_str()));
            let mut ids = Vec::new();
            if let Some(value) = value {
                collect(context, &holders, definition, false, value, &mut ids);
            }
            let points = ids.into_iter().filter_map(|id| context.index.find(id));
            by.entry(*point).or_default().extend(points);
        }
    }
    by
}

/// The shapes whose values may hold ids of shapes.
fn holders<'m>(context: &Context<'m>) -> HashSet<&'m ShapeId> {
    let mut users: HashMap<&ShapeId, Vec<&ShapeId>> = HashMap::default();
    for shape in context.shapes() {
        for member in &shape.members {
            users.entry(&member.target).or_default().push(&shape.id);
        }
    }
    let marked = context
        .with_trait(ID_REF)
        .map(|(subject, _)| &subject.shape.id);
    let mut open: Vec<&ShapeId> = marked.collect();
    let mut found: HashSet<&ShapeId> = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        for user in users.get(id).into_iter().flatten() {
            if found.insert(user) {
                open.push(user);
            }
        }
    }
    found
}

/// The ids of shapes in a value; no deeper than values are.
fn collect<'v>(
    context: &Context<'_>,
    holders: &HashSet<&ShapeId>,
    shape: &Shape,
    is_marked: bool,
    value: &'v Node,
    ids: &mut Vec<&'v str>,
) {
    if let Node::String(text) = value {
        if is_marked || shape.traits.has(ID_REF) {
            ids.push(text);
        }
        return;
    }
    let mut part = |name: &str, value: &'v Node| {
        let Some(member) = shape.member(name) else {
            return;
        };
        let is_marked = member.traits.has(ID_REF);
        let target = context.target(member);
        let may_hold = is_marked || holders.contains(&member.target);
        if let Some(target) = target.filter(|_| may_hold) {
            collect(context, holders, target, is_marked, value, ids);
        }
    };
    match (&shape.kind, value) {
        (Kind::List, Node::Array(elements)) => {
            elements.iter().for_each(|element| part("member", element));
        }
        (Kind::Map, Node::Object(entries)) => {
            entries.values().for_each(|value| part("value", value));
            let key = shape.member("key");
            let target = key.and_then(|key| context.target(key));
            let is_id = key.is_some_and(|key| key.traits.has(ID_REF))
                || target.is_some_and(|target| target.traits.has(ID_REF));
            if is_id {
                ids.extend(entries.keys().map(String::as_str));
            }
        }
        (Kind::Structure | Kind::Union, Node::Object(entries)) => {
            entries.iter().for_each(|(name, value)| part(name, value));
        }
        _ => {}
    }
}
