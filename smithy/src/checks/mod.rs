//! Checks that a model is valid. Each check reports all violations.

mod defaults;
mod depth;
mod errors;
mod host;
mod http;
mod names;
mod recursion;
mod resources;
mod streaming;
mod traits;
mod values;

use crate::diagnostic::{Diagnostic, Errors};
use crate::model::{Member, Model, Shape};
use crate::source::Location;

/// Runs all checks.
pub(crate) fn check(model: &Model, errors: &mut Errors) {
    traits::check(model, errors);
    names::check(model, errors);
    values::check(model, errors);
    defaults::check(model, errors);
    errors::check(model, errors);
    http::check(model, errors);
    host::check(model, errors);
    streaming::check(model, errors);
    recursion::check(model, errors);
    depth::check(model, errors);
    resources::check(model, errors);
}

/// Checks no more than that the values of traits are of the right form.
pub(crate) fn well_formed(model: &Model, errors: &mut Errors) {
    traits::well_formed(model, errors);
}

/// An error about a member, at the member.
fn at_member(
    model: &Model,
    shape: &Shape,
    member: &Member,
    message: impl Into<String>,
) -> Diagnostic {
    Diagnostic::error(message)
        .at(model.place(member.location))
        .shape(shape.id.member(&member.name))
}

/// An error at a location in a shape.
fn at_shape(model: &Model, shape: &Shape, at: Location, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(message)
        .at(model.place(at))
        .shape(&shape.id)
}
