//! Changes of traits that their definitions in the new model say to break those who use the old one.

use std::collections::BTreeMap;

use crate::definition::{BreakingChange, Change};
use crate::diagnostic::Severity;
use crate::diff::changes::{Changes, Pair, TraitChange};
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::diff::value::{change, shown};
use crate::model::traits::id;
use crate::model::{Kind, Node, Shape};

pub(super) fn evaluate<'m>(
    context: &Context<'m>,
    changes: &Changes<'m>,
    report: &mut Report<'_, 'm>,
) {
    for pair in &changes.changed {
        for changed in &pair.traits {
            // An enum shape states the values that the trait does, which are compared by themselves.
            if *changed.id == *id::ENUM && is_enum(pair) {
                continue;
            }
            let shape = context.new.shapes.get(changed.id);
            let definition = context.definitions.get(changed.id.as_str());
            let rules = definition.map_or(&[][..], |it| &it.breaking_changes);
            for rule in rules {
                if let Some(shape) = shape {
                    check(context, shape, rule, pair, changed, report);
                }
            }
        }
    }
}

/// Whether a shape is an enum in either model.
fn is_enum(pair: &Pair<'_>) -> bool {
    let sides = [pair.old, pair.new].map(|side| side.shape);
    sides.iter().any(|shape| matches!(shape.kind, Kind::Enum))
}

/// Applies a rule to all places that its path leads to.
fn check<'m>(
    context: &Context<'m>,
    shape: &'m Shape,
    rule: &BreakingChange,
    pair: &Pair<'m>,
    changed: &TraitChange<'m>,
    report: &mut Report<'_, 'm>,
) {
    let old = changed.old.map_or(&Node::Null, |it| &it.value);
    let new = changed.new.map_or(&Node::Null, |it| &it.value);
    // Of a trait that is gone, nothing but that is told.
    if *new == Node::Null && !rule.path.is_empty() {
        return;
    }
    let was = places(context, shape, old, &rule.path);
    let is = places(context, shape, new, &rule.path);
    for (path, old) in &was {
        let new = is.get(path).copied().unwrap_or(&Node::Null);
        compare(rule, path, [old, new], pair, changed, report);
    }
    for (path, new) in is.iter().filter(|(path, _)| !was.contains_key(*path)) {
        compare(rule, path, [&Node::Null, new], pair, changed, report);
    }
}

/// What a path of members leads to in a value, each by its own path: elements by position, entries by key.
fn places<'n>(
    context: &Context<'_>,
    shape: &Shape,
    value: &'n Node,
    path: &[String],
) -> BTreeMap<String, &'n Node> {
    let mut open = vec![(shape, value, path, String::new())];
    let mut found = BTreeMap::new();
    while let Some((shape, value, path, at)) = open.pop() {
        let Some((name, rest)) = path.split_first().filter(|(name, _)| !name.is_empty()) else {
            found.insert(at, value);
            continue;
        };
        let member = shape.member(name);
        let Some(next) = member.and_then(|it| context.new.shapes.get(&it.target)) else {
            continue;
        };
        match (&shape.kind, value) {
            (Kind::List, Node::Array(elements)) => {
                let elements = elements.iter().enumerate();
                open.extend(elements.map(|(n, it)| (next, it, rest, format!("{at}/{n}"))));
            }
            (Kind::Map, Node::Object(entries)) => {
                let entries = entries.iter();
                open.extend(entries.map(|(key, it)| (next, it, rest, format!("{at}/{key}"))));
            }
            (Kind::Structure | Kind::Union, Node::Object(members)) => {
                let value = members.get(name).unwrap_or(&Node::Null);
                open.push((next, value, rest, format!("{at}/{name}")));
            }
            _ => {}
        }
    }
    found
}

/// Tells of a place if the rule is about what happened there.
fn compare<'m>(
    rule: &BreakingChange,
    path: &str,
    [old, new]: [&Node; 2],
    pair: &Pair<'m>,
    changed: &TraitChange<'m>,
    report: &mut Report<'_, 'm>,
) {
    let happened = match (old, new) {
        (Node::Null, Node::Null) => return,
        (Node::Null, _) => Change::Add,
        (_, Node::Null) => Change::Remove,
        _ if old == new => return,
        _ => Change::Update,
    };
    let is_meant = match rule.change {
        Change::Any => true,
        Change::Presence => happened != Change::Update,
        one => one == happened,
    };
    if !is_meant {
        return;
    }
    let (id, about) = (changed.id, pair.new.id());
    let what = match path {
        "" => format!("the trait `{id}`"),
        path => format!("`{path}` in the trait `{id}`"),
    };
    let is_mark = |value: &Node| value.as_object().is_some_and(serde_json::Map::is_empty);
    let (kind, message) = match happened {
        Change::Add if is_mark(new) => ("Add", format!("{what} was added to `{about}`")),
        Change::Add => (
            "Add",
            format!("{what} was added to `{about}`: {}", shown(new)),
        ),
        Change::Remove if is_mark(old) => ("Remove", format!("{what} was removed from `{about}`")),
        Change::Remove => {
            let was = shown(old);
            (
                "Remove",
                format!("{what} was removed from `{about}`; it was {was}"),
            )
        }
        _ => {
            let how = change(old, new);
            ("Update", format!("{what} of `{about}` was changed {how}"))
        }
    };
    let usual = match rule.severity {
        Severity::Error => {
            "its definition says that such a change breaks those who use the old model"
        }
        Severity::Danger => {
            "its definition says that such a change may break those who use the old model"
        }
        _ => "its definition says that such a change is worth a look",
    };
    let help = rule.message.clone().unwrap_or_else(|| usual.to_owned());
    let sides = Sides::from(pair).at_trait(changed);
    let suffix = format!("{kind}.{id}");
    report.tell_as(rule.severity, &suffix, sides, message, help);
}
