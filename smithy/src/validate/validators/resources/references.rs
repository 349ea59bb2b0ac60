//! Whether references to resources name resources, by members that identify them.

use indexmap::IndexMap;

use crate::diagnostic::Severity;
use crate::model::{Kind, Node, Resource, Shape, ShapeId};
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) const REFERENCES: &str = "smithy.api#references";

/// One reference: the resource, and the members that stand for its identifiers.
pub(super) struct Reference<'v> {
    pub(super) resource: &'v str,
    ids: IndexMap<&'v str, &'v str>,
}

/// The references that a shape or member has; what is malformed is left out.
pub(super) fn references<'m>(subject: Subject<'m>) -> impl Iterator<Item = Reference<'m>> {
    let value = subject.traits().get(REFERENCES).and_then(Node::as_array);
    value.into_iter().flatten().filter_map(|value| {
        let ids = value.get("ids").and_then(Node::as_object);
        let ids = ids.into_iter().flatten();
        Some(Reference {
            resource: value.get("resource").and_then(Node::as_str)?,
            ids: ids
                .filter_map(|(name, member)| Some((name.as_str(), member.as_str()?)))
                .collect(),
        })
    })
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, _) in context.with_trait(REFERENCES) {
        for reference in references(subject) {
            let mut fail = |message: String| {
                report.push(report.of_trait(Severity::Error, subject, REFERENCES, message));
            };
            let is_string =
                subject.member.is_none() && matches!(subject.shape.kind, Kind::String | Kind::Enum);
            if is_string && !reference.ids.is_empty() {
                fail("a string has no members that `ids` could name".to_owned());
            }
            let Some(target) = context.model.get(reference.resource) else {
                continue;
            };
            let Some(resource) = target.as_resource() else {
                let (id, kind) = (&target.id, target.kind.name());
                fail(format!("`{id}` is of type {kind}, and no resource"));
                continue;
            };
            match (&subject.shape.kind, subject.member) {
                (Kind::Structure, None) => {
                    let problems = of_structure(context, subject.shape, &reference, resource);
                    problems.into_iter().for_each(fail);
                }
                (Kind::String | Kind::Enum, None) if resource.identifiers.len() != 1 => {
                    fail(format!(
                        "`{}` has {} identifiers, and a string can be one that has one",
                        target.id,
                        resource.identifiers.len()
                    ));
                }
                _ => {}
            }
        }
    }
}

fn of_structure(
    context: &Context<'_>,
    shape: &Shape,
    reference: &Reference<'_>,
    resource: &Resource,
) -> Vec<String> {
    let mut problems = Vec::new();
    let id = reference.resource;
    let own: IndexMap<&str, &str>;
    let ids = match reference.ids.is_empty() {
        false => &reference.ids,
        true => {
            let names = resource.identifiers.keys().map(String::as_str);
            own = names.map(|name| (name, name)).collect();
            &own
        }
    };
    if ids.len() != resource.identifiers.len() {
        let (wanted, found) = (resource.identifiers.len(), ids.len());
        problems.push(format!(
            "`ids` has {found} entries, but `{id}` has {wanted} identifiers"
        ));
    }
    let unknown = ids
        .keys()
        .filter(|name| !resource.identifiers.contains_key(**name));
    let unknown: Vec<&str> = unknown.copied().collect();
    if !unknown.is_empty() {
        problems.push(format!(
            "`{id}` has no identifiers `{}`",
            unknown.join("`, `")
        ));
    }
    let wrong = ids
        .values()
        .filter_map(|name| wrong_member(context, shape, name));
    let wrong: Vec<String> = wrong.collect();
    if !wrong.is_empty() {
        problems.push(format!(
            "a reference to `{id}` is wrong: {}",
            wrong.join(", ")
        ));
    }
    problems
}

/// Why a member cannot stand for an identifier.
fn wrong_member(context: &Context<'_>, shape: &Shape, name: &str) -> Option<String> {
    let Some(member) = shape.member(name) else {
        return Some(format!("there is no member `{name}`"));
    };
    let target = context.target(member).map(|target| &target.kind);
    let is_string = matches!(target, Some(Kind::String | Kind::Enum));
    (!is_string).then(|| format!("member `{name}` is no string"))
}

/// The ids of the resources that a shape or member refers to.
pub(super) fn refers_to(subject: Subject<'_>, resource: &ShapeId) -> bool {
    references(subject).any(|it| resource == it.resource)
}
