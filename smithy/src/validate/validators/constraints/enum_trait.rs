//! Whether the values of the deprecated trait `enum` differ, and have names.

use super::is_name_of_value;
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::traits::{EnumDefinition, EnumDefinitions, id::ENUM};
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, _) in context.with_trait(ENUM) {
        let Some(EnumDefinitions(definitions)) = subject.traits().read() else {
            continue;
        };
        let mut values = HashSet::default();
        for (number, definition) in definitions.iter().enumerate() {
            if !values.insert(&definition.value) {
                let message = format!(
                    "value {} is `{}`, which an earlier one is already",
                    number + 1,
                    definition.value
                );
                report.trait_error(subject, ENUM, message);
            }
        }
        check_names(report, subject, &definitions);
    }
}

fn check_names(report: &mut Report<'_>, subject: Subject<'_>, definitions: &[EnumDefinition]) {
    let mut names = HashSet::default();
    for definition in definitions {
        let (Some(name), value) = (&definition.name, &definition.value) else {
            continue;
        };
        if !names.insert(name) {
            let message = format!("`{name}`, the name of `{value}`, is also that of another value");
            report.trait_error(subject, ENUM, message);
        }
        if !is_name_of_value(name) {
            let message =
                format!("`{name}`, the name of `{value}`, is not in capitals, `LIKE_THIS`");
            let event = report.of_trait(Severity::Warning, subject, ENUM, message);
            report.push(event.id(report.id(name)));
        }
    }
    if names.is_empty() {
        let message = "its values have no names, of which code could make constants";
        let event = report.of_trait(Severity::Warning, subject, ENUM, message);
        report.push(event.id("EnumNamesPresent"));
        return;
    }
    for definition in definitions.iter().filter(|it| it.name.is_none()) {
        let message = format!(
            "the value `{}` has no name, but others have",
            definition.value
        );
        report.trait_error(subject, ENUM, message);
    }
}
