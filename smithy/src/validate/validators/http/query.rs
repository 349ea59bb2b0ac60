//! Whether members are bound to parameters of the query that nothing else sets.

use indexmap::IndexMap;

use super::pattern::Uri;
use super::{bound, listed};
use crate::model::traits::{HttpQuery, Known};
use crate::model::{Kind, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// The members that are bound to each parameter.
type Parameters<'m> = IndexMap<&'m str, Vec<&'m str>>;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut structures: IndexMap<&str, (&Shape, Parameters<'_>)> = IndexMap::new();
    for (subject, applied) in context.with_trait(HttpQuery::ID) {
        let is_structure = matches!(subject.shape.kind, Kind::Structure);
        let (Some(member), Some(name), true) =
            (subject.member, applied.value.as_str(), is_structure)
        else {
            continue;
        };
        let id = subject.shape.id.as_str();
        let entry = structures.entry(id);
        let (_, parameters) = entry.or_insert_with(|| (subject.shape, IndexMap::new()));
        parameters.entry(name).or_default().push(&member.name);
    }
    for (shape, parameters) in structures.values() {
        for (name, members) in parameters {
            if members.len() > 1 {
                let members = listed(members.iter().copied());
                let message = format!("{members} are bound to one parameter, `{name}`");
                report.error(*shape, message);
            }
        }
    }
    for bound in bound(context) {
        let input = structures.get(bound.operation.input.target.as_str());
        let (Some((shape, parameters)), Ok(uri)) = (input, Uri::parse(&bound.http.uri)) else {
            continue;
        };
        for name in uri.query.keys() {
            let members = parameters.get(name.as_str());
            if let Some(member) = members.and_then(|members| members.first()) {
                let message = format!(
                    "`{member}` is bound to the parameter `{name}`, which the URI of `{}` sets",
                    bound.shape.id
                );
                report.error(*shape, message);
            }
        }
    }
}
