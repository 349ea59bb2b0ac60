//! Whether structures with a payload leave members without a place.

use super::bindings::{Body, Message};
use super::{bound, listed};
use crate::model::traits::id::HTTP_PAYLOAD;
use crate::model::traits::{Fault, Known};
use crate::model::{Kind, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if context.index.with_trait(HTTP_PAYLOAD).is_empty() {
        return;
    }
    for bound in bound(context) {
        let sides = [
            (&bound.operation.input, Message::Request),
            (&bound.operation.output, Message::Response),
        ];
        for (side, message) in sides {
            if let Some(structure) = context.shape(&side.target) {
                check_structure(report, structure, message);
            }
        }
    }
    for (subject, _) in context.with_trait(Fault::ID) {
        if matches!(subject.shape.kind, Kind::Structure) {
            check_structure(report, subject.shape, Message::Response);
        }
    }
}

fn check_structure(report: &mut Report<'_>, structure: &Shape, message: Message) {
    let body = Body::of(structure, message);
    let (Some(payload), false) = (body.payload, body.rest.is_empty()) else {
        return;
    };
    let rest = listed(body.rest.iter().map(|member| &*member.name));
    let message = format!(
        "`{}` is the whole body, so that there is no place for {rest}",
        payload.name
    );
    let event = report.event(crate::diagnostic::Severity::Error, structure, message);
    report.push(
        event.help("bind them to headers, the path or the query, or move them into the payload"),
    );
}
