//! Traits that came, went or changed, as far as their definitions do not state which changes break.
//!
//! The tags of a definition say how grave its changes are: `diff.error.add`, `diff.warning.const` and so on. With
//! `diff.contents` those of its members do, wherever their values differ.

use crate::diagnostic::Severity;
use crate::diff::changes::{Changes, Pair, TraitChange};
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::diff::value::{change, shown};
use crate::limits::VALUE_DEPTH;
use crate::maps::HashMap;
use crate::model::traits::{Known, Tags, id};
use crate::model::{Kind, Member, Node, Shape, ShapeId, Traits};

/// What is looked for in changes of a trait, or of a part of it.
#[derive(Clone, Copy)]
pub(in crate::diff) struct Strategy {
    what: What,
    severity: Severity,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Add,
    Remove,
    Update,
    /// Any of these.
    Const,
    /// What the tags of members look for.
    Contents,
}

/// What is looked for in changes of each trait, by its id.
pub(in crate::diff) type Strategies = HashMap<ShapeId, Vec<Strategy>>;

/// Evaluators of their own judge these.
const IGNORED: [&str; 2] = [id::BOX, id::REQUIRED];

/// For traits whose definitions say nothing of changes.
const USUAL: [Strategy; 3] = [
    Strategy::new(What::Add, Severity::Note),
    Strategy::new(What::Update, Severity::Note),
    Strategy::new(What::Remove, Severity::Warning),
];

/// For traits without definition.
const UNKNOWN: [Strategy; 1] = [Strategy::new(What::Const, Severity::Warning)];

pub(super) fn evaluate<'m>(
    context: &Context<'m>,
    changes: &Changes<'m>,
    report: &mut Report<'_, 'm>,
) {
    let strategies = context.strategies.get_or_init(|| strategies(context));
    for pair in &changes.changed {
        for changed in &pair.traits {
            if IGNORED.contains(&changed.id.as_str()) {
                continue;
            }
            let known = strategies.get(changed.id);
            let mut look = Look {
                context,
                pair,
                changed,
                is_known: known.is_some(),
                report,
            };
            let old = changed.old.map(|it| &it.value);
            let new = changed.new.map(|it| &it.value);
            for strategy in known.map_or(&UNKNOWN[..], Vec::as_slice) {
                look.apply(*strategy, old, new, "");
            }
        }
    }
}

fn strategies(context: &Context<'_>) -> Strategies {
    let definitions = context.definitions.iter();
    let found = definitions.filter_map(|definition| {
        let shape = context.new.shapes.get(&definition.id)?;
        let mut strategies = of_tags(&shape.traits);
        if strategies.is_empty() && definition.breaking_changes.is_empty() {
            strategies.extend(USUAL);
        }
        Some((definition.id.clone(), strategies))
    });
    found.collect()
}

/// What the tags of a definition, or of a member of its shape, look for.
fn of_tags(traits: &Traits) -> Vec<Strategy> {
    // Most members have none.
    let Some(Tags(tags)) = traits.has(Tags::ID).then(|| traits.read()).flatten() else {
        return Vec::new();
    };
    tags.iter().filter_map(|tag| Strategy::of(tag)).collect()
}

impl Strategy {
    const fn new(what: What, severity: Severity) -> Self {
        Self { what, severity }
    }

    fn of(tag: &str) -> Option<Self> {
        let rest = tag.strip_prefix("diff.")?;
        if rest == "contents" {
            return Some(Self::new(What::Contents, Severity::Note));
        }
        let (severity, what) = rest.split_once('.')?;
        let severity = match severity {
            "error" => Severity::Error,
            "danger" => Severity::Danger,
            "warning" => Severity::Warning,
            _ => return None,
        };
        let what = match what {
            "add" => What::Add,
            "remove" => What::Remove,
            "update" => What::Update,
            "const" => What::Const,
            _ => return None,
        };
        Some(Self::new(what, severity))
    }
}

/// A look at one change of a trait.
struct Look<'c, 'm, 'r, 'x> {
    context: &'c Context<'m>,
    pair: &'c Pair<'m>,
    changed: &'c TraitChange<'m>,
    is_known: bool,
    report: &'r mut Report<'x, 'm>,
}

impl Look<'_, '_, '_, '_> {
    fn apply(&mut self, strategy: Strategy, old: Option<&Node>, new: Option<&Node>, path: &str) {
        let found = match (old, new) {
            (None, Some(_)) => What::Add,
            (Some(_), None) => What::Remove,
            (Some(old), Some(new)) if old != new => What::Update,
            _ => return,
        };
        if strategy.what == What::Contents {
            let shape = self.context.new.shapes.get(self.changed.id);
            if let Some(shape) = shape.filter(|_| found == What::Update) {
                self.contents(shape, old, new, &mut path.to_owned(), 0);
            }
        } else if strategy.what == found || strategy.what == What::Const {
            self.tell(strategy.severity, old, new, path);
        }
    }

    /// Looks at the parts of a value that its shape has members for.
    fn contents(
        &mut self,
        shape: &Shape,
        old: Option<&Node>,
        new: Option<&Node>,
        path: &mut String,
        depth: usize,
    ) {
        // Values that were read are no deeper than this.
        if depth > VALUE_DEPTH {
            return;
        }
        match (&shape.kind, old, new) {
            (Kind::List, Some(Node::Array(old)), Some(Node::Array(new))) => {
                let Some(member) = shape.member("member") else {
                    return;
                };
                for at in 0..old.len().max(new.len()) {
                    let step = at.to_string();
                    self.member(member, &step, old.get(at), new.get(at), path, depth);
                }
            }
            (Kind::Map, Some(Node::Object(old)), Some(Node::Object(new))) => {
                let Some(value) = shape.member("value") else {
                    return;
                };
                let added = new.keys().filter(|key| !old.contains_key(*key));
                for key in old.keys().chain(added) {
                    self.member(value, key, old.get(key), new.get(key), path, depth);
                }
            }
            (Kind::Structure | Kind::Union, Some(Node::Object(old)), Some(Node::Object(new))) => {
                for member in &shape.members {
                    let name = &*member.name;
                    self.member(member, name, old.get(name), new.get(name), path, depth);
                }
            }
            _ => {}
        }
    }

    fn member(
        &mut self,
        member: &Member,
        step: &str,
        old: Option<&Node>,
        new: Option<&Node>,
        path: &mut String,
        depth: usize,
    ) {
        if old.is_none() && new.is_none() {
            return;
        }
        let length = path.len();
        path.push('/');
        path.push_str(step);
        for strategy in of_tags(&member.traits) {
            // The contents are looked at anyhow.
            if strategy.what != What::Contents {
                self.apply(strategy, old, new, path);
            }
        }
        if let Some(target) = self.context.new.shapes.get(&member.target) {
            self.contents(target, old, new, path, depth + 1);
        }
        path.truncate(length);
    }

    fn tell(&mut self, severity: Severity, old: Option<&Node>, new: Option<&Node>, path: &str) {
        let id = self.changed.id;
        let about = self.pair.new.id();
        let what = match path {
            "" => format!("the trait `{id}`"),
            path => format!("`{path}` in the trait `{id}`"),
        };
        let (kind, message) = match (old, new) {
            (Some(old), Some(new)) => {
                let changed = change(old, new);
                (
                    "Update",
                    format!("{what} of `{about}` was changed {changed}"),
                )
            }
            (Some(old), None) => {
                let value = shown(old);
                (
                    "Remove",
                    format!("{what} was removed from `{about}`; it was {value}"),
                )
            }
            (None, Some(new)) => (
                "Add",
                format!("{what} was added to `{about}`: {}", shown(new)),
            ),
            (None, None) => return,
        };
        let help = match (self.is_known, severity) {
            (false, _) => {
                "no model defines this trait, so that nobody can tell what its changes break"
            }
            (_, Severity::Error) => {
                "its definition says that such a change breaks those who use the old model"
            }
            (_, Severity::Danger) => {
                "its definition says that such a change may break those who use the old model"
            }
            (_, Severity::Warning) => "look whether anybody relies on it",
            _ => "its definition says of no such change that it breaks",
        };
        let sides = Sides::from(self.pair).at_trait(self.changed);
        let suffix = format!("{kind}.{id}");
        self.report.tell_as(severity, &suffix, sides, message, help);
    }
}
