//! Whether the unit type is used where a shape without values makes sense: for operations, unions and enums.

use crate::model::{Kind, Reference, UNIT};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for shape in context.shapes() {
        let is_unit = |reference: &&Reference| reference.target == UNIT;
        match &shape.kind {
            Kind::Union | Kind::Enum | Kind::IntEnum => {}
            Kind::Operation(operation) => {
                for _ in operation.errors.iter().filter(is_unit) {
                    report.error(
                        shape,
                        format!("`{UNIT}` is one of its errors, but is no error"),
                    );
                }
            }
            kind => {
                for _ in kind.references().filter(is_unit) {
                    report.error(
                        shape,
                        format!("it names `{UNIT}`, which is for operations and unions"),
                    );
                }
                for member in &shape.members {
                    if member.target == UNIT {
                        let message = format!("it targets `{UNIT}`, as only members of unions can");
                        report.error((shape, member), message);
                    }
                }
            }
        }
        for _ in shape.mixins.iter().filter(is_unit) {
            report.error(
                shape,
                format!("`{UNIT}` is one of its mixins, but is no mixin"),
            );
        }
    }
}
