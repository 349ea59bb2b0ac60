//! Reports traits that are defined nowhere, and shapes that are applied as traits and are none.

use crate::diagnostic::{Diagnostic, Errors, Severity};
use crate::maps::HashSet;
use crate::model::traits::builtin::{BUILT_IN, built_in};
use crate::model::traits::id;
use crate::model::{Model, Shape, ShapeId, Trait, Traits};
use crate::nearest::{affordable, nearest};

/// What becomes of traits that are defined nowhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Undefined {
    /// They are errors.
    Refused,
    /// They are warnings.
    Allowed,
    /// They are errors in the interface language, and where they are misspelt ones of Smithy or AWS. Otherwise they are
    /// warnings: nothing is generated of them, and a model in JSON that was exported often lacks the definitions of an
    /// organization's own.
    Foreign,
}

/// Reports every trait that is neither defined in the model nor built in, of any namespace.
///
/// They are reported where they are applied: before mixins pass them on, and before `apply` moves them.
pub(super) fn unresolved(model: &Model, undefined: Undefined, errors: &mut Errors) {
    let mut suggestions = affordable(model.shapes.len());
    for_each_undefined(model, |applied, subject| {
        let (namespace, name) = (applied.id.namespace(), applied.id.name());
        if built_in(namespace).is_some_and(|traits| traits.contains(&name)) {
            return;
        }
        let subject = subject();
        let message = format!("the trait `{}` is not defined", applied.id);
        let misspelt = unknown(&applied.id);
        let severity = match undefined {
            Undefined::Refused => Severity::Error,
            Undefined::Foreign
                if misspelt.is_some() || !model.sources.is_json(applied.location) =>
            {
                Severity::Error
            }
            Undefined::Allowed | Undefined::Foreign => Severity::Warning,
        };
        let problem = Diagnostic::of(severity, "Model.UnresolvedTrait", message)
            .at(model.place(applied.location))
            .shape(subject)
            .trait_id(&applied.id);
        suggestions = suggestions.saturating_sub(1);
        let help = misspelt
            .or_else(|| similar(model, &applied.id).filter(|_| suggestions > 0))
            .unwrap_or_else(|| "name the file that defines it as well".to_owned());
        errors.push(problem.help(help));
    });
}

/// Reports shapes that are applied as traits and are none; `flat` is the model without mixins.
pub(super) fn no_traits(model: &Model, flat: &Model, errors: &mut Errors) {
    let mut seen = HashSet::default();
    for_each(model, |applied, subject| {
        let Some(shape) = model.shapes.get(&applied.id) else {
            return;
        };
        let is_trait = |shape: &Shape| shape.traits.has(id::TRAIT);
        let from_mixin = flat.shapes.get(&applied.id).is_some_and(is_trait);
        if is_trait(shape) || from_mixin || !seen.insert(applied.id.clone()) {
            return;
        }
        let subject = subject();
        let message = format!("`{}` is applied to `{subject}`, but is no trait", shape.id);
        let problem = Diagnostic::error(message)
            .at(model.place(shape.location))
            .shape(&shape.id)
            .related("applied here", model.place(applied.location));
        errors.push(problem.help("apply `smithy.api#trait` to it"));
    });
}

/// Calls `report` for each use of a trait that the model does not define, with the id of its shape or member.
///
/// A model may bring the definition with it, of a trait newer than the tables of built-in ones too.
fn for_each_undefined(model: &Model, mut report: impl FnMut(&Trait, &dyn Fn() -> String)) {
    for_each(model, |applied, subject| {
        if !model.shapes.contains_key(&applied.id) && !model.broken.contains(&applied.id) {
            report(applied, subject);
        }
    });
}

/// Calls `report` for each use of a trait, with the id of its shape or member.
fn for_each(model: &Model, mut report: impl FnMut(&Trait, &dyn Fn() -> String)) {
    let mut of = |traits: &Traits, subject: &dyn Fn() -> String| {
        for applied in traits {
            report(applied, subject);
        }
    };
    for shape in model.shapes.values() {
        of(&shape.traits, &|| shape.id.to_string());
        for member in &shape.members {
            of(&member.traits, &|| shape.id.member(&member.name));
        }
    }
    for statement in &model.applied {
        of(&statement.traits, &|| match &statement.member {
            Some(member) => statement.shape.member(member),
            None => statement.shape.to_string(),
        });
    }
}

/// The report for a trait that should be in the tables but is not; `None` if it is, or is in another namespace.
fn unknown(id: &ShapeId) -> Option<String> {
    let (namespace, name) = (id.namespace(), id.name());
    if let Some(traits) = built_in(namespace) {
        return (!traits.contains(&name)).then(|| match nearest(name, traits.iter().copied()) {
            Some(meant) => format!("did you mean `{namespace}#{meant}`?"),
            None => match elsewhere(name) {
                Some(meant) => format!("did you mean `{meant}#{name}`?"),
                None => format!("`{namespace}` has {}", traits.join(", ")),
            },
        });
    }
    // `smithy.apis#required`: an unrelated namespace would not be that similar and also have a trait of that name.
    let meant = nearest(namespace, BUILT_IN.iter().map(|(namespace, _)| *namespace))?;
    let same = built_in(meant).is_some_and(|traits| traits.contains(&name));
    same.then(|| format!("did you mean `{meant}#{name}`?"))
}

/// The trait of the model or of Smithy itself that was probably meant.
fn similar(model: &Model, id: &ShapeId) -> Option<String> {
    let is_trait = |shape: &&Shape| shape.traits.has(id::TRAIT);
    let traits = model.shapes.values().filter(is_trait);
    let defined = traits.map(|shape| shape.id.name());
    let built_in = built_in("smithy.api").into_iter().flatten().copied();
    let meant = nearest(id.name(), defined.chain(built_in))?;
    let mut traits = model.shapes.values().filter(is_trait);
    let found = traits.find(|shape| shape.id.name() == meant);
    let found = found.map_or(format!("smithy.api#{meant}"), |shape| shape.id.to_string());
    Some(format!("did you mean `{found}`?"))
}

/// The namespace that has a trait of this name.
fn elsewhere(name: &str) -> Option<&'static str> {
    let found = BUILT_IN.iter().find(|(_, traits)| traits.contains(&name));
    found.map(|(namespace, _)| *namespace)
}
