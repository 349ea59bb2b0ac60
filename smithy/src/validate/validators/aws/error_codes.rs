//! Whether errors of query protocols can be told apart by their codes.

use std::collections::BTreeMap;

use indexmap::IndexSet;

use super::listed;
use crate::diagnostic::Severity;
use crate::model::traits::AwsQueryError;
use crate::model::{Shape, ShapeId};
use crate::validate::context::{Bound, Context};
use crate::validate::report::Report;

const PROTOCOLS: [&str; 3] = [
    "aws.protocols#awsQueryCompatible",
    "aws.protocols#awsQuery",
    "aws.protocols#ec2Query",
];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        if !PROTOCOLS.iter().any(|it| bound.shape.traits.has(it)) {
            continue;
        }
        let mut codes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for shape in errors(context, bound) {
            let stated = shape.traits.read::<AwsQueryError>();
            let code = stated.map_or_else(|| shape.id.name().to_owned(), |it| it.code);
            codes.entry(code).or_default().push(shape.id.as_str());
        }
        for (code, ids) in codes.into_iter().filter(|(_, ids)| ids.len() > 1) {
            let message = format!(
                "clients cannot tell {} apart, for all have the code `{code}`",
                listed(ids)
            );
            let event = report.event(Severity::Warning, bound.shape, message);
            report.push(event.help("give each a code of its own with `awsQueryError`"));
        }
    }
}

/// All errors of a service, each once.
fn errors<'m>(context: &Context<'m>, bound: &Bound<'m>) -> Vec<&'m Shape> {
    let own = bound
        .shape
        .as_service()
        .into_iter()
        .flat_map(|it| &it.errors);
    let operations = bound.operations.iter().filter_map(|id| context.shape(id));
    let operations = operations.filter_map(Shape::as_operation);
    let all = own.chain(operations.flat_map(|it| &it.errors));
    let ids: IndexSet<&ShapeId> = all.map(|error| &error.target).collect();
    ids.into_iter().filter_map(|id| context.shape(id)).collect()
}
