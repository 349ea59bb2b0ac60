//! Applies the traits in `apply` statements.

use crate::diagnostic::{Diagnostic, Errors};
use crate::limits::SUGGESTIONS;
use crate::load::add_all;
use crate::model::{Apply, Model};
use crate::nearest::nearest;

/// Applies traits where possible; those on members that are yet to be inherited from mixins are left for the
/// flattening.
pub(super) fn apply(model: &mut Model, errors: &mut Errors) {
    for statement in std::mem::take(&mut model.applied) {
        if statement.shape.is_prelude() {
            refuse_prelude(model, &statement, errors);
            continue;
        }
        let Some(shape) = model.shapes.get_mut(&statement.shape) else {
            if !model.broken.contains(&statement.shape) {
                report_unknown(model, &statement, errors);
            }
            continue;
        };
        let Some(name) = &statement.member else {
            add_all(
                &mut shape.traits,
                &statement.traits,
                shape.id.as_str(),
                &model.sources,
                errors,
            );
            continue;
        };
        match shape.members.get_mut(name) {
            Some(member) => {
                let id = statement.shape.member(name);
                add_all(
                    &mut member.traits,
                    &statement.traits,
                    &id,
                    &model.sources,
                    errors,
                );
            }
            None if !shape.mixins.is_empty() => model.applied.push(statement),
            None => report_unknown(model, &statement, errors),
        }
    }
}

/// Reports all traits of a statement whose shape or member does not exist.
pub(super) fn report_unknown(model: &Model, statement: &Apply, errors: &mut Errors) {
    let (kind, missing, meant) = match (&statement.member, model.shapes.get(&statement.shape)) {
        (Some(name), Some(shape)) => {
            let names = shape.members.iter().map(|member| &*member.name);
            let is_told = errors.iter().len() <= SUGGESTIONS;
            let meant = is_told.then(|| nearest(name, names)).flatten();
            let meant = meant.map(|meant| shape.id.member(meant));
            ("member", shape.id.member(name), meant)
        }
        (Some(name), None) => ("member of a shape", statement.shape.member(name), None),
        (None, _) => {
            let meant = super::targets::suggestion(model, &statement.shape, errors);
            ("shape", statement.shape.to_string(), meant)
        }
    };
    for applied in &statement.traits {
        let message = format!(
            "trait `{}` is applied to `{missing}`, a {kind} that does not exist",
            applied.id
        );
        let mut problem = Diagnostic::error(message).at(model.place(applied.location));
        problem.trait_id = Some(applied.id.to_string());
        problem.help = meant
            .as_ref()
            .map(|meant| format!("did you mean `{meant}`?"));
        errors.push(problem);
    }
}

fn refuse_prelude(model: &Model, statement: &Apply, errors: &mut Errors) {
    for applied in &statement.traits {
        let message = format!(
            "trait `{}` cannot be applied to the prelude's `{}`",
            applied.id, statement.shape
        );
        let problem = Diagnostic::error(message)
            .at(model.place(applied.location))
            .trait_id(&applied.id);
        errors.push(
            problem
                .shape(&statement.shape)
                .help("define a shape of your own and apply it there"),
        );
    }
}
