//! Whether private shapes are named in their own namespace only.

use super::role::{Role, references};
use crate::diagnostic::Severity;
use crate::model::{Shape, ShapeId};
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

const PRIVATE: &str = "smithy.api#private";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for shape in context.shapes() {
        let mixins = shape.mixins.iter().map(|it| (Role::Mixin, it));
        for (role, named) in references(&shape.kind).into_iter().chain(mixins) {
            if is_out_of_reach(context, shape, &named.target) {
                tell(report, shape.into(), role, &named.target);
            }
        }
        for member in &shape.members {
            if is_out_of_reach(context, shape, &member.target) {
                tell(report, (shape, member).into(), Role::Member, &member.target);
            }
        }
    }
    for subject in context.subjects() {
        for applied in subject.traits() {
            if is_out_of_reach(context, subject.shape, &applied.id) {
                let id = applied.id.as_str();
                let message = format!(
                    "trait `{id}` is private to namespace `{}`",
                    applied.id.namespace()
                );
                let event = report.event(Severity::Warning, subject, message);
                report.push(event.trait_id(id));
            }
        }
    }
}

/// Whether a shape is private, and of another namespace.
fn is_out_of_reach(context: &Context<'_>, from: &Shape, target: &ShapeId) -> bool {
    target.namespace() != from.id.namespace()
        && context
            .shape(target)
            .is_some_and(|target| target.traits.has(PRIVATE))
}

fn tell(report: &mut Report<'_>, subject: Subject<'_>, role: Role, target: &ShapeId) {
    let namespace = target.namespace();
    let role = role.name();
    let message = format!("its {role} `{target}` is private to namespace `{namespace}`");
    report.error(subject, message);
}
