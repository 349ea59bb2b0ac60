//! Whether the members of a shape have different names in JSON.

use indexmap::IndexMap;

use super::listed;
use crate::model::traits::{JsonName, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for shape in context.shapes() {
        let is_renamed = shape.members.iter().any(|it| it.traits.has(JsonName::ID));
        if !is_renamed {
            continue;
        }
        let mut members: IndexMap<&str, Vec<&str>> = IndexMap::new();
        for member in &shape.members {
            let name = member.traits.text(JsonName::ID).unwrap_or(&member.name);
            members.entry(name).or_default().push(&member.name);
        }
        for (name, members) in members {
            if members.len() > 1 {
                let message = format!("{} all have the name `{name}` in JSON", listed(members));
                report.error(shape, message);
            }
        }
    }
}
