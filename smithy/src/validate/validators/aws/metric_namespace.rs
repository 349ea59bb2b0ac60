//! Whether the namespaces of metrics in CloudWatch are as they are to be.

use super::SERVICE;
use crate::diagnostic::Severity;
use crate::validate::context::Context;
use crate::validate::report::Report;

const PREFIX: &str = "AWS/";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(SERVICE) {
        let namespace = applied.value.get("cloudWatchNamespace");
        let Some(namespace) = namespace.and_then(|it| it.as_str()) else {
            continue;
        };
        let name = namespace.replace(PREFIX, "");
        let starts_well = name.bytes().next().is_some_and(|b| b.is_ascii_uppercase());
        let is_name = starts_well && name.bytes().all(|b| b.is_ascii_alphanumeric());
        if !namespace.starts_with(PREFIX) || !is_name {
            let message = format!("its `cloudWatchNamespace` is `{namespace}`");
            let event = report.of_trait(Severity::Danger, subject, SERVICE, message);
            report.push(event.help("it is `AWS/` with a name in PascalCase after it"));
        }
    }
}
