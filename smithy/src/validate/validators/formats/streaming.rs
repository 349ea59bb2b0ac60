//! Whether streams are where they can flow: at the top of inputs and outputs, as the payload where there is one.

use super::{EXCLUSIVE, listed};
use crate::diagnostic::Severity;
use crate::maps::{HashMap, HashSet};
use crate::model::traits::id::{DEFAULT, HTTP_PAYLOAD, REQUIRED, REQUIRES_LENGTH, STREAMING};
use crate::model::{Kind, Shape, ShapeId};
use crate::selector::Subject;
use crate::selector::relation::Relation;
use crate::validate::context::Context;
use crate::validate::report::Report;
use crate::validate::validators::http::has_protocol_with;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if context.index.with_trait(STREAMING).is_empty() {
        return;
    }
    check_uses(context, report);
    for (subject, _) in context.with_trait(STREAMING) {
        check_events(context, report, subject.shape);
    }
    check_payloads(context, report);
    check_presence(context, report);
}

/// The members that target streams, with their targets.
fn streams<'c, 'm>(
    context: &'c Context<'m>,
) -> impl Iterator<Item = (Subject<'m>, &'m Shape)> + 'c {
    context.with_trait(STREAMING).flat_map(|(stream, _)| {
        let members = context.leading_to(&stream.shape.id, Relation::Target);
        members.map(move |member| (member, stream.shape))
    })
}

/// Checks how the shapes that have streams are used.
fn check_uses(context: &Context<'_>, report: &mut Report<'_>) {
    let mut counts: HashMap<&ShapeId, usize> = HashMap::default();
    for (subject, stream) in streams(context) {
        let shape = subject.shape;
        let count = counts.entry(&shape.id).or_default();
        *count += 1;
        if *count > EXCLUSIVE {
            continue;
        }
        if stream.traits.has(REQUIRES_LENGTH) {
            for operation in context.leading_to(&shape.id, Relation::Output) {
                let message = format!(
                    "it is the output of `{}`, but has a stream that requires a length, which only inputs may",
                    operation.id()
                );
                report.error(shape, message);
            }
        }
        for member in context.leading_to(&shape.id, Relation::Target) {
            let message = format!(
                "it targets `{}`, which has a stream, and must be an input or output itself",
                shape.id
            );
            report.error(member, message);
        }
        for relation in [Relation::Error, Relation::Property, Relation::Identifier] {
            for other in context.leading_to(&shape.id, relation) {
                let message = format!(
                    "it names `{}`, which has a stream, and may be an input or output only",
                    shape.id
                );
                report.error(other, message);
            }
        }
    }
}

/// Checks that all events of a stream are structures.
fn check_events(context: &Context<'_>, report: &mut Report<'_>, union: &Shape) {
    if !matches!(union.kind, Kind::Union) {
        return;
    }
    let wrong = union.members.iter().filter(|member| {
        let target = context.target(member);
        target.is_some_and(|target| !matches!(target.kind, Kind::Structure))
    });
    let wrong: Vec<&str> = wrong.map(|member| &*member.name).collect();
    if !wrong.is_empty() {
        let message = format!("events are structures, but {} are not", listed(wrong));
        report.error(union, message);
    }
}

/// Checks that streams are payloads where the protocol knows of payloads.
fn check_payloads(context: &Context<'_>, report: &mut Report<'_>) {
    let streams: HashSet<String> = streams(context)
        .filter(|(subject, _)| !subject.traits().has(HTTP_PAYLOAD))
        .map(|(subject, _)| subject.id())
        .collect();
    if streams.is_empty() {
        return;
    }
    for service in context.model.services() {
        if has_protocol_with(context, service, HTTP_PAYLOAD).is_none() {
            continue;
        }
        for subject in context.closure(&service.id) {
            if subject.member.is_some() && streams.contains(&subject.id()) {
                let message = format!(
                    "it is a stream without `httpPayload`, but `{}` has a protocol that needs it",
                    service.id
                );
                report.error(subject, message);
            }
        }
    }
}

/// Checks that streamed blobs are always there.
fn check_presence(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, stream) in streams(context) {
        let is_present = subject.traits().has(REQUIRED) || subject.traits().has(DEFAULT);
        if matches!(stream.kind, Kind::Blob) && !is_present {
            let event = report.event(
                Severity::Error,
                subject,
                "it is a streamed blob, but may be absent",
            );
            report.push(event.help("make it `@required`, or give it the default `\"\"`"));
        }
    }
}
