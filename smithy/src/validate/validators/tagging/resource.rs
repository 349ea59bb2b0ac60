//! Whether resources with tags can be tagged.

use super::shapes::{Slot, has_all_slots};
use super::{TAG_ENABLED, TAGGABLE};
use crate::diagnostic::Severity;
use crate::model::traits::id::NOT_PROPERTY;
use crate::model::{Lifecycle, Node, Resource, Shape};
use crate::validate::context::{Bound, Context};
use crate::validate::report::Report;
use crate::validate::validators::aws::ARN;
use crate::validate::validators::resources::properties::property;

const NO_REPLACE: &str = "smithy.api#noReplace";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let has_arns = !context.index.with_trait(ARN).is_empty();
    if !has_arns && context.index.with_trait(TAGGABLE).is_empty() {
        return;
    }
    for bound in context.services().values() {
        let has_all = has_all_slots(context, bound);
        for (id, resource) in &bound.resources {
            let Some(shape) = context.shape(id) else {
                continue;
            };
            if let Some(value) = shape.traits.get(TAGGABLE) {
                let tagged = Tagged {
                    context,
                    bound,
                    shape,
                    resource,
                    value,
                };
                tagged.check(report, has_all);
            } else if shape.traits.has(ARN) && has_all {
                let message = format!(
                    "it has an ARN, and `{}` tags resources, but it has no trait `aws.api#taggable`",
                    bound.shape.id
                );
                let event = report.event(Severity::Warning, shape, message);
                report.push(event.help("apply `aws.api#taggable`"));
            } else {
                continue;
            }
            if !bound.shape.traits.has(TAG_ENABLED) {
                let message = format!(
                    "its resource `{id}` has tags, but it has no trait `aws.api#tagEnabled`"
                );
                let event = report.event(Severity::Warning, bound.shape, message);
                report.push(event.help("apply `aws.api#tagEnabled`"));
            }
        }
    }
}

/// A resource with tags, in a service.
struct Tagged<'c, 'm> {
    context: &'c Context<'m>,
    bound: &'c Bound<'m>,
    shape: &'m Shape,
    resource: &'m Resource,
    value: &'m Node,
}

impl<'m> Tagged<'_, 'm> {
    fn check(&self, report: &mut Report<'_>, has_all: bool) {
        let update = self.operation(Lifecycle::Update);
        let put = self.operation(Lifecycle::Put);
        let replaces = put.filter(|_| !self.shape.traits.has(NO_REPLACE));
        let is_updated = [update, replaces].into_iter().flatten();
        let is_updated = is_updated
            .into_iter()
            .any(|operation| self.takes_tags(operation));
        if let Some(operation) = update.or(put).filter(|_| is_updated) {
            let message = format!(
                "it changes the tags of `{}` in `{}`, which is a privilege of its own",
                self.shape.id, self.bound.shape.id
            );
            let event = report.event(Severity::Danger, operation, message);
            report.push(event.help("leave tags to `TagResource` and `UntagResource`"));
        }
        if self.has_own_operations() {
            return;
        }
        if !has_all {
            let message = format!(
                "it has tags, but neither it nor the service `{}` has operations on them",
                self.bound.shape.id
            );
            let event = report.event(Severity::Danger, self.shape, message);
            report.push(event.help("name operations as `apiConfig` of `taggable`, or give the service `TagResource`, `UntagResource` and `ListTagsForResource`"));
        } else if !self.shape.traits.has(ARN) {
            let message = format!(
                "it is tagged by operations of `{}`, which take ARNs, but it has none",
                self.bound.shape.id
            );
            let event = report.event(Severity::Error, self.shape, message);
            report.push(event.help("apply `aws.api#arn`"));
        }
    }

    fn operation(&self, wanted: Lifecycle) -> Option<&'m Shape> {
        let reference = self.resource.lifecycle_operation(wanted)?;
        self.context.shape(&reference.target)
    }

    /// Whether an operation takes the property with the tags.
    fn takes_tags(&self, operation: &Shape) -> bool {
        let Some(tags) = self.value.get("property").and_then(Node::as_str) else {
            return false;
        };
        let members = self
            .context
            .input(operation)
            .into_iter()
            .flat_map(|it| &it.members);
        let mut members = members.filter(|member| !member.traits.has(NOT_PROPERTY));
        members.any(|member| property(member) == tags)
    }

    /// Whether the operations of the resource itself tag it.
    fn has_own_operations(&self) -> bool {
        Slot::ALL.into_iter().all(|slot| {
            let operation = slot.configured(self.value);
            let operation = operation.and_then(|id| self.context.model.get(id));
            operation.is_some_and(|operation| {
                let has_property = slot != Slot::Tag || self.takes_tags(operation);
                has_property && slot.has_one(self.context, operation)
            })
        })
    }
}
