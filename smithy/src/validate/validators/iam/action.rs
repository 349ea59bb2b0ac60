//! Whether what `iamAction` says of an operation is said once.

use super::listed;
use crate::diagnostic::Severity;
use crate::model::Node;
use crate::validate::context::Context;
use crate::validate::report::Report;

const ID: &str = "aws.iam#iamAction";

/// Traits that are deprecated, and the properties that took their places.
const REPLACED: [(&str, &str); 3] = [
    ("aws.iam#actionName", "name"),
    ("aws.iam#actionPermissionDescription", "documentation"),
    ("aws.iam#requiredActions", "requiredActions"),
];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(ID) {
        for (old, property) in REPLACED {
            let value = applied.value.get(property);
            let is_set = value.is_some_and(|it| it.as_array().is_none_or(|list| !list.is_empty()));
            if is_set && subject.traits().has(old) {
                let message = format!("it has `{property}` of `{ID}`, and the trait `{old}`");
                let event = report.of_trait(Severity::Error, subject, old, message);
                let event = event.help(format!("drop `{old}`, which is deprecated"));
                report.push(event.id(report.id(&format!("ConflictingProperty.{property}"))));
            }
        }
        let resources = |key: &str| {
            let resources = applied.value.get("resources")?.get(key);
            resources.and_then(Node::as_object)
        };
        let (Some(required), Some(optional)) = (resources("required"), resources("optional"))
        else {
            continue;
        };
        let both: Vec<&str> = required
            .keys()
            .filter(|name| optional.contains_key(*name))
            .map(String::as_str)
            .collect();
        if !both.is_empty() {
            let both = listed(both);
            let message = format!("its resources {both} are both required and optional");
            let event = report.of_trait(Severity::Danger, subject, ID, message);
            report.push(event.id(report.id("Resources.DuplicateEntries")));
        }
    }
}
