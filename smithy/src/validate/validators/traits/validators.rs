//! Runs the validators that traits bring along for the shapes that they are applied to.

use super::short;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::id::is_identifier;
use crate::model::traits::id::TRAIT_VALIDATORS;
use crate::model::{Node, Trait};
use crate::selector::{Selector, Subject};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(TRAIT_VALIDATORS) {
        let Some(rules) = applied.value.as_object() else {
            continue;
        };
        let malformed = rules
            .keys()
            .filter(|key| !key.split('.').all(is_identifier));
        let mut is_valid = true;
        for key in malformed {
            is_valid = false;
            let message =
                format!("`{key}` is no id for events: it has identifiers with dots between them");
            report.trait_error(subject, TRAIT_VALIDATORS, message);
        }
        if is_valid {
            for (id, rule) in rules {
                run(context, report, (subject, applied), id, rule);
            }
        }
    }
}

/// Runs one rule for each shape that has the trait.
fn run(
    context: &Context<'_>,
    report: &mut Report<'_>,
    (subject, applied): (Subject<'_>, &Trait),
    id: &str,
    rule: &Node,
) {
    let text = |key: &str| rule.get(key).and_then(Node::as_str);
    let unusable = |error: String| {
        let message = format!("the selector of `{id}` cannot be used: {error}");
        Diagnostic::error(message)
            .shape(subject.id())
            .trait_id(TRAIT_VALIDATORS)
            .at(context.model.place(applied.location))
    };
    let selector = match text("selector").map(Selector::parse) {
        Some(Ok(selector)) => selector,
        // What is malformed is reported where it stands.
        Some(Err(_)) | None => return,
    };
    let severity = text("severity").and_then(Severity::named);
    let defined = subject.id();
    let users = context.index.with_trait(&defined);
    let found = selector.select_from_each(&context.index, users, &mut |user, found| {
        let user = context.index.subject(user).map(|user| user.id());
        let user = user.unwrap_or_default();
        let found = found.into_iter();
        for wrong in found.filter_map(|it| context.index.subject(it)) {
            let mut message = format!(
                "the trait `{}` of `{user}` does not go with it",
                short(&defined)
            );
            if let Some(more) = text("message") {
                message.push_str(&format!(": {more}"));
            }
            let event = report.event(severity.unwrap_or(Severity::Error), wrong, message);
            report.push(event.id(id.to_owned()));
        }
    });
    if let Err(error) = found {
        report.push(unusable(error.to_string()));
    }
}
