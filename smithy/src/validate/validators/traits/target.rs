//! Whether traits are applied to shapes that may have them.

use super::short;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::traits::id::{
    DEFAULT, HOST_LABEL, HTTP_LABEL, HTTP_QUERY_PARAMS, HTTP_RESPONSE_CODE, MIXIN, STREAMING,
};
use crate::model::traits::{Fault, HttpError, HttpHeader, HttpPrefixHeaders, HttpQuery, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut ids: Vec<&str> = context.index.applied_traits().collect();
    ids.sort_unstable();
    for id in ids {
        let Some(definition) = context.definitions.get(id) else {
            continue;
        };
        let is_mixin = context
            .shape(&definition.id)
            .is_some_and(|it| it.traits.has(MIXIN));
        // One that cannot be read is reported where it stands.
        let Ok(selector) = &definition.selector else {
            continue;
        };
        let matching = match selector.select(&context.index) {
            Ok(matching) => matching,
            Err(error) => {
                report.push(unusable(context, id, &error.to_string()));
                continue;
            }
        };
        for point in context.index.with_trait(id) {
            let Some(subject) = context.index.subject(*point) else {
                continue;
            };
            if is_mixin {
                let message = format!(
                    "`{}` is a mixin and cannot be applied as a trait",
                    short(id)
                );
                report.trait_error(subject, id, message);
            }
            if !matching.contains(*point) {
                let message = format!("trait `{}` cannot be applied to it", short(id));
                let event = report.of_trait(Severity::Error, subject, id, message);
                report.push(event.help(help(id, selector.text())));
            }
        }
    }
}

/// What traits are for, in words, where a selector says it in many symbols.
const FOR: &[(&str, &str)] = &[
    (
        DEFAULT,
        "members of structures, and shapes, that are simple, lists or maps",
    ),
    (Fault::ID, "structures"),
    (HttpError::ID, "structures with the trait `error`"),
    (
        HTTP_LABEL,
        "required members of structures that target a string, number, boolean or timestamp",
    ),
    (
        HttpHeader::ID,
        "members of structures that target a string, number, boolean or timestamp, or a list of these",
    ),
    (
        HttpQuery::ID,
        "members of structures that target a string, number, boolean or timestamp, or a list of these",
    ),
    (
        HttpPrefixHeaders::ID,
        "members of structures that target a map of strings that is not sparse",
    ),
    (
        HTTP_QUERY_PARAMS,
        "members of structures that target a map of strings or of lists of strings",
    ),
    (
        HTTP_RESPONSE_CODE,
        "members of structures that target an integer and are not part of an `@input`",
    ),
    (
        HOST_LABEL,
        "required members of structures that target a string",
    ),
    (STREAMING, "blobs and unions"),
];

/// How to go on where a trait does not fit.
fn help(id: &str, selector: &str) -> String {
    let known = FOR.iter().find(|(known, _)| *known == id);
    match known {
        Some((_, what)) => format!("it is for {what}"),
        None => {
            let text: Vec<&str> = selector.split_whitespace().collect();
            format!("it is for what matches the selector `{}`", text.join(" "))
        }
    }
}

/// The selector of a trait takes too long.
fn unusable(context: &Context<'_>, id: &str, problem: &str) -> Diagnostic {
    let shape = context.model.get(id);
    let applied = shape.and_then(|shape| shape.traits.find(crate::model::traits::id::TRAIT));
    let message = format!(
        "the selector of trait `{}` cannot be used: {problem}",
        short(id)
    );
    Diagnostic::error(message)
        .shape(id)
        .trait_id(crate::model::traits::id::TRAIT)
        .at(applied.and_then(|applied| context.model.place(applied.location)))
}
