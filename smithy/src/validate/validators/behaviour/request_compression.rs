//! Whether requests can be compressed, and in the ways that are asked for.

use super::listed;
use crate::diagnostic::Severity;
use crate::model::traits::id::{REQUIRES_LENGTH, STREAMING};
use crate::model::traits::{Known, RequestCompression};
use crate::model::{Operation, Shape, UNIT};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// The ways to compress that Smithy knows.
const ENCODINGS: [&str; 1] = ["gzip"];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, _) in context.with_trait(RequestCompression::ID) {
        let compression = subject.traits().read::<RequestCompression>();
        let (Some(operation), Some(compression)) = (subject.shape.as_operation(), compression)
        else {
            continue;
        };
        check_input(context, report, subject.shape, operation);
        if compression.encodings.is_empty() {
            let message = "`encodings` is empty: name one, such as `gzip`";
            report.trait_error(subject, RequestCompression::ID, message);
        }
        let encodings = compression.encodings.iter().map(String::as_str);
        let is_known = |encoding: &&str| ENCODINGS.contains(&&*encoding.to_lowercase());
        let unknown: Vec<&str> = encodings.filter(|it| !is_known(it)).collect();
        if !unknown.is_empty() {
            let message = format!("{} is no way to compress a request", listed(unknown));
            let event = report.of_trait(Severity::Error, subject, RequestCompression::ID, message);
            report.push(event.help(format!("there is {}", listed(ENCODINGS))));
        }
    }
}

/// Checks that there is an input, without a stream whose length must be known.
fn check_input(
    context: &Context<'_>,
    report: &mut Report<'_>,
    shape: &Shape,
    operation: &Operation,
) {
    if operation.input.target == UNIT {
        report.error(shape, "it has `requestCompression`, but no input");
        return;
    }
    let input = context.shape(&operation.input.target);
    for member in input.iter().flat_map(|input| &input.members) {
        let target = context.target(member);
        let needs_length = target.is_some_and(|target| {
            target.traits.has(STREAMING) && target.traits.has(REQUIRES_LENGTH)
        });
        if needs_length {
            let message = format!(
                "it has `requestCompression`, but the length of its stream `{}` must be known",
                member.name
            );
            report.error(shape, message);
        }
    }
}
