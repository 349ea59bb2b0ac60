//! Whether an event with a payload has all else in its headers.

use super::{EXCLUSIVE, listed};
use crate::diagnostic::Severity;
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
        let payloads: Vec<&str> = payloads.map(|member| &*member.name).collect();
        if payloads.is_empty() {
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
        let rest = listed(rest);
        for payload in payloads.into_iter().take(EXCLUSIVE) {
            let message = format!("`{payload}` is its payload, so that {rest} must be headers");
            let event = report.event(Severity::Error, shape, message);
            report.push(event.help("apply `eventHeader` to all members but the payload"));
        }
    }
}
