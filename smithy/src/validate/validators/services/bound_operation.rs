//! Whether an operation that a service has itself looks like one of a resource.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::maps::HashMap;
use crate::model::traits::id::REQUIRED;
use crate::model::{Operation, ShapeId};
use crate::validate::context::{Bound, Context};
use crate::validate::report::Report;

/// How many of the resources that an operation may belong to an event names.
const SHOWN: usize = 8;

/// The resources that have an identifier of a name and shape.
type Identified<'b> = HashMap<(&'b str, &'b ShapeId), Vec<&'b str>>;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        let identified = identified(bound);
        let service = bound.shape.as_service();
        for reference in service.into_iter().flat_map(|it| &it.operations) {
            let Some(shape) = context.shape(&reference.target) else {
                continue;
            };
            let Some(operation) = shape.as_operation() else {
                continue;
            };
            let resources = matching(context, &identified, operation);
            if resources.is_empty() {
                continue;
            }
            let resources: Vec<&str> = resources.into_iter().collect();
            let message = format!(
                "service `{}` has it itself, although its members identify `{}`",
                bound.shape.id,
                resources.join("`, `")
            );
            let suffix = format!("{}.{}", bound.shape.id, shape.id.name());
            let event = report
                .event(Severity::Warning, shape, message)
                .at(context.model.place(bound.shape.location))
                .id(report.id(&suffix));
            report.push(event.help("bind it to the resource"));
        }
    }
}

fn identified<'b>(bound: &'b Bound<'_>) -> Identified<'b> {
    let mut found = Identified::default();
    for (id, resource) in &bound.resources {
        for (name, identifier) in &resource.identifiers {
            let key = (name.as_str(), &identifier.target);
            found.entry(key).or_default().push(id.as_str());
        }
    }
    found
}

/// Resources that required members of an operation's input and output identify.
fn matching<'b>(
    context: &Context<'_>,
    identified: &Identified<'b>,
    operation: &Operation,
) -> BTreeSet<&'b str> {
    let sides = [&operation.input.target, &operation.output.target];
    let sides = sides.into_iter().filter_map(|id| context.shape(id));
    let members = sides.flat_map(|side| &side.members);
    let required = members.filter(|member| member.traits.has(REQUIRED));
    let found = required.filter_map(|member| identified.get(&(&*member.name, &member.target)));
    found.flatten().copied().take(SHOWN).collect()
}
