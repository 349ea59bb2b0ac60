//! Whether the property of a resource that holds its tags is called so and of such a type.

use super::TAGGABLE;
use super::shapes::{is_tags, is_tags_name};
use crate::diagnostic::Severity;
use crate::model::Node;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn name(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(TAGGABLE) {
        let property = applied.value.get("property").and_then(Node::as_str);
        if let Some(name) = property.filter(|name| !is_tags_name(name)) {
            let message = format!("its tags are in the property `{name}`, not `tags`");
            let event = report.of_trait(Severity::Warning, subject, TAGGABLE, message);
            report.push(event.help("call the property `tags` or `Tags`, as other services do"));
        }
    }
}

pub(super) fn target(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(TAGGABLE) {
        let property = applied.value.get("property").and_then(Node::as_str);
        let resource = subject.shape.as_resource();
        let (Some(name), Some(resource)) = (property, resource) else {
            continue;
        };
        let target = resource.properties.get(name);
        let target = target.and_then(|it| context.shape(&it.target));
        if let Some(target) = target.filter(|target| !is_tags(context, target)) {
            let message = format!(
                "its tags are in the property `{name}`, but `{}` holds no tags",
                target.id
            );
            let event = report.of_trait(Severity::Error, subject, TAGGABLE, message);
            report.push(
                event.help("tags are a list of structures of two strings, or a map to strings"),
            );
        }
    }
}
