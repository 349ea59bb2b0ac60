//! Whether idempotency tokens are in inputs: elsewhere they have no effect.

use crate::diagnostic::Severity;
use crate::model::traits::id::{IDEMPOTENCY_TOKEN, MIXIN};
use crate::model::{Kind, ShapeId};
use crate::validate::context::Context;
use crate::validate::report::Report;
use crate::validate::validators::http::Uses;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    // Members of one structure come one after another.
    let mut last: Option<(&ShapeId, Uses)> = None;
    for (subject, _) in context.with_trait(IDEMPOTENCY_TOKEN) {
        let shape = subject.shape;
        let is_structure = matches!(shape.kind, Kind::Structure) && !shape.traits.has(MIXIN);
        if subject.member.is_none() || !is_structure {
            continue;
        }
        if last.as_ref().is_none_or(|(id, _)| *id != &shape.id) {
            last = Some((&shape.id, Uses::of(context, &shape.id)));
        }
        let Some((_, uses)) = &last else {
            continue;
        };
        if uses.as_output || uses.as_error || uses.otherwise {
            let message = format!(
                "it is an idempotency token, but without effect where `{}` is not an input",
                shape.id
            );
            report.tell_of_trait(Severity::Warning, subject, IDEMPOTENCY_TOKEN, message);
        }
    }
}
