//! Members that clients may now leave out, or that they must now have.

use crate::diagnostic::Severity;
use crate::diff::changes::{Changes, Pair};
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::maps::HashSet;
use crate::model::traits::id;
use crate::model::{Kind, Node};
use crate::nullability::by_traits;

pub(super) fn evaluate<'m>(
    context: &Context<'m>,
    changes: &Changes<'m>,
    report: &mut Report<'_, 'm>,
) {
    let mut seen = HashSet::default();
    for pair in changes.members() {
        let name = pair.new.member.map(|member| &*member.name);
        seen.insert((&pair.new.shape.id, name));
        check(context, pair, report);
    }
    // The members of an input need not have changed themselves.
    for (structure, old, new) in changes.structures() {
        if structure.gains(id::INPUT) || structure.loses(id::INPUT) {
            for is in &new.members {
                let was = old.member(&is.name);
                if let Some(was) = was.filter(|_| !seen.contains(&(&new.id, Some(&*is.name)))) {
                    let pair = Pair::of((old, was).into(), (new, is).into());
                    check(context, &pair, report);
                }
            }
        }
    }
}

/// How grave it is, how the id ends, what happened, and why it matters.
type Told = (Severity, &'static str, String, &'static str);

const TYPE: &str = "the type of the member changes in code that was generated before";
const WRAPPED: &str = "generators that always treat structures and unions as optional, as those of AWS do, are not affected";

fn check<'m>(context: &Context<'m>, pair: &Pair<'m>, report: &mut Report<'_, 'm>) {
    let (Some(old), Some(new)) = (pair.old.member, pair.new.member) else {
        return;
    };
    let was_optional = by_traits(pair.old.shape, old);
    let is_optional = by_traits(pair.new.shape, new);
    if was_optional == is_optional {
        return;
    }
    let [from, to] = [was_optional, is_optional].map(|optional| match optional {
        true => "optional",
        false => "always present",
    });
    let mut told = of_input(pair);
    if told.is_empty() && !pair.new.shape.traits.has(id::INPUT) {
        told = of_traits(context, pair);
    }
    told.extend(of_default(pair));
    if told.is_empty() {
        told.push((Severity::Error, "", String::new(), TYPE));
    }
    for (severity, suffix, what, help) in told {
        let about = pair.new.id();
        let message = match what.as_str() {
            "" => format!("`{about}` was {from} and is {to} now"),
            what => format!("`{about}` was {from} and is {to} now: {what}"),
        };
        report.tell_as(severity, suffix, Sides::from(pair), message, help);
    }
}

/// That its structure became an input, or is none any more.
fn of_input(pair: &Pair<'_>) -> Vec<Told> {
    let (old, new) = (pair.old.shape, pair.new.shape);
    let told = match (old.traits.has(id::INPUT), new.traits.has(id::INPUT)) {
        (true, false) => (
            Severity::Error,
            "RemovedInputTrait",
            format!("`input` was removed from `{}`", new.id),
            "members of inputs are optional for clients, others are not: keep the trait",
        ),
        (false, true) => (
            Severity::Danger,
            "AddedInputTrait",
            format!("`input` was added to `{}`", new.id),
            "members of inputs are optional for clients, whose types change",
        ),
        _ => return Vec::new(),
    };
    vec![told]
}

/// That traits of its own came or went.
fn of_traits(context: &Context<'_>, pair: &Pair<'_>) -> Vec<Told> {
    let mut told = Vec::new();
    let target = pair.new.member.and_then(|member| context.target(member));
    let is_wrapped = target.is_some_and(|it| matches!(it.kind, Kind::Structure | Kind::Union));
    let (old, new) = (pair.old.traits(), pair.new.traits());
    let mut tell = |severity, suffix, what: &str, help| {
        told.push((severity, suffix, what.to_owned(), help));
    };
    if pair.gains(id::CLIENT_OPTIONAL) && pair.keeps(id::REQUIRED) {
        let what = "`clientOptional` was added";
        tell(Severity::Error, "AddedClientOptionalTrait", what, TYPE);
    } else if pair.loses(id::CLIENT_OPTIONAL) && pair.keeps(id::REQUIRED) {
        let what = "`clientOptional` was removed";
        tell(Severity::Error, "RemovedClientOptionalTrait", what, TYPE);
    } else if pair.gains(id::REQUIRED) && !new.has(id::CLIENT_OPTIONAL) {
        let what = "`required` was added";
        match is_wrapped {
            true => {
                let suffix = "AddedRequiredTrait.StructureOrUnion";
                tell(Severity::Warning, suffix, what, WRAPPED);
            }
            false => {
                let help = "those who use the old model may leave it out: keep it optional, or add `clientOptional`";
                tell(Severity::Error, "AddedRequiredTrait", what, help);
            }
        }
    }
    if pair.gains(id::DEFAULT) && !pair.loses(id::REQUIRED) {
        let what = "`default` was added, and it was not required";
        tell(Severity::Error, "AddedDefaultTrait", what, TYPE);
    }
    let is_loose = !new.has(id::DEFAULT) && !old.has(id::CLIENT_OPTIONAL);
    if pair.loses(id::REQUIRED) && is_loose {
        let what = "`required` was removed";
        match is_wrapped {
            true => {
                let suffix = "RemovedRequiredTrait.StructureOrUnion";
                tell(Severity::Warning, suffix, what, WRAPPED);
            }
            false => {
                let help = "clients of the old model expect it: put `default` and `addedDefault` in the place of `required`";
                tell(Severity::Error, "RemovedRequiredTrait", what, help);
            }
        }
    }
    told
}

/// That its default became null, or is null no longer.
fn of_default(pair: &Pair<'_>) -> Option<Told> {
    let value = |traits: &crate::model::Traits| traits.get(id::DEFAULT).map(|it| *it == Node::Null);
    match (value(pair.old.traits())?, value(pair.new.traits())?) {
        (false, true) => {
            let what = "its default became null".to_owned();
            Some((Severity::Error, "AddedNullDefault", what, TYPE))
        }
        (true, false) => {
            let what = "its default is null no longer".to_owned();
            Some((Severity::Error, "RemovedNullDefault", what, TYPE))
        }
        _ => None,
    }
}
