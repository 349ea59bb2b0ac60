//! Whether a structure has a trait more than once that it may have once.

use super::short;
use crate::definition::Exclusive;
use crate::model::{Kind, Member};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let exclusive: Vec<(&str, Exclusive)> = context
        .definitions
        .iter()
        .filter_map(|definition| Some((definition.id.as_str(), definition.exclusive?)))
        .filter(|(id, _)| !context.index.with_trait(id).is_empty())
        .collect();
    for shape in context
        .shapes()
        .filter(|shape| matches!(shape.kind, Kind::Structure))
    {
        for (id, way) in &exclusive {
            let has_it = |member: &&Member| match way {
                Exclusive::Member => member.traits.has(id),
                Exclusive::Target => {
                    let target = context.target(member);
                    target.is_some_and(|target| target.traits.has(id))
                }
            };
            let mut names: Vec<&str> = shape
                .members
                .iter()
                .filter(has_it)
                .map(|member| &*member.name)
                .collect();
            if names.len() < 2 {
                continue;
            }
            names.sort_unstable();
            let names = names.join("`, `");
            report.error(
                shape,
                match way {
                    Exclusive::Member => {
                        format!(
                            "its members `{names}` have the trait `{}`, which one of them may have",
                            short(id)
                        )
                    }
                    Exclusive::Target => format!(
                        "its members `{names}` target shapes with the trait `{}`, as one of them may",
                        short(id)
                    ),
                },
            );
        }
    }
}
