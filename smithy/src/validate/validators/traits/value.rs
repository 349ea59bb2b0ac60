//! Whether the values of traits are values of the shapes that define them.

use super::short;
use crate::diagnostic::Diagnostic;
use crate::model::traits::builtin::built_in;
use crate::validate::context::{Context, WrongValue};
use crate::validate::report::Report;

/// Tells of values that cannot be read at all: those of another form, of a trait of Smithy's or AWS's own.
pub(super) fn malformed(context: &Context<'_>, report: &mut Report<'_>) {
    for wrong in context.wrong_values().iter().filter(|it| is_malformed(it)) {
        report.push(event(report, wrong));
    }
}

/// Tells of all other values that are wrong.
pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for wrong in context.wrong_values().iter().filter(|it| !is_malformed(it)) {
        let suffix = wrong.finding.suffix.as_deref().unwrap_or_default();
        report.push(event(report, wrong).id(report.id(suffix)));
    }
}

fn is_malformed(wrong: &WrongValue<'_>) -> bool {
    let id = &wrong.applied.id;
    let traits = built_in(id.namespace());
    wrong.finding.is_malformed && traits.is_some_and(|traits| traits.contains(&id.name()))
}

fn event(report: &Report<'_>, wrong: &WrongValue<'_>) -> Diagnostic {
    let id = wrong.applied.id.as_str();
    let place = match wrong.finding.path.as_str() {
        "" => format!("trait `{}`", short(id)),
        path => format!("`{path}` of trait `{}`", short(id)),
    };
    let message = format!("{place}: {}", wrong.finding.message);
    report.of_trait(wrong.finding.severity, wrong.subject, id, message)
}
