//! Whether private shapes are named in their own namespace only.

use super::role::{Role, references};
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::{Shape, ShapeId};
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

const PRIVATE: &str = "smithy.api#private";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let private = context.with_trait(PRIVATE);
    let private = private.filter(|(subject, _)| subject.member.is_none());
    let private: HashSet<&ShapeId> = private.map(|(subject, _)| &subject.shape.id).collect();
    // Whether a shape is private, and of another namespace.
    let is_out_of_reach = |from: &Shape, target: &ShapeId| {
        private.contains(target) && target.namespace() != from.id.namespace()
    };
    for shape in context.shapes() {
        let mixins = shape.mixins.iter().map(|it| (Role::Mixin, it));
        for (role, named) in references(&shape.kind).into_iter().chain(mixins) {
            if is_out_of_reach(shape, &named.target) {
                tell(report, shape.into(), role, &named.target);
            }
        }
        for member in &shape.members {
            if is_out_of_reach(shape, &member.target) {
                tell(report, (shape, member).into(), Role::Member, &member.target);
            }
        }
    }
    for id in &private {
        for (subject, applied) in context.with_trait(id.as_str()) {
            if is_out_of_reach(subject.shape, &applied.id) {
                let message = format!("trait `{id}` is private to namespace `{}`", id.namespace());
                let event = report.event(Severity::Warning, subject, message);
                report.push(event.trait_id(id.as_str()));
            }
        }
    }
}

fn tell(report: &mut Report<'_>, subject: Subject<'_>, role: Role, target: &ShapeId) {
    let namespace = target.namespace();
    let role = role.name();
    let message = format!("its {role} `{target}` is private to namespace `{namespace}`");
    report.error(subject, message);
}
