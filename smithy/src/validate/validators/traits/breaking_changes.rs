//! Whether the paths of `breakingChanges` lead to parts of the trait's value.

use crate::model::traits::id::TRAIT;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for definition in context.definitions.iter() {
        let Some(shape) = context.shape(&definition.id) else {
            continue;
        };
        for (number, rule) in definition.breaking_changes.iter().enumerate() {
            let mut at = shape;
            for name in &rule.path {
                let target = at.member(name).and_then(|member| context.target(member));
                let Some(target) = target else {
                    let message = format!(
                        "element {number} of `breakingChanges` has the path `/{}`, but `{}`, of type {}, has no member `{name}`",
                        rule.path.join("/"),
                        at.id,
                        at.kind.name()
                    );
                    report.trait_error(shape, TRAIT, message);
                    break;
                };
                at = target;
            }
        }
    }
}
