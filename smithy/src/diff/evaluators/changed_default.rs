//! Defaults that came, went or changed.

use crate::decimal::Decimal;
use crate::diagnostic::Severity;
use crate::diff::changes::{Changes, Pair, TraitChange};
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::diff::value::{change, shown};
use crate::model::traits::id;
use crate::model::{Kind, Member, Node};

const HELP: &str = "code that was generated before has another type or value";

pub(super) fn evaluate<'m>(
    context: &Context<'m>,
    changes: &Changes<'m>,
    report: &mut Report<'_, 'm>,
) {
    for pair in &changes.changed {
        let Some(changed) = pair.changed_trait(id::DEFAULT) else {
            continue;
        };
        let value = |applied: Option<&'m crate::model::Trait>| applied.map(|it| &it.value);
        let told = match (value(changed.old), value(changed.new)) {
            (Some(old), None) => removed(context, pair, old),
            (None, Some(new)) => added(pair, new),
            (Some(old), Some(new)) => Some(updated(context, pair, old, new)),
            (None, None) => None,
        };
        if let Some((severity, message, help)) = told {
            tell(report, pair, changed, severity, message, help);
        }
    }
}

type Told = (Severity, String, &'static str);

fn tell<'m>(
    report: &mut Report<'_, 'm>,
    pair: &Pair<'m>,
    changed: &TraitChange<'m>,
    severity: Severity,
    message: String,
    help: &str,
) {
    report.tell(severity, Sides::from(pair).at_trait(changed), message, help);
}

fn removed(context: &Context<'_>, pair: &Pair<'_>, old: &Node) -> Option<Told> {
    // Without a default of its target, a member that had no value by default has none now.
    let is_inconsequential = pair.new.member.is_some_and(|member| {
        let target = context.target(member);
        let default = target.and_then(|target| target.traits.get(id::DEFAULT));
        *old == Node::Null && default.is_none_or(|default| *default == Node::Null)
    });
    let message = format!(
        "the default {} of `{}` was removed",
        shown(old),
        pair.new.id()
    );
    (!is_inconsequential).then_some((Severity::Error, message, HELP))
}

fn added(pair: &Pair<'_>, new: &Node) -> Option<Told> {
    let id = pair.new.id();
    let value = shown(new);
    if pair.new.member.is_none() {
        let message = format!("the default {value} was added to `{id}`, which is no member");
        let help = "code that was generated before has another type: give the default to members";
        return Some((Severity::Error, message, help));
    }
    if pair.new.traits().has(id::ADDED_DEFAULT) || *new == Node::Null {
        return None;
    }
    let message = format!("the default {value} was added to `{id}`, without `addedDefault`");
    let help =
        "code that was generated before has another type: add the trait `addedDefault` as well";
    Some((Severity::Error, message, help))
}

fn updated(context: &Context<'_>, pair: &Pair<'_>, old: &Node, new: &Node) -> Told {
    let message = format!(
        "the default of `{}` was changed {}",
        pair.new.id(),
        change(old, new)
    );
    let Some(member) = pair.new.member else {
        return (Severity::Error, message, HELP);
    };
    let is_zero = |value: &Node| is_zero_of_target(context, member, value);
    match (is_zero(old), is_zero(new)) {
        (true, false) => (
            Severity::Error,
            message,
            "it was the zero of its type, which generated code may leave out, and is not any more",
        ),
        (false, true) => (
            Severity::Error,
            message,
            "it is the zero of its type now, which generated code may leave out, and was not before",
        ),
        _ => (
            Severity::Danger,
            message,
            "clients of the old model go on with the old default: change it only where that does no harm",
        ),
    }
}

/// Whether a value is what a number or boolean of Smithy 1.0 is without one.
fn is_zero_of_target(context: &Context<'_>, member: &Member, value: &Node) -> bool {
    let kind = context.target(member).map(|target| &target.kind);
    match kind {
        Some(Kind::Boolean) => *value == Node::Bool(false),
        Some(
            Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::IntEnum
            | Kind::Long
            | Kind::Float
            | Kind::Double,
        ) => {
            let number = value.as_number().map(ToString::to_string);
            let number = number.and_then(|text| Decimal::parse(&text));
            number.is_some_and(|number| number.is_zero())
        }
        _ => false,
    }
}
