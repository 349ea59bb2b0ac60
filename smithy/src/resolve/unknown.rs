//! Reports unknown traits in Smithy's and AWS's namespaces, since a misspelt trait would have no effect.

use crate::diagnostic::{Diagnostic, Errors};
use crate::model::traits::builtin::{BUILT_IN, built_in};
use crate::model::{Model, ShapeId, Traits};
use crate::nearest::nearest;

/// Reports traits where they are applied: before mixins pass them on, and before `apply` moves them.
pub(super) fn check(model: &Model, errors: &mut Errors) {
    for shape in model.shapes.values() {
        check_traits(model, &shape.traits, || shape.id.to_string(), errors);
        for member in &shape.members {
            check_traits(
                model,
                &member.traits,
                || shape.id.member(&member.name),
                errors,
            );
        }
    }
    for statement in &model.applied {
        let subject = || match &statement.member {
            Some(member) => statement.shape.member(member),
            None => statement.shape.to_string(),
        };
        check_traits(model, &statement.traits, subject, errors);
    }
}

fn check_traits(model: &Model, traits: &Traits, subject: impl Fn() -> String, errors: &mut Errors) {
    for applied in traits {
        // A model may define the trait itself, even one that is newer than our tables.
        if model.shapes.contains_key(&applied.id) {
            continue;
        }
        let Some(help) = unknown(&applied.id) else {
            continue;
        };
        let problem = Diagnostic::error(format!("no such trait `{}`", applied.id))
            .at(model.place(applied.location))
            .shape(subject())
            .trait_id(&applied.id);
        errors.push(problem.help(help));
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

/// The namespace with a trait of this name.
fn elsewhere(name: &str) -> Option<&'static str> {
    let found = BUILT_IN.iter().find(|(_, traits)| traits.contains(&name));
    found.map(|(namespace, _)| *namespace)
}
