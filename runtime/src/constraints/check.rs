//! Goes through a value along its plan.

use std::fmt;
use std::ops::ControlFlow;

use super::Violation;
use super::plan::{Check, Plan, Rule};
use super::rule::length;
use crate::limits::{KEY_SHOWN, VALIDATE_DEPTH as DEPTH, VIOLATIONS};
use crate::schema::Bounds;
use crate::view::{Ref, Structure};

impl Plan {
    /// The constraints that a value of the plan's shape violates, in model order.
    pub fn violations(&self, value: &dyn Structure) -> Vec<Violation> {
        if self.is_kept(value) {
            return Vec::new();
        }
        let mut walk = Walk {
            plan: self,
            found: Vec::new(),
        };
        walk.structure(0, value, &Path::Start, DEPTH);
        walk.found
    }
}

/// The path to a value: the last step, and the path before it. It is formatted only for violations.
enum Path<'a> {
    Start,
    Member(&'a Path<'a>, &'static str),
    /// A key, unless it must not be shown.
    Key(&'a Path<'a>, Option<&'a str>),
    Index(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Start => Ok(()),
            Path::Member(before, name) => write!(f, "{before}/{name}"),
            Path::Index(before, index) => write!(f, "{before}/{index}"),
            Path::Key(before, None) => write!(f, "{before}/…"),
            Path::Key(before, Some(key)) => {
                let cut: String = key.chars().take(KEY_SHOWN).collect();
                let more = if cut.len() < key.len() { "…" } else { "" };
                let escaped = cut.replace('~', "~0").replace('/', "~1");
                write!(f, "{before}/{escaped}{more}")
            }
        }
    }
}

struct Walk<'p> {
    plan: &'p Plan,
    found: Vec<Violation>,
}

impl<'p> Walk<'p> {
    fn checks(&self, node: usize) -> &'p [(usize, Check)] {
        self.plan.nodes.get(node).map_or(&[], |node| &node.checks)
    }

    #[cold]
    fn report(&mut self, path: &Path<'_>, length: Option<usize>, what: fmt::Arguments<'_>) {
        if self.found.len() >= VIOLATIONS {
            return;
        }
        let value = match length {
            Some(length) => format!("Value with length {length}"),
            None => "Value".to_owned(),
        };
        let path = path.to_string();
        let message =
            format!("{value} at '{path}' failed to satisfy constraint: Member must {what}");
        self.found.push(Violation { path, message });
    }

    fn structure(&mut self, node: usize, value: &dyn Structure, path: &Path<'_>, depth: u32) {
        for (index, check) in self.checks(node) {
            let path = Path::Member(path, check.member.name);
            match value.get(*index) {
                Ref::Unset if check.required => {
                    self.report(&path, None, format_args!("not be null"));
                }
                Ref::Unset => {}
                set => self.value(set, check, &path, depth),
            }
        }
    }

    fn value(&mut self, value: Ref<'_>, check: &Check, path: &Path<'_>, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        for rule in &check.rules {
            if !rule.holds(value, check.member) {
                self.broken(rule, value, path);
            }
        }
        if let Some(node) = check.inside {
            self.inside(node, value, check, path, depth);
        }
    }

    /// What is in an aggregate value.
    fn inside(&mut self, node: usize, value: Ref<'_>, check: &Check, path: &Path<'_>, depth: u32) {
        match value {
            Ref::Structure(value) => self.structure(node, value, path, depth),
            Ref::List(list) => {
                if let Some((_, item)) = self.checks(node).first() {
                    for index in 0..list.len() {
                        self.value(list.get(index), item, &Path::Index(path, index), depth);
                    }
                }
            }
            Ref::Map(map) => {
                let [keys, _] = check.member.target.members else {
                    return;
                };
                for (index, inner) in self.checks(node) {
                    map.visit(&mut |key, value| {
                        match index {
                            // Violations by a key are reported for the map.
                            0 => self.value(Ref::Str(key), inner, path, depth),
                            _ => {
                                let path = Path::Key(path, keys.shown(key));
                                self.value(value, inner, &path, depth);
                            }
                        }
                        ControlFlow::Continue(())
                    });
                }
            }
            _ => {}
        }
    }

    /// Tells of a rule that does not hold.
    #[cold]
    fn broken(&mut self, rule: &Rule, value: Ref<'_>, path: &Path<'_>) {
        let enumerated =
            |values: Vec<String>| format!("satisfy enum value set: [{}]", values.join(", "));
        let what = match rule {
            Rule::Length(limits) => format!("have length {}", Text(limits.text)),
            Rule::Range(range) => format!("be {}", Text(range.text)),
            Rule::Pattern(pattern) => {
                format!("satisfy regular expression pattern: {}", pattern.text)
            }
            Rule::Enum(values, internal) => {
                let named = values.iter().filter(|value| !internal.contains(value));
                enumerated(named.map(ToString::to_string).collect())
            }
            Rule::IntEnum(values) => enumerated(values.iter().map(ToString::to_string).collect()),
            Rule::Unique => "have unique values".to_owned(),
        };
        let length = match rule {
            Rule::Length(_) => length(value),
            _ => None,
        };
        self.report(path, length, format_args!("{what}"));
    }
}

/// `between 1 and 3, inclusive`, `greater than or equal to 1`, `less than or equal to 3`.
struct Text<'a>(&'a Bounds);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.min, self.0.max) {
            (Some(min), Some(max)) => write!(f, "between {min} and {max}, inclusive"),
            (Some(min), None) => write!(f, "greater than or equal to {min}"),
            (None, Some(max)) => write!(f, "less than or equal to {max}"),
            (None, None) => f.write_str("anything"),
        }
    }
}
