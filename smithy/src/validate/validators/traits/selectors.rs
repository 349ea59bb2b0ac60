//! Whether the selectors in values of traits can be read.

use super::short;
use crate::diagnostic::Severity;
use crate::model::Node;
use crate::model::traits::id::TRAIT;
use crate::model::traits::id::{ID_REF, TRAIT_VALIDATORS};
use crate::selector::{Selector, SelectorError, Subject};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for definition in context.definitions.iter() {
        if let (Err(error), Some(shape)) = (&definition.selector, context.shape(&definition.id)) {
            tell(report, Subject::from(shape), TRAIT, error);
        }
    }
    for (subject, applied) in context.with_trait(ID_REF) {
        check_in(report, subject, ID_REF, &applied.value);
    }
    for (subject, applied) in context.with_trait(TRAIT_VALIDATORS) {
        for rule in applied
            .value
            .as_object()
            .into_iter()
            .flat_map(|it| it.values())
        {
            check_in(report, subject, TRAIT_VALIDATORS, rule);
        }
    }
}

/// Checks the property `selector` of a value.
fn check_in(report: &mut Report<'_>, subject: Subject<'_>, id: &str, value: &Node) {
    let selector = value.get("selector").and_then(Node::as_str);
    if let Some(Err(error)) = selector.map(Selector::parse) {
        tell(report, subject, id, &error);
    }
}

fn tell(report: &mut Report<'_>, subject: Subject<'_>, id: &str, error: &SelectorError) {
    let message = format!(
        "the selector in trait `{}` cannot be read: {error}",
        short(id)
    );
    let event = report.of_trait(Severity::Error, subject, id, message);
    report.push(match &error.help {
        Some(help) => event.help(help.clone()),
        None => event,
    });
}
