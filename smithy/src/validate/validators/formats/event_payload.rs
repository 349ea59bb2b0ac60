//! Whether an event with a payload has all else in its headers.

use super::listed;
use crate::model::Kind;
use crate::model::traits::id::{EVENT_HEADER, EVENT_PAYLOAD};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let structures = context
        .shapes()
        .filter(|it| matches!(it.kind, Kind::Structure));
    for shape in structures {
        let payloads = shape.members.iter();
        let payloads = payloads.filter(|member| member.traits.has(EVENT_PAYLOAD));
        let count = payloads.count();
        if count == 0 {
            continue;
        }
        let rest = shape
            .members
            .iter()
            .filter(|member| !member.traits.has(EVENT_HEADER) && !member.traits.has(EVENT_PAYLOAD));
        let rest: Vec<&str> = rest.map(|member| &*member.name).collect();
        if rest.is_empty() {
            continue;
        }
        let message = format!(
            "it has a member with `eventPayload`, so that {} must have `eventHeader`",
            listed(rest)
        );
        // Each payload leaves no place for the rest.
        for _ in 0..count {
            report.error(shape, message.clone());
        }
    }
}
