//! Whether what shapes name is there, and of a kind that can be named so.

use super::role::{Role, references};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::traits::Deprecated;
use crate::model::traits::id::MIXIN;
use crate::model::traits::id::TRAIT;
use crate::model::{Kind, Reference, Shape, ShapeId, UNIT};
use crate::nearest::affordable;
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

const ERROR: &str = "smithy.api#error";
const DEPRECATED: &str = "smithy.api#deprecated";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut check = Check {
        context,
        suggestions: affordable(context.model.shapes.len()),
    };
    for shape in context.shapes() {
        for mixin in &shape.mixins {
            check.reference(report, shape.into(), Role::Mixin, mixin);
        }
        for (role, named) in references(&shape.kind) {
            check.reference(report, shape.into(), role, named);
        }
        if matches!(shape.kind, Kind::Enum | Kind::IntEnum) {
            of_enum(report, shape);
            continue;
        }
        for member in &shape.members {
            let named = Reference {
                target: member.target.clone(),
                location: member.location,
            };
            check.reference(report, (shape, member).into(), Role::Member, &named);
        }
        check.map_key(report, shape);
    }
}

/// Members of enums have values rather than targets.
fn of_enum(report: &mut Report<'_>, shape: &Shape) {
    for member in shape.members.iter().filter(|it| it.target != UNIT) {
        let message = format!(
            "its target is `{}`, but members of enums have none but `{UNIT}`",
            member.target
        );
        report.error((shape, member), message);
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
        named: &Reference,
    ) {
        let id = &named.target;
        // Few references are wrong, and a place is found by counting characters.
        let model = self.context.model;
        let event = |severity, message| {
            let event = report.event(severity, subject, message);
            event.at(model.place(named.location))
        };
        let Some(target) = self.context.shape(id) else {
            // A mixin that is missing was reported when it was to be mixed in.
            if role != Role::Mixin && !self.context.model.broken.contains(id) {
                let event = self.unresolved(report, subject, role, id);
                report.push(event.at(model.place(named.location)));
            }
            return;
        };
        let found = if role != Role::Mixin && target.traits.has(TRAIT) {
            let message = format!("its {} `{id}` is a trait", role.name());
            Some(event(Severity::Error, message).help("apply it instead"))
        } else if role != Role::Mixin && target.traits.has(MIXIN) {
            let message = format!("its {} `{id}` is a mixin", role.name());
            let help = "name it with `with`, or name a shape that has it as a mixin";
            Some(event(Severity::Error, message).help(help))
        } else {
            mismatch(role, target).map(|problem| {
                let event = event(Severity::Error, problem);
                let is_no_error = role == Role::Error && matches!(target.kind, Kind::Structure);
                match is_no_error {
                    true => event
                        .related("defined here", self.context.model.place(target.location))
                        .help("apply `error` to it, with value `client` or `server`"),
                    false => event.help("name another, or remove this"),
                }
            })
        };
        let is_kind_right = found.is_none();
        let old = deprecation(role, target).map(|message| event(Severity::Warning, message));
        let old = old.map(|event| event.id(format!("DeprecatedShape.{}", target.id)));
        found.into_iter().for_each(|event| report.push(event));
        old.filter(|_| is_kind_right)
            .into_iter()
            .for_each(|event| report.push(event));
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
        let has_more = self.suggestions > 0;
        self.suggestions = self.suggestions.saturating_sub(1);
        let meant = has_more.then(|| self.context.model.similar(id)).flatten();
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

/// What there is to say of a shape that is deprecated, but still named.
fn deprecation(role: Role, target: &Shape) -> Option<String> {
    let is_free = matches!(role, Role::Lifecycle(_) | Role::Collection);
    if is_free || !target.traits.has(DEPRECATED) {
        return None;
    }
    let mut message = format!("its {} `{}` is deprecated", role.name(), target.id);
    let details: Option<Deprecated> = target.traits.read();
    if let Some(since) = details.as_ref().and_then(|it| it.since.as_ref()) {
        message.push_str(&format!(" since {since}"));
    }
    if let Some(text) = details.as_ref().and_then(|it| it.message.as_ref()) {
        message.push_str(&format!(": {text}"));
    }
    Some(message)
}
