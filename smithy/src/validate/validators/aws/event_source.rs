//! Whether the event source of a service in CloudTrail is the one that follows from its ARNs.

use super::{SERVICE, arn_namespace, services};
use crate::diagnostic::Severity;
use crate::validate::context::Context;
use crate::validate::report::Report;

/// Event sources that differ from what is expected, and are right.
const EXCEPTIONS: [(&str, &str); 1] = [("cloudwatch.amazonaws.com", "monitoring.amazonaws.com")];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (bound, service) in services(context) {
        let expected = format!("{}.amazonaws.com", arn_namespace(bound.shape, &service));
        let Some(source) = service.cloud_trail_event_source else {
            continue;
        };
        let exception = (expected.as_str(), source.as_str());
        if source == expected || EXCEPTIONS.contains(&exception) {
            continue;
        }
        let is_placeholder = source.contains("REPLACE") || source.to_uppercase() == source;
        let message = match is_placeholder {
            true => format!("its `cloudTrailEventSource` is a placeholder, `{source}`"),
            false => format!("its `cloudTrailEventSource` is `{source}`, not `{expected}`"),
        };
        let event = report.of_trait(Severity::Warning, bound.shape, SERVICE, message);
        report.push(event.help("drop it, for the default follows from `arnNamespace`"));
    }
}
