//! Whether the values of traits are values of the shapes that define them.

use super::short;
use crate::model::ShapeId;
use crate::model::traits::builtin::built_in;
use crate::node_validation::{NodeValidator, Options};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let validator = NodeValidator::new(&context.index, Options::default());
    for subject in context.subjects() {
        // Nobody can apply traits to the prelude's shapes, or mend what it says itself.
        if subject.shape.id.is_prelude() {
            continue;
        }
        for applied in subject.traits() {
            let Some(shape) = context.shape(&applied.id) else {
                continue;
            };
            for finding in validator.check(shape, &applied.value) {
                let name = short(applied.id.as_str());
                let place = match finding.path.as_str() {
                    "" => format!("trait `{name}`"),
                    path => format!("`{path}` of trait `{name}`"),
                };
                let message = format!("{place}: {}", finding.message);
                let id = match finding.is_malformed && is_built_in(&applied.id) {
                    true => "Model".into(),
                    false => report.id(finding.suffix.as_deref().unwrap_or_default()),
                };
                let event =
                    report.of_trait(finding.severity, subject, applied.id.as_str(), message);
                report.push(event.id(id));
            }
        }
    }
}

/// Whether a trait is one of Smithy's or AWS's: such of another form cannot be read at all.
fn is_built_in(id: &ShapeId) -> bool {
    built_in(id.namespace()).is_some_and(|traits| traits.contains(&id.name()))
}
