//! Judges models: every rule of Smithy's specification that a model must or should keep to.
//!
//! A validator is a function in a file of its own, listed in the table of its group below `validators/`. It looks at
//! a `Context` and adds events to a `Report`. What it says may then be suppressed or made graver by the model itself.

mod context;
mod custom;
mod overrides;
mod report;
mod validators;

use self::context::Context;
use self::overrides::Overrides;
use self::report::Report;
use self::validators::{Stage, TABLES};
use crate::diagnostic::{Errors, Severity};
use crate::model::Model;

/// How a model is judged.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Goes on where traits are wrong already, although much of what is found then follows from it.
    pub all_validators: bool,
}

/// Judges a model whose mixins were flattened, but are still there ([`crate::resolve::judged`]).
///
/// `found` is what was wrong with it before; the model may suppress that as well.
pub fn validate(model: &Model, found: Errors, options: &Options) -> Errors {
    let context = Context::of(model);
    let mut malformed = Errors::new();
    let overrides = Overrides::of(&context, &mut malformed);
    let custom = custom::load(model, &mut malformed);
    // The loader tells of most of this at its place.
    let mut events = match found.has_errors() {
        true => Errors::new(),
        false => malformed,
    };
    events.extend(found);
    let mut all = Errors::new();
    all.extend(events.into_iter().map(|event| overrides.apply(event)));
    for stage in [Stage::Correct, Stage::Critical, Stage::Other] {
        for validator in TABLES.iter().copied().flatten() {
            if validator.stage == stage {
                let mut report = Report::new(model, validator.name);
                (validator.check)(&context, &mut report);
                finish(model, &overrides, report, &mut all);
            }
        }
        let is_hopeless = match stage {
            Stage::Correct => true,
            Stage::Critical => !options.all_validators,
            Stage::Other => false,
        };
        if is_hopeless && all.has_errors() {
            all.sort();
            return all;
        }
    }
    for validator in &custom {
        let mut report = Report::new(model, &validator.name);
        validator.check(&context, &mut report);
        finish(model, &overrides, report, &mut all);
    }
    all.sort();
    all
}

/// Takes over what a validator found. Of shapes that belong to dependencies only errors are told: nobody here can mend
/// the rest.
fn finish(model: &Model, overrides: &Overrides, report: Report<'_>, all: &mut Errors) {
    let events = report.into_events().into_iter();
    let told = events.filter(|event| {
        let id = event.shape.as_deref().unwrap_or_default();
        let shape = model.get(id.split('$').next().unwrap_or(id));
        event.severity == Severity::Error || shape.is_none_or(|it| model.is_own(it.location))
    });
    all.extend(told.map(|event| overrides.apply(event)));
}
