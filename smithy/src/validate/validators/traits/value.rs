//! Whether the values of traits are values of the shapes that define them.

use super::short;
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
                let id = report.id(finding.suffix.as_deref().unwrap_or_default());
                let event = report.of_trait(finding.severity, subject, applied.id.as_str(), message);
                report.push(event.id(id));
            }
        }
    }
}
