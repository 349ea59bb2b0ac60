//! Whether a service has each operation and each resource once.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::model::{Shape, ShapeId};
use crate::validate::context::{Bound, Context, operations_in};
use crate::validate::report::Report;

/// What binds each operation or resource.
type Binders<'m> = IndexMap<&'m ShapeId, BTreeSet<&'m str>>;

pub(super) fn operations(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        let mut binders = Binders::new();
        for operation in bound
            .shape
            .as_service()
            .into_iter()
            .flat_map(|it| &it.operations)
        {
            add(&mut binders, bound.shape, &operation.target);
        }
        for shape in resources_of(context, bound) {
            for (operation, _) in shape.as_resource().into_iter().flat_map(operations_in) {
                add(&mut binders, shape, operation);
            }
        }
        tell(context, report, bound, &binders);
    }
}

pub(super) fn resources(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        let mut binders = Binders::new();
        for resource in bound
            .shape
            .as_service()
            .into_iter()
            .flat_map(|it| &it.resources)
        {
            add(&mut binders, bound.shape, &resource.target);
        }
        for shape in resources_of(context, bound) {
            for below in shape.as_resource().into_iter().flat_map(|it| &it.resources) {
                add(&mut binders, shape, &below.target);
            }
        }
        tell(context, report, bound, &binders);
    }
}

fn resources_of<'m>(context: &Context<'m>, bound: &Bound<'m>) -> Vec<&'m Shape> {
    let ids = bound.resources.keys();
    ids.filter_map(|id| context.shape(id)).collect()
}

fn add<'m>(binders: &mut Binders<'m>, by: &'m Shape, bound: &'m ShapeId) {
    binders.entry(bound).or_default().insert(by.id.as_str());
}

fn tell(context: &Context<'_>, report: &mut Report<'_>, bound: &Bound<'_>, binders: &Binders<'_>) {
    for (id, by) in binders.iter().filter(|(_, by)| by.len() > 1) {
        let Some(shape) = context.shape(id) else {
            continue;
        };
        let by: Vec<&str> = by.iter().copied().collect();
        let message = format!(
            "it is bound more than once in service `{}`: by `{}`",
            bound.shape.id,
            by.join("`, `")
        );
        report.error(shape, message);
    }
}
