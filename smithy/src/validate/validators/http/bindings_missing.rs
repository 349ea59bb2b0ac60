//! Whether all operations of a service are bound to HTTP, where some or all must be.

use super::has_protocol_with;
use crate::diagnostic::Severity;
use crate::model::Shape;
use crate::model::traits::{Http, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if context.index.with_trait(Http::ID).is_empty() {
        return;
    }
    for bound in context.services().values() {
        let operations = bound.operations.iter();
        let operations: Vec<&Shape> = operations.filter_map(|id| context.shape(id)).collect();
        let is_bound = |shape: &&&Shape| shape.traits.has(Http::ID);
        let protocol = has_protocol_with(context, bound.shape, Http::ID);
        if protocol.is_none() && !operations.iter().any(|shape| is_bound(&shape)) {
            continue;
        }
        let service = &bound.shape.id;
        let (severity, reason) = match protocol {
            Some(protocol) => (
                Severity::Error,
                format!("but the protocol `{protocol}` of the service `{service}` needs it"),
            ),
            None => (
                Severity::Warning,
                format!("but others of the service `{service}` have"),
            ),
        };
        for shape in operations.iter().filter(|shape| !is_bound(shape)) {
            let message = format!("it does not have the trait `http`, {reason}");
            report.tell(severity, *shape, message);
        }
    }
}
