//! Whether host prefixes make names of hosts, and their labels have members.

use std::collections::BTreeSet;

use super::listed;
use super::pattern::{Labels, host_prefix};
use crate::diagnostic::Severity;
use crate::model::traits::id::HOST_LABEL;
use crate::model::traits::{Endpoint, Known};
use crate::model::uri::Segment;
use crate::model::{Kind, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, _) in context.with_trait(Endpoint::ID) {
        let endpoint = subject.traits().read::<Endpoint>();
        let (Some(operation), Some(endpoint)) = (subject.shape.as_operation(), endpoint) else {
            continue;
        };
        let prefix = &endpoint.host_prefix;
        let Ok(segments) = host_prefix(prefix) else {
            continue;
        };
        let filled = segments.iter().map(|segment| match segment {
            Segment::Literal(text) => text,
            Segment::Label(_) | Segment::Greedy(_) => "label",
        });
        if !is_host(&filled.collect::<String>()) {
            let message = format!("the host prefix `{prefix}` does not make the name of a host");
            report.trait_error(subject, Endpoint::ID, message);
        }
        let has_labels = segments.iter().any(|segment| segment.label().is_some());
        if has_labels && !prefix.ends_with('.') {
            let message = format!(
                "the host prefix `{prefix}` has labels, but does not end with `.`: what members say may lead to the hosts of others"
            );
            report.tell_of_trait(Severity::Danger, subject, Endpoint::ID, message);
        }
        let input = context.shape(&operation.input.target);
        if let Some(input) = input.filter(|input| matches!(input.kind, Kind::Structure)) {
            check_input(report, subject.shape, &segments, input);
        }
    }
}

fn check_input(report: &mut Report<'_>, operation: &Shape, segments: &[Segment], input: &Shape) {
    let mut labels: BTreeSet<&str> = segments.iter().filter_map(Segment::label).collect();
    let by_name = Labels::of(segments);
    let members = input.members.iter();
    for member in members.filter(|member| member.traits.has(HOST_LABEL)) {
        labels.remove(&*member.name);
        if by_name.get(&member.name).is_none() {
            let message = format!(
                "it has `hostLabel`, but the host prefix of `{}` has no label `{{{}}}`",
                operation.id, member.name
            );
            report.trait_error((input, member), HOST_LABEL, message);
        }
    }
    if !labels.is_empty() {
        let message = format!(
            "its host prefix has the labels {}, but `{}` has no such members with `hostLabel`",
            listed(labels),
            input.id
        );
        let event = report.of_trait(Severity::Error, operation, Endpoint::ID, message);
        report.push(event.help("apply `hostLabel` to required string members of these names"));
    }
}

/// Whether a text is the start of a host's name: parts of 63 characters at most, with dots between them.
fn is_host(text: &str) -> bool {
    let text = text.strip_suffix('.').unwrap_or(text);
    let is_part = |part: &str| {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&part.len()) && part.bytes().all(is_allowed)
    };
    !text.starts_with('-') && text.split('.').all(is_part)
}
