//! Services and operations whose clients sign with SigV4A where they did with SigV4, or the other way round.

use super::sigv4::{Positions, migration};
use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::Report;
use crate::maps::HashMap;
use crate::model::traits::Auth;
use crate::model::{Model, Shape, ShapeId};
use crate::select::operations_of;

const SCHEMES: [&str; 2] = ["aws.auth#sigv4", "aws.auth#sigv4a"];
const AUTH_DEFINITION: &str = "smithy.api#authDefinition";

pub(super) fn evaluate<'m>(
    context: &Context<'m>,
    changes: &Changes<'m>,
    report: &mut Report<'_, 'm>,
) {
    for (pair, ..) in changes.shapes(Shape::as_service) {
        let old = positions(&of_service(context.old, pair.old.shape));
        let new = positions(&of_service(context.new, pair.new.shape));
        if let Some((what, help)) = migration(old, new) {
            let message = format!(
                "{what} among the authentication schemes of `{}`",
                pair.new.id()
            );
            report.tell(Severity::Danger, pair, message, help);
        }
    }
    let changed: HashMap<&ShapeId, _> = changes
        .shapes(Shape::as_operation)
        .map(|(pair, ..)| (&pair.new.shape.id, pair))
        .collect();
    if changed.is_empty() {
        return;
    }
    for service in context.new.services() {
        let was = context.old.shapes.get(&service.id);
        let was = was.filter(|was| was.as_service().is_some());
        let Some(was) = was.filter(|was| signs(was) || signs(service)) else {
            continue;
        };
        for operation in operations_of(context.new, service) {
            let Some(pair) = changed.get(&operation) else {
                continue;
            };
            let old = positions(&of_operation(context.old, was, pair.old.shape));
            let new = positions(&of_operation(context.new, service, pair.new.shape));
            if let Some((what, help)) = migration(old, new) {
                let message = format!(
                    "{what} among the authentication schemes of `{operation}` in `{}`",
                    service.id
                );
                report.tell(Severity::Danger, *pair, message, help);
            }
        }
    }
}

fn positions(schemes: &[&str]) -> Positions {
    Positions::of(schemes.iter().copied().filter(|it| SCHEMES.contains(it)))
}

/// Whether a service has any of the two schemes.
fn signs(service: &Shape) -> bool {
    SCHEMES.iter().any(|scheme| service.traits.has(scheme))
}

/// The schemes of a service in order of preference: those of `auth` that it has, or else all that it has.
pub(super) fn of_service<'m>(model: &'m Model, service: &'m Shape) -> Vec<&'m str> {
    of_auth(service, service).unwrap_or_else(|| {
        let applied = service.traits.iter().map(|applied| &applied.id);
        let schemes = applied.filter(|id| {
            let definition = model.shapes.get(*id);
            definition.is_some_and(|it| it.traits.has(AUTH_DEFINITION))
        });
        let mut schemes: Vec<&str> = schemes.map(ShapeId::as_str).collect();
        schemes.sort_unstable();
        schemes
    })
}

/// The schemes of an operation in a service.
fn of_operation<'m>(model: &'m Model, service: &'m Shape, operation: &'m Shape) -> Vec<&'m str> {
    of_auth(service, operation).unwrap_or_else(|| of_service(model, service))
}

/// The schemes that the trait `auth` of a shape names and the service has.
fn of_auth<'m>(service: &'m Shape, shape: &'m Shape) -> Option<Vec<&'m str>> {
    let Auth(named) = shape.traits.read()?;
    let applied = named.iter().filter_map(|id| service.traits.find(id));
    Some(applied.map(|applied| applied.id.as_str()).collect())
}
