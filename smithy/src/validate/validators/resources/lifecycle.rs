//! Whether the operations in a resource's life are as safe, and as repeatable, as they must be.

use crate::model::Lifecycle;
use crate::model::traits::id::{IDEMPOTENT, READONLY};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (shape, resource) in context.resources() {
        for (life, reference) in &resource.lifecycle {
            let Some(operation) = context.shape(&reference.target) else {
                continue;
            };
            if operation.as_operation().is_none() {
                continue;
            }
            let (life, id) = (*life, &operation.id);
            let must_read = matches!(life, Lifecycle::Read | Lifecycle::List);
            if operation.traits.has(READONLY) != must_read {
                let wanted = match must_read {
                    true => "needs",
                    false => "cannot have",
                };
                let message = format!(
                    "its `{}` operation `{id}` {wanted} the trait `readonly`",
                    life.name()
                );
                report.error(shape, message);
            }
            let must_repeat = matches!(life, Lifecycle::Put | Lifecycle::Delete);
            if must_repeat && !operation.traits.has(IDEMPOTENT) {
                let message = format!(
                    "its `{}` operation `{id}` needs the trait `idempotent`",
                    life.name()
                );
                report.error(shape, message);
            }
        }
    }
}
