//! Goes through a value along its plan.

use std::fmt;

use super::Violation;
use super::plan::{Check, Limits, Plan, Range, Rule};
use super::repeats::repeats;
use crate::limits::{KEY_SHOWN, VALIDATE_DEPTH as DEPTH, VIOLATIONS};
use crate::schema::Bounds;
use crate::value::Decimal;
use crate::view::{Ref, Structure};

impl Plan {
    /// The constraints that a value of the plan's shape violates, in model order.
    pub fn violations(&self, value: &dyn Structure) -> Vec<Violation> {
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
            self.rule(value, check, rule, path);
        }
        let Some(node) = check.inside else {
            return;
        };
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
                    for (key, value) in map.entries() {
                        match index {
                            // Violations by a key are reported for the map.
                            0 => self.value(Ref::Str(key), inner, path, depth),
                            _ => {
                                let path = Path::Key(path, keys.shown(key));
                                self.value(value, inner, &path, depth);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn rule(&mut self, value: Ref<'_>, check: &Check, rule: &Rule, path: &Path<'_>) {
        match (rule, value) {
            (Rule::Length(limits), value) => self.length(value, limits, path),
            (Rule::Range(range), value) if is_outside(value, range) => {
                self.report(path, None, format_args!("be {}", Text(range.text)));
            }
            (Rule::Pattern(pattern), Ref::Str(text)) if !pattern.matches(text) => {
                let text = pattern.text;
                self.report(
                    path,
                    None,
                    format_args!("satisfy regular expression pattern: {text}"),
                );
            }
            (Rule::Enum(values, internal), Ref::Str(text)) if !values.contains(&text) => {
                let values = values.iter().filter(|value| !internal.contains(value));
                let values = values.copied().collect::<Vec<_>>().join(", ");
                self.report(
                    path,
                    None,
                    format_args!("satisfy enum value set: [{values}]"),
                );
            }
            (Rule::IntEnum(values), Ref::Int(number)) if !is_one_of(number, values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                let values = values.join(", ");
                self.report(
                    path,
                    None,
                    format_args!("satisfy enum value set: [{values}]"),
                );
            }
            (Rule::Unique, Ref::List(list)) if repeats(list, check.member) => {
                self.report(path, None, format_args!("have unique values"));
            }
            _ => {}
        }
    }

    fn length(&mut self, value: Ref<'_>, limits: &Limits<usize>, path: &Path<'_>) {
        let length = match value {
            // The number of characters is between a quarter of the bytes and all of them.
            Ref::Str(text)
                if limits.max.is_none_or(|max| text.len() <= max)
                    && limits.min.is_none_or(|min| text.len() / 4 >= min) =>
            {
                return;
            }
            Ref::Str(text) => text.chars().count(),
            Ref::Blob(bytes) => bytes.len(),
            Ref::List(list) => list.len(),
            Ref::Map(map) => map.len(),
            _ => return,
        };
        if limits.min.is_some_and(|min| length < min) || limits.max.is_some_and(|max| length > max)
        {
            let limits = Text(limits.text);
            self.report(path, Some(length), format_args!("have length {limits}"));
        }
    }
}

fn is_one_of(number: i64, values: &[i32]) -> bool {
    values.iter().any(|value| i64::from(*value) == number)
}

fn is_outside(value: Ref<'_>, range: &Range) -> bool {
    let outside = |value: f64| {
        let (min, max) = range.float;
        // What is no number is in no range.
        !min.is_none_or(|min| value >= min) || !max.is_none_or(|max| value <= max)
    };
    match value {
        Ref::Int(value) => {
            let (min, max) = range.integer;
            min.is_some_and(|min| value < min) || max.is_some_and(|max| value > max)
        }
        Ref::Float(value) => outside(f64::from(value)),
        Ref::Double(value) => outside(value),
        Ref::BigInteger(value) => is_decimal_outside(value.as_str(), range.text),
        Ref::BigDecimal(value) => is_decimal_outside(value.as_str(), range.text),
        _ => false,
    }
}

/// Compares numbers of any precision. One too large to be compared is in no range.
fn is_decimal_outside(text: &str, bounds: &Bounds) -> bool {
    let Some(value) = Decimal::new(text) else {
        return true;
    };
    let limit = |text: Option<&str>| text.and_then(Decimal::new);
    limit(bounds.min).is_some_and(|min| value.compare(&min).is_lt())
        || limit(bounds.max).is_some_and(|max| value.compare(&max).is_gt())
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
