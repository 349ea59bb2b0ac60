//! Judges models: every rule of Smithy's specification that a model must or should keep to.
//!
//! A validator is a function in a file of its own, listed in the table of its group below `validators/`. It looks at
//! a `Context` and adds events to a `Report`. What it says may then be suppressed or made graver by the model itself.
//! Those below `linters/` run where metadata asks for them.

mod context;
mod custom;
mod graph;
mod linters;
pub(crate) mod overrides;
mod report;
mod validators;

use self::context::Context;
use self::overrides::{Overrides, SUPPRESS};
use self::report::Report;
use self::validators::{Stage, TABLES};
use crate::diagnostic::{Errors, Severity};
use crate::maps::HashSet;
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
    let overrides = Overrides::of(model, context.with_trait(SUPPRESS), &mut malformed);
    let custom = custom::load(model, &mut malformed);
    // The loader tells of most of this at its place.
    let mut events = match found.has_errors() {
        true => Errors::new(),
        false => malformed,
    };
    let mut all = Errors::new();
    let known: HashSet<(Option<String>, Option<String>)> = found
        .iter()
        .map(|event| (event.shape.clone(), event.trait_id.clone()))
        .collect();
    all.extend(found.into_iter().map(|event| overrides.apply(event)));
    for stage in [Stage::Read, Stage::Correct, Stage::Critical, Stage::Other] {
        for validator in TABLES.iter().copied().flatten() {
            if validator.stage == stage {
                let mut report = Report::new(model, validator.name);
                (validator.check)(&context, &mut report);
                // A trait that could not be read was reported when that was tried.
                if stage == Stage::Read {
                    report.retain(|it| !known.contains(&(it.shape.clone(), it.trait_id.clone())));
                }
                finish(&context, &overrides, report, &mut all);
            }
        }
        let is_last = match stage {
            Stage::Read | Stage::Correct => all.has_errors(),
            Stage::Critical => all.has_errors() && !options.all_validators,
            Stage::Other => false,
        };
        // What metadata says of validators keeps nobody from looking at targets.
        if stage == Stage::Read {
            let events = std::mem::take(&mut events).into_iter();
            all.extend(events.map(|event| overrides.apply(event)));
        }
        if is_last {
            all.sort();
            return all;
        }
    }
    for validator in &custom {
        let mut report = Report::new(model, &validator.name);
        validator.check(&context, &mut report);
        finish(&context, &overrides, report, &mut all);
    }
    all.sort();
    all
}

/// Adds what is wrong with the values of traits that cannot be read at all, although they are there to be read.
///
/// It is what [`validate`] looks at first, and without which a model cannot be printed either.
pub fn read(model: &Model, found: &mut Errors) {
    let context = Context::of(model);
    let validators = TABLES.iter().copied().flatten();
    for validator in validators.filter(|it| it.stage == Stage::Read) {
        let mut report = Report::new(model, validator.name);
        (validator.check)(&context, &mut report);
        found.extend(report.into_events());
    }
}

/// Takes over what a validator found. Of the prelude and of dependencies only errors are told: nobody can mend the
/// rest.
fn finish(context: &Context<'_>, overrides: &Overrides, report: Report<'_>, all: &mut Errors) {
    let events = report.into_events().into_iter();
    let told = events.filter(|event| {
        let shape = event.shape.as_deref().and_then(|id| id.split('$').next());
        let shape = shape.and_then(|id| context.model.get(id));
        let is_own = shape.is_none_or(|shape| context.model.is_own(shape.location));
        event.severity == Severity::Error || is_own
    });
    all.extend(told.map(|event| overrides.apply(event)));
}
