//! Whether private endpoints have addresses of both kinds.

use crate::diagnostic::Severity;
use crate::model::Node;
use crate::validate::context::Context;
use crate::validate::report::Report;

const ID: &str = "aws.apigateway#endpointConfiguration";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(ID) {
        let kinds = applied.value.get("types").and_then(Node::as_array);
        let is_private = kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "PRIVATE"));
        let addresses = applied.value.get("ipAddressType").and_then(Node::as_str);
        if let Some(addresses) = addresses.filter(|it| is_private && *it != "dualstack") {
            let message =
                format!("its endpoint is `PRIVATE`, but its `ipAddressType` is `{addresses}`");
            let event = report.of_trait(Severity::Error, subject, ID, message);
            report.push(event.help("set `ipAddressType` to `dualstack`"));
        }
    }
}
