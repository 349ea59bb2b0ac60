//! Whether structures are the inputs and outputs of operations that they look like.

use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::traits::id::{INPUT, OUTPUT};
use crate::model::{Shape, ShapeId};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// A side of operations: the trait that marks a structure as such, and its name.
struct Side {
    mark: &'static str,
    name: &'static str,
    /// How names of such structures end.
    suffixes: [&'static str; 2],
}

const SIDES: [Side; 2] = [
    Side {
        mark: INPUT,
        name: "input",
        suffixes: ["Input", "Request"],
    },
    Side {
        mark: OUTPUT,
        name: "output",
        suffixes: ["Output", "Response"],
    },
];

/// The operations that have a structure as this side, and as the other one.
fn users<'c, 'm>(
    context: &'c Context<'m>,
    side: &Side,
    id: &ShapeId,
) -> (&'c [&'m Shape], &'c [&'m Shape]) {
    let (inputs, outputs) = (context.with_input(id), context.with_output(id));
    match side.mark {
        INPUT => (inputs, outputs),
        _ => (outputs, inputs),
    }
}

/// Structures that are marked as a side are that of one operation, and nothing else.
pub(super) fn misuse(context: &Context<'_>, report: &mut Report<'_>) {
    for side in &SIDES {
        for (subject, _) in context.with_trait(side.mark) {
            let (users, others) = users(context, side, &subject.shape.id);
            for operation in others {
                let message = format!(
                    "`{}` has the trait `{}`, and cannot be its other side",
                    subject.shape.id, side.name
                );
                report.error(*operation, message);
            }
            if users.len() > 1 {
                let names: HashSet<&str> = users.iter().map(|it| it.id.as_str()).collect();
                let mut names: Vec<&str> = names.into_iter().collect();
                names.sort_unstable();
                let message = format!(
                    "it has the trait `{0}`, but is the {0} of more than one operation: `{1}`",
                    side.name,
                    names.join("`, `")
                );
                report.error(subject, message);
            }
        }
    }
    for shape in context.shapes() {
        for member in &shape.members {
            let target = context.target(member);
            for side in &SIDES {
                if target.is_some_and(|target| target.traits.has(side.mark)) {
                    let message = format!(
                        "its target `{}` has the trait `{}`, and is for an operation alone",
                        member.target, side.name
                    );
                    report.error((shape, member), message);
                }
            }
        }
    }
}

/// Structures that are marked as a side are called after their operation.
pub(super) fn names(context: &Context<'_>, report: &mut Report<'_>) {
    for side in &SIDES {
        for (subject, _) in context.with_trait(side.mark) {
            let (users, _) = users(context, side, &subject.shape.id);
            for operation in users {
                let name = operation.id.name();
                if !subject.shape.id.name().starts_with(name) {
                    let message = format!(
                        "the name of its {} `{}` does not start with `{name}`",
                        side.name, subject.shape.id
                    );
                    let event = report.event(Severity::Warning, *operation, message);
                    report.push(event.id(report.id(side.name)));
                }
            }
        }
    }
}

/// What is called like the side of an operation is that.
pub(super) fn ambiguity(context: &Context<'_>, report: &mut Report<'_>) {
    for (shape, operation) in context.operations() {
        for (side, used) in SIDES.iter().zip([&operation.input, &operation.output]) {
            for suffix in side.suffixes {
                let id = format!("{}{suffix}", shape.id);
                let Some(other) = context.model.get(&id).filter(|it| it.id != used.target) else {
                    continue;
                };
                let message = format!(
                    "it is called like the {} of `{}`, which is `{}`",
                    side.name, shape.id, used.target
                );
                let event = report.event(Severity::Warning, other, message);
                report.push(event.help("give it another name"));
            }
        }
    }
}
