//! Whether unions have members, and none with what is without effect in a union.

use crate::diagnostic::Severity;
use crate::model::Kind;
use crate::model::traits::id::{BOX, DEFAULT};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for shape in context.shapes() {
        if !matches!(shape.kind, Kind::Union) {
            continue;
        }
        if shape.members.is_empty() {
            let event = report.event(Severity::Error, shape, "the union has no members");
            report.push(event.help("add one for each kind of value"));
        }
        for member in &shape.members {
            let target = context.target(member);
            let default = target.and_then(|target| target.traits.get(DEFAULT));
            if let Some(default) = default {
                let message = format!(
                    "its target `{}` has the default `{default}`, which is without effect in a union",
                    member.target
                );
                let event = report.event(Severity::Note, (shape, member), message);
                report.push(event.help("target a shape without default"));
            }
            if member.traits.has(BOX) {
                let message =
                    "trait `box` is without effect in a union, where each member may be unset";
                let event = report.of_trait(Severity::Warning, (shape, member), BOX, message);
                report.push(event.help("remove it"));
            }
        }
    }
}
