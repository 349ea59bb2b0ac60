//! Whether the inputs and outputs of operations are marked as such, which keeps them from other uses.

use super::Run;
use crate::diagnostic::Severity;
use crate::model::Node;
use crate::model::traits::id::{INPUT, OUTPUT};

pub(super) fn configure(_: &Node) -> Result<Run, String> {
    Ok(Box::new(|context, report| {
        for (shape, operation) in context.operations() {
            let sides = [
                ("Input", INPUT, &operation.input),
                ("Output", OUTPUT, &operation.output),
            ];
            for (side, mark, reference) in sides {
                let Some(structure) = context.shape(&reference.target) else {
                    continue;
                };
                if structure.traits.has(mark) {
                    continue;
                }
                let side_name = side.to_lowercase();
                let message = format!(
                    "it is the {side_name} of `{}`, but lacks the trait `{side_name}`",
                    shape.id
                );
                let suffix = format!("{side}.{}", shape.id.name());
                let event = report.event(Severity::Warning, structure, message);
                report.push(event.id(report.id(&suffix)));
            }
        }
    }))
}
