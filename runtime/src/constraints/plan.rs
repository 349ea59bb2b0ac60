//! What is to be checked of a shape.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::pattern::{self, Pattern};
use super::steps::Table;
use crate::schema::{Bounds, Kind, Member, Schema, Trait};
use crate::view::Ref;

/// The constraints of a shape, at any depth.
pub struct Plan {
    /// The shape itself is the first; of the others, those below it.
    pub(super) nodes: Vec<Node>,
    unchecked: Vec<Unchecked>,
}

/// A constraint that cannot be checked: all values pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// The shape of the member, and its name.
    pub member: String,
    /// The pattern.
    pub pattern: &'static str,
    /// Why it is not understood.
    pub reason: String,
}

/// What is to be checked inside an aggregate shape.
#[derive(Default)]
pub(super) struct Node {
    /// Members of a structure or union by index, the item of a list, key and value of a map.
    pub(super) checks: Vec<(usize, Check)>,
}

/// What is to be checked of a member.
pub(super) struct Check {
    pub(super) member: &'static Member,
    /// Whether it must be set.
    pub(super) required: bool,
    pub(super) rules: Vec<Rule>,
    /// What most values can be judged by.
    pub(super) quick: Quick,
    /// The node of its target, if there is anything to check.
    pub(super) inside: Option<usize>,
}

/// All that a check has to say, in a form that is fast: a value that it admits is good, and any other has to be looked at.
pub(super) enum Quick {
    None,
    /// Bytes of a text.
    Text(Span),
    /// Items, and the bytes of each.
    Texts(Span, Span),
    Int(i64, i64),
    Pattern(&'static Table),
}

/// A number of bytes or items, from the smallest to the largest.
#[derive(Clone, Copy)]
pub(super) struct Span(usize, usize);

impl Span {
    #[inline(always)]
    fn has(self, count: usize) -> bool {
        self.0 <= count && count <= self.1
    }

    /// Bytes of texts with so many characters: at most as many as there are bytes, each of which has at most four.
    fn of_text(length: &Length) -> Self {
        Span(length.min.saturating_mul(4).saturating_sub(3), length.max)
    }
}

impl Quick {
    /// Whether that is enough to know that a value keeps to the rules.
    #[inline(always)]
    pub(super) fn admits(&self, value: &Ref<'_>) -> bool {
        match (self, value) {
            (Quick::Text(bytes), Ref::Str(text)) => bytes.has(text.len()),
            (Quick::Texts(items, bytes), Ref::List(list)) => list.texts().is_some_and(|texts| {
                items.has(texts.len()) && texts.iter().all(|text| bytes.has(text.len()))
            }),
            (Quick::Int(from, to), Ref::Int(number)) => from <= number && number <= to,
            (Quick::Pattern(table), Ref::Str(text)) => table.matches(text.as_bytes()),
            _ => false,
        }
    }

    /// The form of rules for a value, and for the items that are in it.
    fn of(rules: &[Rule], items: Option<&[Rule]>) -> Self {
        match (rules, items) {
            ([Rule::Length(length)], None) => Quick::Text(Span::of_text(length)),
            ([Rule::Pattern(pattern)], None) => pattern.table().map_or(Quick::None, Quick::Pattern),
            ([Rule::Range(range)], None) => {
                Quick::Int(*range.integer.start(), *range.integer.end())
            }
            ([], Some([Rule::Length(text)])) => {
                Quick::Texts(Span(0, usize::MAX), Span::of_text(text))
            }
            ([Rule::Length(items)], Some([Rule::Length(text)])) => {
                Quick::Texts(Span(items.min, items.max), Span::of_text(text))
            }
            _ => Quick::None,
        }
    }
}

/// A constraint on a value.
pub(super) enum Rule {
    Length(Length),
    Range(Range),
    Pattern(&'static Pattern),
    /// All values, and those that are not named.
    Enum(&'static [&'static str], &'static [&'static str]),
    IntEnum(&'static [i32]),
    Unique,
}

/// Limits of a length, with their text.
pub(super) struct Length {
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) text: &'static Bounds,
}

/// Limits of a number, read for each kind that it may have.
pub(super) struct Range {
    pub(super) integer: RangeInclusive<i64>,
    pub(super) float: RangeInclusive<f64>,
    pub(super) text: &'static Bounds,
}

impl Plan {
    /// The constraints of this shape; with `presence` also whether required members are set.
    pub fn new(schema: &'static Schema, presence: bool) -> Self {
        let mut build = Build {
            presence,
            known: HashMap::new(),
            nodes: Vec::new(),
            unchecked: Vec::new(),
        };
        build.node(schema);
        let mut nodes = build.nodes;
        prune(&mut nodes);
        quicken(&mut nodes);
        Plan {
            nodes,
            unchecked: build.unchecked,
        }
    }

    /// Constraints that cannot be checked.
    pub fn unchecked(&self) -> &[Unchecked] {
        &self.unchecked
    }

    /// Whether there is nothing to check.
    pub fn is_empty(&self) -> bool {
        self.nodes.first().is_none_or(|node| node.checks.is_empty())
    }
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plan").finish_non_exhaustive()
    }
}

struct Build {
    presence: bool,
    /// Nodes by the address of their schema.
    known: HashMap<usize, usize>,
    nodes: Vec<Node>,
    unchecked: Vec<Unchecked>,
}

impl Build {
    /// The node of an aggregate shape.
    fn node(&mut self, schema: &'static Schema) -> usize {
        let key = std::ptr::from_ref(schema).addr();
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let at = self.nodes.len();
        self.known.insert(key, at);
        self.nodes.push(Node::default());
        let mut checks = Vec::with_capacity(schema.members.len());
        for (index, member) in schema.members.iter().enumerate() {
            checks.push((index, self.check(schema, member)));
        }
        if let Some(node) = self.nodes.get_mut(at) {
            node.checks = checks;
        }
        at
    }

    fn check(&mut self, schema: &'static Schema, member: &'static Member) -> Check {
        let target = member.target;
        let mut rules = Vec::new();
        for constraint in member.traits.iter().chain(target.traits) {
            rules.extend(self.rule(schema, member, constraint));
        }
        let aggregate = matches!(
            target.kind,
            Kind::Structure | Kind::Union | Kind::List | Kind::Map
        );
        // The events of a stream are checked as they arrive.
        let streams = member.traits.contains(&Trait::Streaming);
        Check {
            member,
            required: self.presence && schema.kind == Kind::Structure && member.must_be_sent(),
            rules,
            quick: Quick::None,
            inside: (aggregate && !streams).then(|| self.node(target)),
        }
    }

    fn rule(
        &mut self,
        schema: &'static Schema,
        member: &'static Member,
        constraint: &'static Trait,
    ) -> Option<Rule> {
        Some(match constraint {
            Trait::Length(bounds) => Rule::Length(Length {
                min: read(bounds.min, usize::MIN, |text| text.parse().ok()),
                max: read(bounds.max, usize::MAX, |text| text.parse().ok()),
                text: bounds,
            }),
            Trait::Range(bounds) => Rule::Range(Range {
                integer: read(bounds.min, i64::MIN, ceiling)..=read(bounds.max, i64::MAX, floor),
                float: read(bounds.min, f64::NEG_INFINITY, float)
                    ..=read(bounds.max, f64::INFINITY, float),
                text: bounds,
            }),
            Trait::Pattern(text) => match pattern::compiled(text) {
                Ok(pattern) => Rule::Pattern(pattern),
                Err(reason) => {
                    self.unchecked.push(Unchecked {
                        member: format!("{}${}", schema.id, member.name),
                        pattern: text,
                        reason: reason.clone(),
                    });
                    return None;
                }
            },
            Trait::EnumValues(values) => Rule::Enum(values, internal_values(member)),
            Trait::IntEnumValues(values) => Rule::IntEnum(values),
            Trait::UniqueItems => Rule::Unique,
            _ => return None,
        })
    }
}

/// The values of an enum that are not named.
fn internal_values(member: &'static Member) -> &'static [&'static str] {
    let mut traits = member.traits.iter().chain(member.target.traits);
    let values = traits.find_map(|t| match t {
        Trait::InternalValues(values) => Some(*values),
        _ => None,
    });
    values.unwrap_or_default()
}

/// Drops checks of members that have no constraints at any depth.
fn prune(nodes: &mut [Node]) {
    let own = |check: &Check| check.required || !check.rules.is_empty();
    let mut needed: Vec<bool> = nodes
        .iter()
        .map(|node| node.checks.iter().any(|(_, check)| own(check)))
        .collect();
    loop {
        let is_needed = |at: Option<usize>| at.is_some_and(|at| needed.get(at) == Some(&true));
        let more: Vec<usize> = nodes
            .iter()
            .enumerate()
            .filter(|(at, node)| {
                needed.get(*at) == Some(&false)
                    && node.checks.iter().any(|(_, check)| is_needed(check.inside))
            })
            .map(|(at, _)| at)
            .collect();
        if more.is_empty() {
            break;
        }
        for at in more {
            if let Some(needed) = needed.get_mut(at) {
                *needed = true;
            }
        }
    }
    for node in nodes {
        for (_, check) in &mut node.checks {
            check.inside = check.inside.filter(|at| needed.get(*at) == Some(&true));
        }
        node.checks
            .retain(|(_, check)| own(check) || check.inside.is_some());
        node.checks.shrink_to_fit();
    }
}

/// Finds out which checks have a fast form, now that all rules are known.
fn quicken(nodes: &mut [Node]) {
    let of = |check: &Check| {
        let inside = check.inside.and_then(|at| nodes.get(at));
        let items = inside.map(|node| match node.checks.as_slice() {
            [(0, item)] if item.inside.is_none() => item.rules.as_slice(),
            _ => &[],
        });
        Quick::of(&check.rules, items)
    };
    let all: Vec<Vec<Quick>> = nodes
        .iter()
        .map(|node| node.checks.iter().map(|(_, check)| of(check)).collect())
        .collect();
    for (node, all) in nodes.iter_mut().zip(all) {
        for ((_, check), quick) in node.checks.iter_mut().zip(all) {
            check.quick = quick;
        }
    }
}

/// A limit; one that is not there, or is beyond the type, is the type's own.
fn read<T>(limit: Option<&str>, own: T, read: impl Fn(&str) -> Option<T>) -> T {
    limit.and_then(read).unwrap_or(own)
}

fn float(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// The smallest integer that is not below the limit.
fn ceiling(text: &str) -> Option<i64> {
    text.parse()
        .ok()
        .or_else(|| Some(float(text)?.ceil() as i64))
}

/// The largest integer that is not above the limit.
fn floor(text: &str) -> Option<i64> {
    text.parse()
        .ok()
        .or_else(|| Some(float(text)?.floor() as i64))
}
