//! Errors that an operation did not have.

use super::entities::only_in;
use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::model::Shape;

const HELP: &str =
    "this breaks nobody if the error only answers what clients of the old model do not send";

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for (pair, old, new) in changes.shapes(Shape::as_operation) {
        let (old, new) = (&old.errors, &new.errors);
        for error in only_in(new, old) {
            let message = format!(
                "the error `{}` was added to the operation `{}`",
                error.target, pair.new.shape.id
            );
            let sides = Sides::from(pair).at(None, Some(error.location));
            report.tell_as(Severity::Warning, error.target.name(), sides, message, HELP);
        }
    }
}
