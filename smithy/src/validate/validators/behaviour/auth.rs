//! Whether services and operations authenticate in ways that the service has.

use super::listed;
use crate::diagnostic::Severity;
use crate::model::Shape;
use crate::model::traits::id::AUTH_DEFINITION;
use crate::model::traits::{Auth, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        check_in(context, report, bound.shape, bound.shape);
        for operation in bound.operations.iter().filter_map(|id| context.shape(id)) {
            check_in(context, report, bound.shape, operation);
        }
    }
}

/// Checks the schemes of a shape in a service.
fn check_in(context: &Context<'_>, report: &mut Report<'_>, service: &Shape, shape: &Shape) {
    let Some(Auth(schemes)) = shape.traits.read() else {
        return;
    };
    let has = |scheme: &str| {
        let definition = context.model.get(scheme);
        service.traits.has(scheme) && definition.is_some_and(|it| it.traits.has(AUTH_DEFINITION))
    };
    let unknown: Vec<&str> = schemes
        .iter()
        .map(String::as_str)
        .filter(|scheme| !has(scheme))
        .collect();
    if !unknown.is_empty() {
        let message = format!(
            "it authenticates with {}, which the service `{}` does not have",
            listed(unknown),
            service.id
        );
        let event = report.of_trait(Severity::Danger, shape, Auth::ID, message);
        report.push(event.help("apply their traits to the service"));
    }
}
