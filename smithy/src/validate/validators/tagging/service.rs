//! Whether services whose resources have tags have operations on these, and such resources.

use super::shapes::{Slot, has_all_slots};
use super::{TAG_ENABLED, TAGGABLE};
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::{Node, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// Each operation is there, and takes and returns what it should.
pub(super) fn operations(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(TAG_ENABLED) {
        for slot in Slot::ALL {
            let name = slot.name();
            let (severity, message) = match slot.of(context, subject.shape, &applied.value) {
                Some(operation) if slot.is_met_by(context, operation) => continue,
                Some(operation) => {
                    let message = format!(
                        "its operation `{}` does not do what `{name}` does",
                        operation.id
                    );
                    (Severity::Danger, message)
                }
                None => (Severity::Warning, format!("it has no operation `{name}`")),
            };
            let event = report.of_trait(severity, subject, TAG_ENABLED, message);
            report.push(event.help(match slot {
                Slot::Tag => "it takes `resourceArn`, a string, and `tags`, a list or map of tags",
                Slot::Untag => "it takes `resourceArn`, a string, and `tagKeys`, a list of strings",
                Slot::List => {
                    "it takes `resourceArn`, a string, and returns `tags`, a list or map of tags"
                }
            }));
        }
    }
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        let Some(value) = bound.shape.traits.get(TAG_ENABLED) else {
            continue;
        };
        let mut resources = bound.resources.keys().filter_map(|id| context.shape(id));
        if !resources.any(|resource| resource.traits.has(TAGGABLE)) {
            let message =
                "it has the trait `aws.api#tagEnabled`, but no resource with `aws.api#taggable`";
            report.trait_error(bound.shape, TAG_ENABLED, message);
        }
        let needs_none = value
            .get("disableDefaultOperations")
            .and_then(Node::as_bool);
        if needs_none != Some(true) && !has_all_slots(context, bound) {
            let message = "it lacks one of the operations on tags, or one is not as it should be";
            let event = report.of_trait(Severity::Warning, bound.shape, TAG_ENABLED, message);
            report.push(event.help("they are `TagResource`, `UntagResource` and `ListTagsForResource`; without them set `disableDefaultOperations`"));
        }
        configured(report, bound.shape, value);
    }
}

/// An operation of the usual name is not used where `apiConfig` names another.
fn configured(report: &mut Report<'_>, service: &Shape, value: &Node) {
    let own = service
        .as_service()
        .into_iter()
        .flat_map(|it| &it.operations);
    let names: HashSet<&str> = own.map(|operation| operation.target.name()).collect();
    for slot in Slot::ALL {
        let name = slot.name();
        let id = slot.configured(value);
        let Some(id) = id.filter(|id| !id.ends_with(&format!("#{name}"))) else {
            continue;
        };
        if names.contains(name) {
            let property = slot.property();
            let message = format!(
                "it has an operation `{name}`, but `{property}` of its `apiConfig` is `{id}`"
            );
            let event = report.of_trait(Severity::Warning, service, TAG_ENABLED, message);
            report.push(event.help("drop one of the two"));
        }
    }
}
