//! Whether services rename errors although their protocols cannot send the new names.

use super::HTTP_PROTOCOLS;
use super::listed;
use crate::diagnostic::Severity;
use crate::model::traits::{Fault, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// Protocols that identify an error by the name of its shape, besides those of HTTP.
const QUERY_PROTOCOLS: [&str; 2] = ["aws.protocols#awsQuery", "aws.protocols#ec2Query"];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        let Some(service) = bound.shape.as_service() else {
            continue;
        };
        let protocols = HTTP_PROTOCOLS.iter().chain(&QUERY_PROTOCOLS).copied();
        let protocols: Vec<&str> = protocols.filter(|it| bound.shape.traits.has(it)).collect();
        if protocols.is_empty() {
            continue;
        }
        for (id, name) in &service.rename {
            let is_error = context.shape(id).is_some_and(|it| it.traits.has(Fault::ID));
            if is_error {
                let protocols = listed(protocols.iter().copied());
                let message = format!(
                    "it renames the error `{id}` to `{name}`, but {protocols} cannot send new names"
                );
                let event = report.event(Severity::Error, bound.shape, message);
                report.push(event.help("rename the other shape of that name instead"));
            }
        }
    }
}
