//! Whether headers with a prefix may be mistaken for others.

use super::EXCLUSIVE;
use crate::diagnostic::Severity;
use crate::maps::HashMap;
use crate::model::ShapeId;
use crate::model::traits::{HttpHeader, HttpPrefixHeaders, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut counts: HashMap<&ShapeId, usize> = HashMap::default();
    for (subject, applied) in context.with_trait(HttpPrefixHeaders::ID) {
        let count = counts.entry(&subject.shape.id).or_default();
        *count += 1;
        if *count > EXCLUSIVE {
            continue;
        }
        let Some(prefix) = applied.value.as_str().map(str::to_lowercase) else {
            continue;
        };
        // Without prefix it is for all headers, and who writes so knows that.
        let severity = match prefix.as_str() {
            "" => Severity::Note,
            _ => Severity::Error,
        };
        for other in &subject.shape.members {
            let header = other.traits.text(HttpHeader::ID).map(str::to_lowercase);
            let Some(header) = header.filter(|header| header.starts_with(&prefix)) else {
                continue;
            };
            let message = format!(
                "its header `{header}` is also one of `{}`, which has those with the prefix `{prefix}`",
                subject.id()
            );
            report.tell_of_trait(severity, (subject.shape, other), HttpHeader::ID, message);
        }
    }
}
