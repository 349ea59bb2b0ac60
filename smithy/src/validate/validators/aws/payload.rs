//! Whether what the protocols of AWS send as a whole body is of a type that they can send so.

use super::HTTP_PROTOCOLS;
use crate::diagnostic::Severity;
use crate::model::traits::Http;
use crate::model::traits::Known;
use crate::model::traits::id::HTTP_PAYLOAD;
use crate::model::{Kind, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        if !HTTP_PROTOCOLS.iter().any(|it| bound.shape.traits.has(it)) {
            continue;
        }
        for operation in bound.operations.iter().filter_map(|id| context.shape(id)) {
            // Without `http` nothing of an operation is bound.
            if operation.traits.has(Http::ID) {
                structure(context, report, context.input(operation));
                structure(context, report, context.output(operation));
            }
            let errors = operation
                .as_operation()
                .into_iter()
                .flat_map(|it| &it.errors);
            for error in errors {
                structure(context, report, context.shape(&error.target));
            }
        }
    }
}

fn structure(context: &Context<'_>, report: &mut Report<'_>, structure: Option<&Shape>) {
    let found = structure.and_then(|shape| {
        let mut members = shape.members.iter();
        let payload = members.find(|member| member.traits.has(HTTP_PAYLOAD))?;
        Some((shape, payload, context.target(payload)?))
    });
    let Some((shape, payload, target)) = found else {
        return;
    };
    let is_valid = matches!(
        target.kind,
        Kind::Structure | Kind::Union | Kind::Document | Kind::Blob | Kind::String | Kind::Enum
    );
    if !is_valid {
        let message = format!(
            "it is a body as a whole, but its target `{}` is of type {}",
            target.id,
            target.kind.name()
        );
        let event = report.of_trait(Severity::Error, (shape, payload), HTTP_PAYLOAD, message);
        report.push(event.help(
            "protocols of AWS send strings, blobs, structures, unions and documents as bodies",
        ));
    }
}
