//! Checks that something can be generated of a valid model. Each check reports all violations.
//!
//! What the language forbids is for validators to find (`validate`); these are the generator's own limits.

mod depth;
mod http;
mod names;
mod recursion;
mod traits;

use crate::diagnostic::{Diagnostic, Errors, Severity};
use crate::maps::HashSet;
use crate::model::{Model, Shape};
use crate::source::Location;

/// Runs all checks.
pub(crate) fn check(model: &Model, errors: &mut Errors) {
    let told = Told::of(errors);
    traits::check(model, &told, errors);
    names::check(model, errors);
    http::check(model, &told, errors);
    recursion::check(model, errors);
    depth::check(model, errors);
}

/// Checks no more than that the values of traits are of the right form, and that a shape has each member once.
pub(crate) fn well_formed(model: &Model, errors: &mut Errors) {
    names::once(model, errors);
    traits::well_formed(model, &Told::of(errors), errors);
}

/// Of which traits of which shapes and members errors are told already, which are not told again.
struct Told(HashSet<(String, String)>);

impl Told {
    fn of(errors: &Errors) -> Self {
        let told = errors.iter().filter(|it| it.severity == Severity::Error);
        let told = told.filter_map(|it| Some((it.shape.clone()?, it.trait_id.clone()?)));
        Self(told.collect())
    }

    fn has(&self, shape: &str, id: &str) -> bool {
        // Most models have no errors at all.
        !self.0.is_empty() && self.0.contains(&(shape.to_owned(), id.to_owned()))
    }
}

/// An error at a location in a shape.
fn at_shape(model: &Model, shape: &Shape, at: Location, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(message)
        .at(model.place(at))
        .shape(&shape.id)
}
