//! Whether condition keys that are required are resolved by the service.

use super::keys::resolve;
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::Node;
use crate::validate::context::Context;
use crate::validate::report::Report;
use crate::validate::validators::aws::{arn_namespace, services};

const DEFINED: &str = "aws.iam#defineConditionKeys";
const RESOLVED: &str = "aws.iam#serviceResolvedConditionKeys";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (bound, service) in services(context) {
        let namespace = arn_namespace(bound.shape, &service);
        let resolved = bound.shape.traits.get(RESOLVED).and_then(Node::as_array);
        let resolved = resolved.into_iter().flatten().filter_map(Node::as_str);
        let resolved: HashSet<String> = resolved.map(|key| resolve(key, &namespace)).collect();
        let defined = bound.shape.traits.get(DEFINED).and_then(Node::as_object);
        for (key, definition) in defined.into_iter().flatten() {
            let is_required = definition.get("required").and_then(Node::as_bool) == Some(true);
            let key = resolve(key, &namespace);
            if is_required && !resolved.contains(&key) {
                let message =
                    format!("the condition key `{key}` is `required`, but comes with requests");
                let event = report.of_trait(Severity::Error, bound.shape, DEFINED, message);
                report.push(event.help("list it in `serviceResolvedConditionKeys`, or apply `required` to the member that it comes from"));
            }
        }
    }
}
