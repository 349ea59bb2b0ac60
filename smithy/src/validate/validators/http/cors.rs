//! Whether services state their origins in one way.

use crate::model::traits::id::CORS;
use crate::model::{Kind, Node};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(CORS) {
        let has_origin = applied.value.get("origin").is_some();
        let origins = applied.value.get("origins").and_then(Node::as_object);
        let has_origins = origins.is_some_and(|origins| !origins.is_empty());
        if matches!(subject.shape.kind, Kind::Service(_)) && has_origin && has_origins {
            let message = "`origin` and `origins` exclude each other: state one of them";
            report.trait_error(subject, CORS, message);
        }
    }
}
