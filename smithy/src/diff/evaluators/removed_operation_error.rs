//! Errors that an operation no longer has.

use super::entities::only_in;
use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::model::Shape;

const HELP: &str = "clients that handle it no longer need to, or receive another error instead";

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for (pair, old, new) in changes.shapes(Shape::as_operation) {
        let (old, new) = (&old.errors, &new.errors);
        for error in only_in(old, new) {
            let message = format!(
                "the error `{}` was removed from the operation `{}`",
                error.target, pair.new.shape.id
            );
            let sides = Sides::from(pair).at(Some(error.location), None);
            report.tell_as(Severity::Warning, error.target.name(), sides, message, HELP);
        }
    }
}
