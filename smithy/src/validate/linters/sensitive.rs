//! Whether what is called like sensitive data is marked as such.

use serde::Deserialize;

use super::words::Terms;
use super::{Run, name, read};
use crate::diagnostic::Severity;
use crate::model::traits::id::SENSITIVE;
use crate::model::{Kind, Node};
use crate::selector::Subject;
use crate::validate::context::Context;

/// What is looked for unless the configuration says otherwise.
const TERMS: &[&str] = &[
    "account number",
    "bank",
    "billing address",
    "birth",
    "birth day",
    "citizenship",
    "credentials",
    "credit card",
    "csc",
    "driver license",
    "drivers license",
    "email",
    "ethnicity",
    "first name",
    "gender",
    "insurance",
    "ip address",
    "last name",
    "maiden name",
    "mailing address",
    "pass phrase",
    "pass word",
    "passport",
    "phone",
    "religion",
    "secret",
    "sexual orientation",
    "social security",
    "ssn",
    "tax payer",
    "telephone",
    "zip code",
];

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object")]
struct Configuration {
    terms: Vec<String>,
    exclude_defaults: bool,
}

pub(super) fn configure(configuration: &Node) -> Result<Run, String> {
    let configuration: Configuration = read(configuration)?;
    if configuration.exclude_defaults && configuration.terms.is_empty() {
        return Err("with `excludeDefaults` it needs `terms`".to_owned());
    }
    let mut terms = Terms::default();
    for term in &configuration.terms {
        terms.add(term)?;
    }
    if !configuration.exclude_defaults {
        for term in TERMS {
            terms.add(term)?;
        }
    }
    Ok(Box::new(move |context, report| {
        for subject in context.subjects().filter(|it| is_open(context, *it)) {
            if let Some(term) = terms.find(name(subject)) {
                let message = format!("`{term}` in its name hints at sensitive data");
                let event = report.event(Severity::Warning, subject, message);
                let help = match subject.member {
                    Some(_) => "mark its target with the trait `sensitive`",
                    None => "mark it with the trait `sensitive`",
                };
                report.push(event.help(help));
            }
        }
    }))
}

/// Whether data would be shown.
fn is_open(context: &Context<'_>, subject: Subject<'_>) -> bool {
    let shape = subject.shape;
    if shape.traits.has(SENSITIVE) {
        return false;
    }
    match subject.member {
        None => !shape.kind.is_service_kind(),
        Some(member) => {
            let target = context.target(member);
            let is_hidden = target.is_some_and(|target| target.traits.has(SENSITIVE));
            !is_hidden && !matches!(shape.kind, Kind::Enum)
        }
    }
}
