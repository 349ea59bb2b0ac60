//! Whether a service states headers of CORS twice.

use crate::diagnostic::Severity;
use crate::model::traits::id::CORS;
use crate::validate::context::Context;
use crate::validate::report::Report;

const ID: &str = "aws.apigateway#gatewayResponses";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, _) in context.with_trait(ID) {
        if subject.traits().has(CORS) {
            let message = "it has `gatewayResponses` and `cors`, whose headers the former replaces";
            let event = report.of_trait(Severity::Danger, subject, ID, message);
            report
                .push(event.help(
                    "check that `responseParameters` replace no header of CORS that matters",
                ));
        }
    }
}
