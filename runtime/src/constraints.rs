//! Checks an input's constraints: required, length, range, pattern, enum, unique items.
//!
//! Source: Smithy 2.0, "Constraint traits". Wording and paths (JSON pointers) are those of Smithy's
//! `ValidationException`. Messages never contain the value.

use std::collections::HashSet;
use std::fmt;

use regex_lite::Regex;

use crate::codec::JsonStyle;
use crate::codec::json;
use crate::limits::VALIDATE_DEPTH as DEPTH;
use crate::schema::{Bounds, Kind, Member, Trait};
use crate::view::{List, Ref, Structure};

/// A violated constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer to the member: `/tags/2/key`.
    pub path: String,
    /// `Value at '/x' failed to satisfy constraint: Member must …`.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// All violated constraints, in model order.
pub fn violations(input: &dyn Structure) -> Vec<Violation> {
    let mut check = Check {
        path: String::new(),
        found: Vec::new(),
    };
    check.structure(input, DEPTH);
    check.found
}

struct Check {
    path: String,
    found: Vec<Violation>,
}

impl Check {
    fn at(&mut self, step: &str, look: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(step);
        look(self);
        self.path.truncate(length);
    }

    fn report(&mut self, length: Option<usize>, what: fmt::Arguments<'_>) {
        let value = match length {
            Some(length) => format!("Value with length {length}"),
            None => "Value".to_owned(),
        };
        let path = self.path.clone();
        let message =
            format!("{value} at '{path}' failed to satisfy constraint: Member must {what}");
        self.found.push(Violation { path, message });
    }

    fn structure(&mut self, value: &dyn Structure, depth: u32) {
        let schema = value.schema();
        for (index, member) in schema.members.iter().enumerate() {
            self.at(member.name, |check| match value.get(index) {
                Ref::Unset if schema.kind == Kind::Union => {}
                Ref::Unset if member.is_required() => {
                    check.report(None, format_args!("not be null"))
                }
                Ref::Unset => {}
                set => check.member(set, member, depth),
            });
        }
    }

    fn member(&mut self, value: Ref<'_>, member: &'static Member, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        for constraint in member.traits.iter().chain(member.target.traits) {
            self.constraint(value, member, constraint);
        }
        match value {
            Ref::Structure(value) => self.structure(value, depth),
            Ref::List(list) => {
                if let Some(item) = member.target.members.first() {
                    for index in 0..list.len() {
                        self.at(&index.to_string(), |check| {
                            check.member(list.get(index), item, depth);
                        });
                    }
                }
            }
            Ref::Map(map) => {
                if let [key, item, ..] = member.target.members {
                    for (name, value) in map.entries() {
                        // Violations by a key are reported for the map.
                        self.member(Ref::Str(name), key, depth);
                        self.at(name, |check| check.member(value, item, depth));
                    }
                }
            }
            _ => {}
        }
    }

    fn constraint(&mut self, value: Ref<'_>, member: &'static Member, constraint: &Trait) {
        match (constraint, value) {
            (Trait::Length(bounds), value) => self.length(value, bounds),
            (Trait::Range(bounds), value) => self.range(value, bounds),
            (Trait::Pattern(pattern), Ref::Str(text)) if !matches(pattern, text) => {
                self.report(
                    None,
                    format_args!("satisfy regular expression pattern: {pattern}"),
                );
            }
            (Trait::EnumValues(values), Ref::Str(text)) if !values.contains(&text) => {
                self.report(
                    None,
                    format_args!("satisfy enum value set: [{}]", values.join(", ")),
                );
            }
            (Trait::UniqueItems, Ref::List(list))
                if member
                    .target
                    .members
                    .first()
                    .is_some_and(|item| repeats(list, item)) =>
            {
                self.report(None, format_args!("have unique values"));
            }
            _ => {}
        }
    }

    fn length(&mut self, value: Ref<'_>, bounds: &Bounds) {
        let length = match value {
            Ref::Str(text) => text.chars().count(),
            Ref::Blob(bytes) => bytes.len(),
            Ref::List(list) => list.len(),
            Ref::Map(map) => map.len(),
            _ => return,
        };
        let limit = |text: Option<&str>| text.and_then(|text| text.parse::<usize>().ok());
        if limit(bounds.min).is_some_and(|min| length < min)
            || limit(bounds.max).is_some_and(|max| length > max)
        {
            self.report(Some(length), format_args!("have length {}", Limits(bounds)));
        }
    }

    fn range(&mut self, value: Ref<'_>, bounds: &Bounds) {
        let outside = match value {
            Ref::Int(value) => {
                let limit = |text: Option<&str>| text.and_then(|text| text.parse::<i64>().ok());
                limit(bounds.min).is_some_and(|min| value < min)
                    || limit(bounds.max).is_some_and(|max| value > max)
            }
            Ref::Float(value) => outside(f64::from(value), bounds),
            Ref::Double(value) => outside(value, bounds),
            _ => false,
        };
        if outside {
            self.report(None, format_args!("be {}", Limits(bounds)));
        }
    }
}

fn outside(value: f64, bounds: &Bounds) -> bool {
    let limit = |text: Option<&str>| text.and_then(|text| text.parse::<f64>().ok());
    limit(bounds.min).is_some_and(|min| value < min)
        || limit(bounds.max).is_some_and(|max| value > max)
}

/// A pattern may match anywhere. Patterns with syntax that the engine does not support always match.
fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).map_or(true, |regex| regex.is_match(text))
}

/// Whether items are repeated, compared by their JSON.
fn repeats(list: &dyn List, item: &'static Member) -> bool {
    let mut seen = HashSet::new();
    (0..list.len()).any(|index| {
        json::REST
            .write_value(item, list.get(index), JsonStyle::Compact)
            .is_ok_and(|text| !seen.insert(text))
    })
}

/// `between 1 and 3, inclusive`, `greater than or equal to 1`, `less than or equal to 3`.
struct Limits<'a>(&'a Bounds);

impl fmt::Display for Limits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.min, self.0.max) {
            (Some(min), Some(max)) => write!(f, "between {min} and {max}, inclusive"),
            (Some(min), None) => write!(f, "greater than or equal to {min}"),
            (None, Some(max)) => write!(f, "less than or equal to {max}"),
            (None, None) => f.write_str("anything"),
        }
    }
}
