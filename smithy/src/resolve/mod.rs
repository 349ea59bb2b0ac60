//! Resolves a model: applies traits, upgrades old versions, flattens mixins, and checks.

mod apply;
mod enums;
mod form;
mod mixins;
mod secrets;
mod targets;
mod unknown;
mod upgrade;

use std::path::PathBuf;

use self::unknown::Undefined;
use crate::checks;
use crate::diagnostic::{Diagnostic, Errors, Severity};
use crate::load::load;
use crate::maps::HashSet;
use crate::model::{Model, ShapeId};
use crate::select::{Selection, select};
use crate::validate::{Options, validate};

/// A checked model and the part of it to generate.
#[derive(Debug)]
pub struct Resolved {
    /// The model: Smithy 2.0 without mixins, `apply` statements and dangling targets.
    pub model: Model,
    /// The selected part.
    pub selection: Selection,
    /// Problems that do not prevent generation.
    pub warnings: Errors,
}

/// Loads, resolves and selects, and reports all problems together.
pub fn open(
    inputs: &[PathBuf],
    service: Option<&str>,
    operations: &[String],
) -> Result<Resolved, Errors> {
    let mut errors = Errors::new();
    let loaded = load(inputs, &mut errors);
    finish(loaded, errors, service, operations)
}

/// Like [`open`], for a model that is already loaded; `errors` are those from loading.
pub fn finish(
    loaded: Model,
    mut errors: Errors,
    service: Option<&str>,
    operations: &[String],
) -> Result<Resolved, Errors> {
    let model = resolve(loaded, &mut errors);
    errors.keep(Severity::Warning);
    chosen(model, errors, service, operations)
}

/// Selects the part of a resolved model that is wanted; `errors` are those from before.
pub fn chosen(
    mut model: Model,
    mut errors: Errors,
    service: Option<&str>,
    operations: &[String],
) -> Result<Resolved, Errors> {
    let selection = select(&model, service, operations, &mut errors);
    let (selection, warnings) = errors.into_result(selection)?;
    match selection {
        Some(selection) => {
            secrets::mark(&mut model, &selection);
            Ok(Resolved {
                model,
                selection,
                warnings,
            })
        }
        // If `select` chooses nothing, it reports an error, which was returned above.
        None => Err(Diagnostic::error("nothing is selected").into()),
    }
}

/// Brings a model together, judges it as [`validate`] does, flattens it, and checks that something can be generated of it.
pub fn resolve(model: Model, errors: &mut Errors) -> Model {
    let Merged { model, flat } = merge_where(model, Undefined::Foreign, errors);
    let mut too_long = Errors::new();
    let judged = judged(model, &mut too_long);
    // A chain of mixins may be too long to be judged and still be flattened, which moves members rather than copies them.
    let seen = match &flat {
        Some(flat) if !too_long.is_empty() => flat,
        _ => &judged,
    };
    let found = std::mem::take(errors);
    // All errors are told in one go.
    let options = Options {
        all_validators: true,
    };
    *errors = validate(seen, found, &options);
    ready(flat.unwrap_or(judged), errors)
}

/// Makes ready what was brought together without mixins ([`Merged::flat`]), and checks that something can be generated of
/// it; whether the model is a good one is for validators to say.
pub fn ready(mut model: Model, errors: &mut Errors) -> Model {
    enums::unify(&mut model);
    model.inputs = model
        .shapes
        .values()
        .filter_map(|shape| Some(shape.as_operation()?.input.target.clone()))
        .collect();
    model.not_only_inputs = not_only_inputs(&model);
    checks::check(&model, errors);
    model
}

fn not_only_inputs(model: &Model) -> HashSet<ShapeId> {
    let shapes = model.shapes.values();
    let members = shapes
        .clone()
        .flat_map(|shape| shape.members.iter().map(|member| &member.target));
    let results = shapes
        .filter_map(|shape| shape.as_operation())
        .flat_map(|operation| std::iter::once(&operation.output).chain(&operation.errors))
        .map(|reference| &reference.target);
    members.chain(results).cloned().collect()
}

/// A model as its files have it, and with its mixins flattened.
#[derive(Debug)]
pub struct Merged {
    /// The model with traits applied and old versions upgraded, but mixins as they were written.
    pub model: Model,
    /// The same without mixins, where there are any.
    flat: Option<Model>,
}

impl Merged {
    /// The model without mixins.
    pub fn flat(&self) -> &Model {
        self.flat.as_ref().unwrap_or(&self.model)
    }
}

/// Brings what was loaded together without checking what it means: everything that makes it a model at all.
///
/// Traits without definition are errors, or warnings where they are allowed.
pub fn merge(model: Model, allow_unknown_traits: bool, errors: &mut Errors) -> Merged {
    let undefined = match allow_unknown_traits {
        true => Undefined::Allowed,
        false => Undefined::Refused,
    };
    merge_where(model, undefined, errors)
}

fn merge_where(mut model: Model, undefined: Undefined, errors: &mut Errors) -> Merged {
    unknown::unresolved(&model, undefined, errors);
    apply::apply(&mut model, errors);
    upgrade::upgrade(&mut model);
    enums::complete(&mut model);
    // A model without mixins, as most are, is flat.
    let flat = mixins::are_used(&model).then(|| {
        let mut flat = model.clone();
        mixins::flatten(&mut flat, errors);
        flat
    });
    let merged = Merged { model, flat };
    unknown::no_traits(&merged.model, merged.flat(), errors);
    form::check(&merged.model, merged.flat(), errors);
    checks::well_formed(&merged.model, errors);
    merged
}

/// A model as its validators see it: each shape has what it inherits, and its mixins are still there.
///
/// `model` is what [`merge`] has made, which has reported the problems of mixins.
pub fn judged(mut model: Model, errors: &mut Errors) -> Model {
    mixins::inherit_all(&mut model, errors);
    model
}

/// The passes of [`resolve`] that rewrite what files say into what shapes are: `apply`, upgrade, mixins.
pub fn flatten(model: &mut Model, errors: &mut Errors) {
    apply::apply(model, errors);
    upgrade::upgrade(model);
    mixins::flatten(model, errors);
}
