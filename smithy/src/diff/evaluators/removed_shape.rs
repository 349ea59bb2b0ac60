//! Shapes and members that are gone, those excepted that were private.

use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::model::traits::id;
use crate::model::{Kind, Shape};

const PRIVATE: &str = "smithy.api#private";
const HELP: &str = "code that names it no longer compiles: keep it, and deprecate it";
const SCALAR: &str = "simple shapes rarely become types of their own, so that little code names it";

pub(super) fn evaluate<'m>(
    context: &Context<'m>,
    changes: &Changes<'m>,
    report: &mut Report<'_, 'm>,
) {
    for removed in &changes.removed {
        let sides = Sides::removed(*removed);
        let is_shape_gone = !context.new.shapes.contains_key(&removed.shape.id);
        if removed.traits().has(PRIVATE) || (removed.member.is_some() && is_shape_gone) {
            continue;
        }
        if let Some(member) = removed.member {
            let (name, shape) = (&member.name, &removed.shape.id);
            let message = format!("the member `{name}` was removed from `{shape}`");
            report.tell(Severity::Error, sides, message, HELP);
            continue;
        }
        let kind = Context::type_name(context.old, removed.shape);
        let message = format!("the {kind} `{}` was removed", removed.shape.id);
        match is_scalar(removed.shape) {
            true => report.tell_as(Severity::Warning, "ScalarShape", sides, message, SCALAR),
            false => report.tell(Severity::Error, sides, message, HELP),
        }
    }
}

/// Whether it is a simple shape whose name is in no code: enums have types, and documents stand for anything.
fn is_scalar(shape: &Shape) -> bool {
    match shape.kind {
        Kind::String => !shape.traits.has(id::ENUM),
        Kind::Blob
        | Kind::Boolean
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::Timestamp => true,
        _ => false,
    }
}
