//! Whether the errors that tell of a repeated call are errors of the operation.

use crate::maps::HashSet;
use crate::model::Node;
use crate::model::traits::id::IDEMPOTENT;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(IDEMPOTENT) {
        let Some(operation) = subject.shape.as_operation() else {
            continue;
        };
        let list = |name: &str| applied.value.get(name).and_then(Node::as_array);
        let lists = [("exists", list("exists")), ("notFound", list("notFound"))];
        if lists.iter().all(|(_, list)| list.is_some()) {
            let message = "it has `exists` and `notFound`, which exclude each other";
            report.trait_error(subject, IDEMPOTENT, message);
        }
        let own: HashSet<&str> = operation
            .errors
            .iter()
            .map(|it| it.target.as_str())
            .collect();
        for (name, list) in lists {
            let errors = list.into_iter().flatten().filter_map(Node::as_str);
            for error in errors.filter(|error| !own.contains(error)) {
                let message = format!("`{name}` has `{error}`, which is no error of the operation");
                report.trait_error(subject, IDEMPOTENT, message);
            }
        }
    }
}
