//! Whether smoke tests have ids of their own, in each service.

use indexmap::IndexMap;

use super::{SMOKE_TESTS, listed};
use crate::diagnostic::Severity;
use crate::model::{Node, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if context.index.with_trait(SMOKE_TESTS).is_empty() {
        return;
    }
    for bound in context.services().values() {
        let operations = bound.operations.iter().filter_map(|id| context.shape(id));
        compare(report, &format!("service `{}`", bound.shape.id), operations);
    }
    for (subject, _) in context.with_trait(SMOKE_TESTS) {
        if context.services_of(&subject.shape.id).is_empty() {
            compare(report, "the operation", [subject.shape]);
        }
    }
}

fn compare<'m>(
    report: &mut Report<'_>,
    place: &str,
    operations: impl IntoIterator<Item = &'m Shape>,
) {
    let mut cases: IndexMap<&str, Vec<(&Shape, usize)>> = IndexMap::new();
    for operation in operations {
        let tests = operation.traits.get(SMOKE_TESTS).and_then(Node::as_array);
        for (number, test) in tests.into_iter().flatten().enumerate() {
            if let Some(id) = test.get("id").and_then(Node::as_str) {
                cases.entry(id).or_default().push((operation, number));
            }
        }
    }
    for (id, cases) in cases.into_iter().filter(|(_, cases)| cases.len() > 1) {
        let all = listed(cases.iter().map(|(operation, _)| operation.id.as_str()));
        for (operation, number) in cases {
            let message = format!(
                "test {number} has the id `{id}`, which is not the only one in {place}: see {all}"
            );
            let event = report.of_trait(Severity::Error, operation, SMOKE_TESTS, message);
            report.push(event.help("give each test an id of its own"));
        }
    }
}
