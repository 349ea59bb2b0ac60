//! Errors that a service no longer has.

use super::entities::only_in;
use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::model::Shape;

const HELP: &str = "no operation returns it any more, unless the operation lists it itself";

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for (pair, old, new) in changes.shapes(Shape::as_service) {
        let (old, new) = (&old.errors, &new.errors);
        for error in only_in(old, new) {
            let message = format!(
                "the error `{}` was removed from the service `{}`",
                error.target, pair.new.shape.id
            );
            let sides = Sides::from(pair).at(Some(error.location), None);
            report.tell_as(Severity::Warning, "", sides, message, HELP);
        }
    }
}
