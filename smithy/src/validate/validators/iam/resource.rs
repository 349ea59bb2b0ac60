//! Whether the names of resources in IAM agree with their ARNs, and differ from each other.

use std::collections::BTreeMap;

use super::{IAM_RESOURCE, listed};
use crate::diagnostic::Severity;
use crate::model::{Node, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;
use crate::validate::validators::aws::{ARN, SERVICE};

fn stated(shape: &Shape) -> Option<&str> {
    shape.traits.get(IAM_RESOURCE)?.get("name")?.as_str()
}

/// The name of a resource in IAM: as stated, or else that of its shape.
pub(super) fn name(shape: &Shape) -> &str {
    stated(shape).unwrap_or_else(|| shape.id.name())
}

pub(super) fn matches_arn(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, _) in context.with_trait(IAM_RESOURCE) {
        let shape = subject.shape;
        let Some(arn) = shape.traits.get(ARN) else {
            continue;
        };
        let is_absolute = arn.get("absolute").and_then(Node::as_bool) == Some(true);
        let template = arn
            .get("template")
            .and_then(Node::as_str)
            .unwrap_or_default();
        let name =
            stated(shape).map_or_else(|| shape.id.name().to_ascii_lowercase(), str::to_owned);
        if !is_absolute && !template.split(['/', ':']).any(|part| part == name) {
            let message =
                format!("its name in IAM is `{name}`, which is no part of its ARN `{template}`");
            let event = report.of_trait(Severity::Danger, subject, IAM_RESOURCE, message);
            report
                .push(event.help(
                    "set `name` of `iamResource` to the part of the ARN that names its type",
                ));
        }
    }
}

pub(super) fn is_unique(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        let mut resources = bound.resources.keys().filter_map(|id| context.shape(id));
        let has_iam = bound.shape.traits.has(SERVICE)
            || resources.any(|resource| resource.traits.has(IAM_RESOURCE));
        // Other services than AWS's have no names in IAM.
        if !has_iam {
            continue;
        }
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for shape in bound.resources.keys().filter_map(|id| context.shape(id)) {
            names
                .entry(name(shape))
                .or_default()
                .push(shape.id.as_str());
        }
        for (name, ids) in names.into_iter().filter(|(_, ids)| ids.len() > 1) {
            let message = format!(
                "its resources {} have one name in IAM, `{name}`",
                listed(ids)
            );
            let event = report.event(Severity::Error, bound.shape, message);
            report.push(event.help("give each a name of its own with `iamResource`"));
        }
    }
}
