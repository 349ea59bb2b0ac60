//! Whether labels of URIs have members, and such members labels.

use std::collections::BTreeSet;

use super::pattern::{Labels, Uri};
use super::{Bound, bound, listed};
use crate::diagnostic::Severity;
use crate::model::traits::id::HTTP_LABEL;
use crate::model::traits::{Http, Known};
use crate::model::uri::Segment;
use crate::model::{Kind, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in bound(context) {
        let input = context.shape(&bound.operation.input.target);
        if let (Ok(uri), Some(input)) = (Uri::parse(&bound.http.uri), input) {
            check_input(context, report, &bound, &uri, input);
        }
    }
}

fn check_input(
    context: &Context<'_>,
    report: &mut Report<'_>,
    bound: &Bound<'_>,
    uri: &Uri,
    input: &Shape,
) {
    let operation = &bound.shape.id;
    let mut labels: BTreeSet<&str> = uri.segments.iter().filter_map(Segment::label).collect();
    let by_name = Labels::of(&uri.segments);
    let members = input.members.iter();
    for member in members.filter(|member| member.traits.has(HTTP_LABEL)) {
        labels.remove(&*member.name);
        match by_name.get(&member.name) {
            None => {
                let message = format!(
                    "it has `httpLabel`, but the URI of `{operation}` has no label `{{{}}}`",
                    member.name
                );
                let event = report.of_trait(Severity::Error, (input, member), HTTP_LABEL, message);
                let http = bound.shape.traits.find(Http::ID);
                let place = http.and_then(|http| context.model.place(http.location));
                report.push(event.related("the URI is here", place));
            }
            Some(Segment::Greedy(_)) => {
                let target = context.target(member);
                let is_text =
                    target.is_none_or(|target| matches!(target.kind, Kind::String | Kind::Enum));
                if !is_text {
                    let message = format!(
                        "it is no string, but its label in the URI of `{operation}` is greedy"
                    );
                    report.trait_error((input, member), HTTP_LABEL, message);
                }
            }
            Some(_) => {}
        }
    }
    if !labels.is_empty() {
        let message = format!(
            "its URI has the labels {}, but `{}` has no such members with `httpLabel`",
            listed(labels),
            input.id
        );
        let event = report.of_trait(Severity::Error, bound.shape, Http::ID, message);
        report.push(event.help("apply `httpLabel` to required members of these names"));
    }
}
