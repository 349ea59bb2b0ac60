//! Whether the values of traits are values of the shapes that define them.

use super::short;
use crate::diagnostic::Diagnostic;
use crate::limits::PLACES_IN_VALUES;
use crate::model::traits::builtin::built_in;
use crate::validate::context::{Context, WrongValue};
use crate::validate::report::Report;

/// Tells of values that cannot be read at all: those of another form, of a trait of Smithy's or AWS's own.
pub(super) fn malformed(context: &Context<'_>, report: &mut Report<'_>) {
    let wrong = context.wrong_values().iter();
    for (number, wrong) in wrong.filter(|it| is_malformed(it)).enumerate() {
        report.push(event(context, report, wrong, number));
    }
}

/// Tells of all other values that are wrong.
pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let wrong = context.wrong_values().iter();
    for (number, wrong) in wrong.filter(|it| !is_malformed(it)).enumerate() {
        let suffix = wrong.finding.suffix.as_deref().unwrap_or_default();
        report.push(event(context, report, wrong, number).id(report.id(suffix)));
    }
}

fn is_malformed(wrong: &WrongValue<'_>) -> bool {
    let id = &wrong.applied.id;
    let traits = built_in(id.namespace());
    wrong.finding.is_malformed && traits.is_some_and(|traits| traits.contains(&id.name()))
}

fn event(
    context: &Context<'_>,
    report: &Report<'_>,
    wrong: &WrongValue<'_>,
    number: usize,
) -> Diagnostic {
    let id = wrong.applied.id.as_str();
    let place = match wrong.finding.path.as_str() {
        "" => format!("trait `{}`", short(id)),
        path => format!("`{path}` of trait `{}`", short(id)),
    };
    let message = format!("{place}: {}", wrong.finding.message);
    let event = report.of_trait(wrong.finding.severity, wrong.subject, id, message);
    if number >= PLACES_IN_VALUES {
        return event;
    }
    let at = wrong.applied.location;
    event.at(context.model.place_in_value(at, &wrong.finding.path))
}
