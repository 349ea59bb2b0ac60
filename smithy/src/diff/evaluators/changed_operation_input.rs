//! Operations with another input.

use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::model::Shape;

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for (pair, old, new) in changes.shapes(Shape::as_operation) {
        let (old, new) = (&old.input, &new.input);
        if old.target == new.target {
            continue;
        }
        let message = format!(
            "the input of the operation `{}` was changed from `{}` to `{}`",
            pair.new.shape.id, old.target, new.target
        );
        let suffix = format!("From.{}.To.{}", old.target, new.target);
        let sides = Sides::from(pair).at(Some(old.location), Some(new.location));
        let help =
            "code that names the old structure no longer compiles: change its members instead";
        report.tell_as(Severity::Error, &suffix, sides, message, help);
    }
}
