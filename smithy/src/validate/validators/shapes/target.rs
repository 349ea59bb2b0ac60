//! Whether what shapes name is there, and of a kind that can be named so.

use super::role::{Role, references};
use crate::definition::TRAIT;
use crate::diagnostic::{Diagnostic, Severity};
use crate::limits::SUGGESTIONS;
use crate::model::traits::Deprecated;
use crate::model::traits::id::MIXIN;
use crate::model::{Kind, Shape, ShapeId};
use crate::nearest::nearest;
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

const ERROR: &str = "smithy.api#error";
const DEPRECATED: &str = "smithy.api#deprecated";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut check = Check {
        context,
        suggestions: SUGGESTIONS,
    };
    for shape in context.shapes() {
        for mixin in &shape.mixins {
            check.reference(report, shape.into(), Role::Mixin, &mixin.target);
        }
        for (role, target) in references(&shape.kind) {
            check.reference(report, shape.into(), role, target);
        }
        if matches!(shape.kind, Kind::Enum | Kind::IntEnum) {
            continue;
        }
        for member in &shape.members {
            check.reference(report, (shape, member).into(), Role::Member, &member.target);
        }
        check.map_key(report, shape);
    }
}

struct Check<'c, 'm> {
    context: &'c Context<'m>,
    /// For how many ids more the nearest is looked for.
    suggestions: usize,
}

impl<'m> Check<'_, 'm> {
    fn reference(
        &mut self,
        report: &mut Report<'_>,
        subject: Subject<'m>,
        role: Role,
        id: &ShapeId,
    ) {
        let Some(target) = self.context.shape(id) else {
            // A mixin that is missing was reported when it was to be mixed in.
            if role != Role::Mixin && !self.context.model.broken.contains(id) {
                let event = self.unresolved(report, subject, role, id);
                report.push(event);
            }
            return;
        };
        if role != Role::Mixin && target.traits.has(TRAIT) {
            let message = format!("its {} `{id}` is a trait", role.name());
            let event = report.event(Severity::Error, subject, message);
            report.push(event.help("apply it instead"));
            return;
        }
        if role != Role::Mixin && target.traits.has(MIXIN) {
            let message = format!("its {} `{id}` is a mixin", role.name());
            let event = report.event(Severity::Error, subject, message);
            report.push(event.help("name it with `with`, or name a shape that has it as a mixin"));
            return;
        }
        deprecated(report, subject, role, target);
        if let Some(problem) = mismatch(role, target) {
            report.error(subject, problem);
        }
    }

    fn unresolved(
        &mut self,
        report: &Report<'_>,
        subject: Subject<'m>,
        role: Role,
        id: &ShapeId,
    ) -> Diagnostic {
        if self.context.index.find(id.as_str()).is_some() {
            let message = format!("its {} `{id}` is a member of a shape", role.name());
            let event = report.event(Severity::Error, subject, message);
            return event.help("name what the member targets");
        }
        let message = format!("its {} `{id}` does not exist", role.name());
        let event = report.event(Severity::Error, subject, message);
        let event = event.id(report.id("UnresolvedShape"));
        let mut known = self.context.model.shapes.keys().map(ShapeId::as_str);
        let meant = match self.suggestions.checked_sub(1) {
            None => None,
            Some(left) => {
                self.suggestions = left;
                nearest(id.as_str(), &mut known)
            }
        };
        match meant {
            Some(meant) => event.help(format!("did you mean `{meant}`?")),
            None => event.help("define it, or name another"),
        }
    }

    fn map_key(&self, report: &mut Report<'_>, shape: &Shape) {
        let is_map = matches!(shape.kind, Kind::Map);
        let key = shape.member("key").filter(|_| is_map);
        let target = key.and_then(|key| self.context.target(key));
        let is_string = |target: &&Shape| matches!(target.kind, Kind::String | Kind::Enum);
        if let Some(target) = target.filter(|target| !is_string(target)) {
            let message = format!(
                "its keys are of `{}`, of type {}, and not strings",
                target.id,
                target.kind.name()
            );
            report.error(shape, message);
        }
    }
}

/// What is wrong with a shape in a role.
fn mismatch(role: Role, target: &Shape) -> Option<String> {
    let (id, kind) = (&target.id, target.kind.name());
    let wanted = match role {
        Role::Mixin => {
            let is_mixin = target.traits.has(MIXIN);
            return (!is_mixin).then(|| format!("`{id}` is one of its mixins, but is no mixin"));
        }
        Role::Member | Role::Property => {
            let is_data = !target.kind.is_service_kind();
            let name = role.name();
            return (!is_data)
                .then(|| format!("its {name} `{id}` is of type {kind}, which has no values"));
        }
        Role::Operation | Role::Lifecycle(_) | Role::Collection => match target.kind {
            Kind::Operation(_) => return None,
            _ => "an operation",
        },
        Role::Resource => match target.kind {
            Kind::Resource(_) => return None,
            _ => "a resource",
        },
        Role::Identifier => match target.kind {
            Kind::String | Kind::Enum => return None,
            _ => "a string",
        },
        Role::Input | Role::Output => match target.kind {
            Kind::Structure if !target.traits.has(ERROR) => return None,
            Kind::Structure => return Some(format!("its {} `{id}` is an error", role.name())),
            _ => "a structure",
        },
        Role::Error => match target.kind {
            Kind::Structure if target.traits.has(ERROR) => return None,
            Kind::Structure => {
                return Some(format!("its error `{id}` does not have the trait `error`"));
            }
            _ => "a structure",
        },
    };
    let name = role.name();
    Some(format!(
        "its {name} `{id}` is of type {kind}, and not {wanted}"
    ))
}

/// Tells of what is deprecated, but still named.
fn deprecated(report: &mut Report<'_>, subject: Subject<'_>, role: Role, target: &Shape) {
    let is_free = matches!(role, Role::Lifecycle(_) | Role::Collection);
    if is_free || !target.traits.has(DEPRECATED) {
        return;
    }
    let mut message = format!("its {} `{}` is deprecated", role.name(), target.id);
    let details: Option<Deprecated> = target.traits.read();
    if let Some(since) = details.as_ref().and_then(|it| it.since.as_ref()) {
        message.push_str(&format!(" since {since}"));
    }
    if let Some(text) = details.as_ref().and_then(|it| it.message.as_ref()) {
        message.push_str(&format!(": {text}"));
    }
    let event = report.event(Severity::Warning, subject, message);
    report.push(event.id(format!("DeprecatedShape.{}", target.id)));
}
