//! Whether the waiters of a service have names of their own.

use std::collections::BTreeMap;

use indexmap::IndexSet;

use super::{WAITABLE, listed};
use crate::diagnostic::Severity;
use crate::model::{Node, ShapeId};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if context.index.with_trait(WAITABLE).is_empty() {
        return;
    }
    for bound in context.services().values() {
        let mut names: BTreeMap<String, IndexSet<&ShapeId>> = BTreeMap::new();
        for operation in bound.operations.iter().filter_map(|id| context.shape(id)) {
            let waiters = operation.traits.get(WAITABLE).and_then(Node::as_object);
            for name in waiters.into_iter().flat_map(|it| it.keys()) {
                names
                    .entry(name.to_lowercase())
                    .or_default()
                    .insert(&operation.id);
            }
        }
        for (name, ids) in names.into_iter().filter(|(_, ids)| ids.len() > 1) {
            let all = listed(ids.iter().map(|id| id.as_str()));
            for operation in ids.iter().filter_map(|id| context.shape(id)) {
                let message = format!(
                    "several operations of `{}` have a waiter `{name}`, in whatever case: {all}",
                    bound.shape.id
                );
                let event = report.of_trait(Severity::Error, operation, WAITABLE, message);
                report.push(event.help("give each waiter a name of its own"));
            }
        }
    }
}
