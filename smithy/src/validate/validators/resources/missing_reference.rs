//! Whether members that look like the identifier of a resource say that they are.

use super::references::refers_to;
use crate::diagnostic::Severity;
use crate::maps::{HashMap, HashSet};
use crate::model::{Kind, ShapeId};
use crate::selector::{Point, Points, Subject};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// How many of the resources that a member may identify an event names.
const SHOWN: usize = 8;

/// A member that may be an identifier.
struct Candidate<'m> {
    point: Point,
    subject: Subject<'m>,
    /// The resources that it may identify.
    resources: Vec<&'m str>,
}

/// The name and target of an identifier.
type Identifier<'m> = (&'m str, &'m ShapeId);

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut identifiers: HashSet<Identifier<'_>> = HashSet::default();
    let mut above: HashMap<&ShapeId, Vec<&ShapeId>> = HashMap::default();
    for (shape, resource) in context.resources() {
        let own = resource.identifiers.iter();
        identifiers.extend(own.map(|(name, it)| (name.as_str(), &it.target)));
        for below in &resource.resources {
            above.entry(&below.target).or_default().push(&shape.id);
        }
    }
    if identifiers.is_empty() {
        return;
    }
    let mut candidates = candidates(context, &identifiers);
    let mut found: Vec<Candidate<'_>> = Vec::new();
    for (shape, resource) in context.resources() {
        let mut reached = None;
        for (name, identifier) in &resource.identifiers {
            let key = (name.as_str(), &identifier.target);
            let Some(open) = candidates.get_mut(&key) else {
                continue;
            };
            for mut candidate in std::mem::take(open) {
                let reached = reached
                    .get_or_insert_with(|| reached_from(context, &shape.id, above.get(&shape.id)));
                let subject = candidate.subject;
                let is_said = reached.contains(candidate.point)
                    || refers_to(subject, &shape.id)
                    || refers_to(Subject::from(subject.shape), &shape.id);
                if !is_said {
                    candidate.resources.push(shape.id.as_str());
                }
                match candidate.resources.len() < SHOWN {
                    true => open.push(candidate),
                    false => found.push(candidate),
                }
            }
        }
    }
    found.extend(candidates.into_values().flatten());
    for candidate in found.iter().filter(|it| !it.resources.is_empty()) {
        let message = format!(
            "it looks like the identifier of `{}`",
            candidate.resources.join("`, `")
        );
        let event = report.event(Severity::Warning, candidate.subject, message);
        report.push(event.help("say so with the trait `references`"));
    }
}

/// The members that have the name and target of an identifier.
fn candidates<'m>(
    context: &Context<'m>,
    identifiers: &HashSet<Identifier<'m>>,
) -> HashMap<Identifier<'m>, Vec<Candidate<'m>>> {
    let mut found: HashMap<Identifier<'m>, Vec<Candidate<'m>>> = HashMap::default();
    for point in context.index.points() {
        let Some(subject) = context.index.subject(point) else {
            continue;
        };
        let Some(member) = subject.member else {
            continue;
        };
        let key = (&*member.name, &member.target);
        let target = context.target(member).map(|target| &target.kind);
        let is_string = matches!(target, Some(Kind::String | Kind::Enum));
        if is_string && identifiers.contains(&key) {
            found.entry(key).or_default().push(Candidate {
                point,
                subject,
                resources: Vec::new(),
            });
        }
    }
    found
}

/// What a resource leads to, or one directly above it.
fn reached_from(
    context: &Context<'_>,
    resource: &ShapeId,
    above: Option<&Vec<&ShapeId>>,
) -> Points {
    let above = above.into_iter().flatten().copied();
    let starts = above.chain([resource]);
    let starts = starts.filter_map(|id| context.index.shape(id.as_str()));
    context.index.closure_of(starts)
}
