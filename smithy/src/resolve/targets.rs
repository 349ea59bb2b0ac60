//! Looks up shapes by id, and reports those that are missing.

use crate::diagnostic::{Diagnostic, Errors};
use crate::model::{Model, Shape, ShapeId};
use crate::nearest::affordable;
use crate::source::Location;

/// The shape that was probably meant, for the first of many problems; `errors` is what there is to report so far.
pub(super) fn suggestion(model: &Model, wanted: &ShapeId, errors: &Errors) -> Option<String> {
    match errors.iter().len() > affordable(model.shapes.len()) {
        true => None,
        false => model.similar(wanted),
    }
}

/// Looks up a shape and reports it if it is missing. Returns `None` without a report if its definition is invalid.
pub(super) fn exists<'m>(
    model: &'m Model,
    id: &ShapeId,
    at: Location,
    subject: &str,
    verb: &str,
    errors: &mut Errors,
) -> Option<&'m Shape> {
    if let Some(shape) = model.shapes.get(id) {
        return Some(shape);
    }
    if model.mixins.contains(id) {
        let problem =
            Diagnostic::error(format!("it {verb} `{id}`, which is a mixin")).shape(subject);
        errors.push(
            problem
                .at(model.place(at))
                .help("mixins can only be used as mixins"),
        );
    } else if !model.broken.contains(id) {
        let mut problem =
            Diagnostic::error(format!("it {verb} `{id}`, which does not exist")).shape(subject);
        problem.help =
            suggestion(model, id, errors).map(|meant| format!("did you mean `{meant}`?"));
        errors.push(problem.at(model.place(at)));
    }
    None
}
