//! Finds the targets of members that name none: those of a resource's identifiers and properties, or of a mixin.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Errors};
use crate::limits::SYNTAX_ERRORS;
use crate::maps::{HashMap, HashSet};
use crate::model::{Kind, Model, Reference, Shape, ShapeId};
use crate::source::Location;

/// A member without target.
pub(super) struct Elided {
    pub(super) shape: ShapeId,
    pub(super) member: Arc<str>,
    /// The resource that the shape is for.
    pub(super) resource: Option<Reference>,
    pub(super) location: Location,
}

type ByMember<'e> = HashMap<(&'e str, &'e str), &'e Elided>;

/// Gives each member its target, or reports that there is none.
pub(super) fn resolve(model: &mut Model, elided: &[Elided], errors: &mut Errors) {
    let key = |it| {
        let it: &Elided = it;
        ((it.shape.as_str(), &*it.member), it)
    };
    let by_member: ByMember<'_> = elided.iter().map(key).collect();
    let found: Vec<_> = elided
        .iter()
        .map(|member| find(model, &by_member, member))
        .collect();
    let missing = elided.iter().zip(&found).filter(|(_, it)| it.is_none());
    // Where a mixin is no shape at all, that is told instead.
    let missing = missing.filter(|(member, _)| !has_broken_mixin(model, member));
    for (member, _) in missing.take(SYNTAX_ERRORS) {
        report(model, member, errors);
    }
    let mut of_shape: HashMap<&ShapeId, HashMap<&str, Option<ShapeId>>> = HashMap::default();
    for (member, target) in elided.iter().zip(found) {
        let targets = of_shape.entry(&member.shape).or_default();
        targets.insert(&member.member, target);
    }
    for (id, targets) in of_shape {
        if targets.values().any(Option::is_none) {
            model.broken.insert(id.clone());
        }
        let Some(shape) = model.shapes.get_mut(id) else {
            continue;
        };
        for member in shape.members.iter_mut() {
            if let Some(Some(target)) = targets.get(&*member.name) {
                member.target = target.clone();
            }
        }
        let is_found = |name: &str| !matches!(targets.get(name), Some(None));
        shape.members.retain(|member| is_found(&member.name));
    }
}

/// The target that a member has from the resource of its shape, or else from the first mixin that has one.
fn find(model: &Model, by_member: &ByMember<'_>, member: &Elided) -> Option<ShapeId> {
    let name = &*member.member;
    let mut open = vec![&member.shape];
    let mut seen = HashSet::default();
    while let Some(id) = open.pop() {
        let Some(shape) = model.shapes.get(id).filter(|_| seen.insert(id)) else {
            continue;
        };
        match by_member.get(&(id.as_str(), name)) {
            Some(elided) => {
                if let Some(target) = of_resource(model, elided) {
                    return Some(target);
                }
            }
            None => {
                if let Some(own) = shape.member(name) {
                    return Some(own.target.clone());
                }
            }
        }
        open.extend(shape.mixins.iter().rev().map(|mixin| &mixin.target));
    }
    None
}

/// Whether one of the mixins that a shape has, also by way of others, lacks members without which it is none.
fn has_broken_mixin(model: &Model, member: &Elided) -> bool {
    let shape = model.shapes.get(&member.shape);
    let mixins = shape.map(|shape| model.mixins_of(shape));
    let mut mixins = mixins.into_iter().flatten();
    mixins.any(|mixin| mixin.mixins.is_empty() && mixin.lacking().next().is_some())
}

fn of_resource(model: &Model, elided: &Elided) -> Option<ShapeId> {
    let resource = model.shapes.get(&elided.resource.as_ref()?.target)?;
    let resource = resource.as_resource()?;
    let of_property = resource.properties.get(&*elided.member);
    let named = of_property.or_else(|| resource.identifiers.get(&*elided.member));
    named.map(|named| named.target.clone())
}

fn report(model: &Model, member: &Elided, errors: &mut Errors) {
    let name = &*member.member;
    let resource = member.resource.as_ref();
    let found = resource.map(|it| (&it.target, model.shapes.get(&it.target)));
    let mixins = model.shapes.get(&member.shape).map(|it| it.mixins.len());
    let (message, help) = match found {
        Some((id, None)) => (
            format!(
                "member `{name}` has its target from the resource `{id}`, which does not exist"
            ),
            "name a resource that does, or write the target".to_owned(),
        ),
        Some((id, Some(Shape { kind, .. }))) if !matches!(kind, Kind::Resource(_)) => (
            format!(
                "`for` names a resource, and `{id}` is of type {}",
                kind.name()
            ),
            "name a resource, or write the target".to_owned(),
        ),
        Some((id, _)) => (
            format!(
                "member `{name}` has no target, and `{id}` has no identifier or property of that name"
            ),
            "write the target, or rename the member".to_owned(),
        ),
        None if mixins.unwrap_or_default() > 0 => (
            format!("member `{name}` has no target, and no mixin has a member of that name"),
            "write the target, or rename the member".to_owned(),
        ),
        None => (
            format!(
                "member `{name}` has no target, and its shape neither a mixin nor a resource to have it from"
            ),
            format!("write the target, as in `{name}: String`"),
        ),
    };
    let problem = Diagnostic::error(message)
        .at(model.place(member.location))
        .shape(member.shape.member(name));
    errors.push(problem.help(help));
}
