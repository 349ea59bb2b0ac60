//! Whether what travels under one topic is of one shape.

use std::collections::{BTreeMap, BTreeSet};

use super::topic::{Level, levels};
use super::{PUBLISH, SUBSCRIBE, listed};
use crate::diagnostic::Severity;
use crate::model::traits::id::STREAMING;
use crate::model::{Kind, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// An operation, the trait with its topic, and what it sends or gets.
struct Binding<'m> {
    operation: &'m Shape,
    id: &'static str,
    topic: &'m str,
    payload: &'m Shape,
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut topics: BTreeMap<Vec<Level<'_>>, Vec<Binding<'_>>> = BTreeMap::new();
    for id in [PUBLISH, SUBSCRIBE] {
        for (subject, applied) in context.with_trait(id) {
            let Some(topic) = applied.value.as_str() else {
                continue;
            };
            let operation = subject.shape;
            let payload = match id {
                PUBLISH => context.input(operation),
                _ => stream(context, operation),
            };
            let (Some(payload), Ok(mut levels)) = (payload, levels(topic)) else {
                continue;
            };
            // Labels are the same whatever their names.
            for level in &mut levels {
                if let Level::Label(label) = level {
                    *label = "";
                }
            }
            topics.entry(levels).or_default().push(Binding {
                operation,
                id,
                topic,
                payload,
            });
        }
    }
    for bindings in topics.into_values() {
        let payloads: BTreeSet<&str> = bindings.iter().map(|it| it.payload.id.as_str()).collect();
        if payloads.len() < 2 {
            continue;
        }
        for Binding {
            operation,
            id,
            topic,
            payload,
        } in bindings
        {
            let others = payloads
                .iter()
                .copied()
                .filter(|other| payload.id != *other);
            let others = listed(others);
            let message = format!(
                "what it sends or gets under topic `{topic}` is `{}`, but other operations have {others} there",
                payload.id
            );
            let event = report.of_trait(Severity::Error, operation, id, message);
            report.push(event.help("give it a topic of its own, or the same payload"));
        }
    }
}

/// The events that an operation returns.
fn stream<'m>(context: &Context<'m>, operation: &Shape) -> Option<&'m Shape> {
    let members = &context.output(operation)?.members;
    let mut targets = members.iter().filter_map(|member| context.target(member));
    targets.find(|it| matches!(it.kind, Kind::Union) && it.traits.has(STREAMING))
}
