//! Whether values keep to the constraints of their shapes: lengths, ranges, patterns, enums and unique items.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{NodeValidator, Walk};
use crate::decimal::Decimal;
use crate::diagnostic::Severity;
use crate::limits::ENUM_VALUES_SHOWN;
use crate::maps::HashSet;
use crate::model::traits::{Length, Pattern, Range, id};
use crate::model::{Kind, Node, Shape, integer};
use crate::selector::Subject;

/// What floats are that are no numbers, as values spell them.
const NO_NUMBERS: [&str; 3] = ["NaN", "Infinity", "-Infinity"];

impl<'m> NodeValidator<'_, 'm> {
    /// Checks the constraints that a shape or member states; `target` is the shape that the value is of.
    pub(super) fn constrain(
        &self,
        walk: &mut Walk,
        subject: Subject<'m>,
        target: &'m Shape,
        value: &Node,
    ) {
        match (&target.kind, value) {
            (Kind::Blob, Node::String(text)) => self.blob(walk, subject, text),
            (Kind::String | Kind::Enum, Node::String(text)) => {
                self.length(walk, subject, text.chars().count(), "characters");
                self.pattern(walk, subject, text);
                self.reference(walk, subject, text);
                if subject.member.is_none() && matches!(target.kind, Kind::Enum) {
                    self.is_enum_value(walk, target, value);
                } else if subject.member.is_none() {
                    self.is_of_enum_trait(walk, target, text);
                }
            }
            (Kind::List, Node::Array(elements)) => {
                self.length(walk, subject, elements.len(), "elements");
            }
            (Kind::Map, Node::Object(entries)) => {
                self.length(walk, subject, entries.len(), "entries");
            }
            (Kind::IntEnum, Node::Number(_)) if subject.member.is_none() => {
                self.is_enum_value(walk, target, value);
            }
            _ => {}
        }
        if target.kind.is_number() {
            self.range(walk, subject, value);
        }
    }

    fn blob(&self, walk: &mut Walk, subject: Subject<'m>, text: &str) {
        if !self.options.has_base64_blobs {
            return self.length(walk, subject, text.len(), "bytes");
        }
        match STANDARD.decode(text) {
            Ok(bytes) => self.length(walk, subject, bytes.len(), "bytes"),
            Err(_) if subject.member.is_some() => {}
            Err(_) => walk.error(format!("the value of `{}` is not base64", subject.id())),
        }
    }

    fn length(&self, walk: &mut Walk, subject: Subject<'m>, length: usize, of: &str) {
        let Some(bounds) = subject.traits().read::<Length>() else {
            return;
        };
        let size = u64::try_from(length).unwrap_or(u64::MAX);
        if let Some(min) = bounds.min.filter(|min| size < *min) {
            let message = format!(
                "`{}` must have {min} {of} at least, but the value has {length}",
                subject.id()
            );
            walk.add(self.constraint(), message);
        }
        if let Some(max) = bounds.max.filter(|max| size > *max) {
            let message = format!(
                "`{}` must have {max} {of} at most, but the value has {length}",
                subject.id()
            );
            walk.add(self.constraint(), message);
        }
    }

    fn pattern(&self, walk: &mut Walk, subject: Subject<'m>, text: &str) {
        let Some(Pattern(pattern)) = subject.traits().read() else {
            return;
        };
        if !self.patterns.matches(&pattern, text) {
            let message = format!(
                "the value of `{}` does not match its pattern `{pattern}`",
                subject.id()
            );
            walk.add(self.constraint(), message);
        }
    }

    fn range(&self, walk: &mut Walk, subject: Subject<'m>, value: &Node) {
        let Some(range) = subject.traits().read::<Range>() else {
            return;
        };
        let bound = |bound: &Option<serde_json::Number>| {
            let bound = bound.as_ref()?.to_string();
            Decimal::parse(&bound).map(|number| (number, bound))
        };
        let (min, max) = (bound(&range.min), bound(&range.max));
        let name = subject.id();
        match value {
            Node::Number(number) => {
                let Some(number) = Decimal::parse(&number.to_string()) else {
                    return;
                };
                let severity = match self.options.allows_zero && number.is_zero() {
                    true => Severity::Warning,
                    false => self.constraint(),
                };
                if let Some((_, min)) = min.filter(|(min, _)| number < *min) {
                    let message =
                        format!("`{name}` must be {min} at least, but the value is {value}");
                    walk.out_of_range(severity, subject, message);
                }
                if let Some((_, max)) = max.filter(|(max, _)| number > *max) {
                    let message =
                        format!("`{name}` must be {max} at most, but the value is {value}");
                    walk.out_of_range(severity, subject, message);
                }
            }
            Node::String(text) => {
                let problem = match (text.as_str(), min, max) {
                    ("NaN", ..) => {
                        let message = format!("the value `NaN` is not in the range of `{name}`");
                        return walk.add(self.constraint(), message);
                    }
                    ("-Infinity", Some((_, min)), _) => {
                        format!("`{name}` must be {min} at least, but the value is `{text}`")
                    }
                    ("Infinity", _, Some((_, max))) => {
                        format!("`{name}` must be {max} at most, but the value is `{text}`")
                    }
                    _ => return,
                };
                walk.out_of_range(self.constraint(), subject, problem);
            }
            _ => {}
        }
    }

    /// Whether a number is one of its type; also that of a float which is given as text.
    pub(super) fn is_number_of_kind(&self, walk: &mut Walk, shape: &Shape, value: &Node) -> bool {
        let (min, max) = match &shape.kind {
            Kind::Byte => (i64::from(i8::MIN), i64::from(i8::MAX)),
            Kind::Short => (i64::from(i16::MIN), i64::from(i16::MAX)),
            Kind::Integer | Kind::IntEnum => (i64::from(i32::MIN), i64::from(i32::MAX)),
            Kind::Long => (i64::MIN, i64::MAX),
            Kind::BigInteger => (0, 0),
            Kind::Float | Kind::Double => {
                let is_odd = value
                    .as_str()
                    .is_some_and(|text| !NO_NUMBERS.contains(&text));
                if is_odd {
                    let allowed = NO_NUMBERS.join("`, `");
                    walk.error(format!(
                        "the value of `{}` must be a number or one of `{allowed}`, and not {}",
                        shape.id,
                        super::described(value)
                    ));
                }
                return !is_odd;
            }
            _ => return true,
        };
        let (id, kind) = (&shape.id, shape.kind.name());
        let text = value.to_string();
        if text.contains(['.', 'e', 'E']) {
            walk.error(format!(
                "`{id}` is of type {kind}, but {text} is no whole number"
            ));
            return false;
        }
        let is_within = text
            .parse::<i64>()
            .is_ok_and(|number| (min..=max).contains(&number));
        if !is_within && !matches!(shape.kind, Kind::BigInteger) {
            walk.error(format!(
                "`{id}` is of type {kind}, which is from {min} to {max}, but the value is {text}"
            ));
            return false;
        }
        true
    }

    fn is_enum_value(&self, walk: &mut Walk, shape: &Shape, value: &Node) {
        let text = |value: &Node| match value {
            Node::String(text) => text.clone(),
            // `2.0` is the value 2.
            other => integer(other).map_or_else(|| other.to_string(), |it| it.to_string()),
        };
        let value_of = |member: &crate::model::Member| {
            let stated = member.traits.get(id::ENUM_VALUE).map(text);
            stated.unwrap_or_else(|| member.name.to_string())
        };
        let mut known = self.enums.borrow_mut();
        let values = known
            .entry(shape.id.clone())
            .or_insert_with(|| shape.members.iter().map(value_of).collect());
        if !values.contains(&text(value)) {
            self.no_enum_value(walk, shape, values, value);
        }
    }

    /// Checks a string with the deprecated trait `enum`.
    fn is_of_enum_trait(&self, walk: &mut Walk, shape: &Shape, text: &str) {
        let definitions = shape.traits.get(id::ENUM).and_then(Node::as_array);
        let Some(definitions) = definitions else {
            return;
        };
        let mut known = self.enums.borrow_mut();
        let values = known.entry(shape.id.clone()).or_insert_with(|| {
            let values = definitions.iter();
            let values = values.filter_map(|it| it.get("value")?.as_str());
            values.map(str::to_owned).collect()
        });
        if !values.contains(text) {
            self.no_enum_value(walk, shape, values, &Node::String(text.to_owned()));
        }
    }

    fn no_enum_value(
        &self,
        walk: &mut Walk,
        shape: &Shape,
        values: &HashSet<String>,
        value: &Node,
    ) {
        let mut values: Vec<&str> = values.iter().map(String::as_str).collect();
        values.sort_unstable();
        // An enum of thousands says nothing that anyone reads.
        let more = values.len().saturating_sub(ENUM_VALUES_SHOWN);
        values.truncate(ENUM_VALUES_SHOWN);
        if more > 0 {
            values.push("…");
        }
        walk.error(format!(
            "{} is none of the values of `{}`, which are `{}`",
            super::described(value),
            shape.id,
            values.join("`, `")
        ));
    }

    pub(super) fn unique_items(&self, walk: &mut Walk, shape: &Shape, elements: &[Node]) {
        if !shape.traits.has(id::UNIQUE_ITEMS) {
            return;
        }
        let mut seen = HashSet::default();
        let mut twice: Vec<String> = elements
            .iter()
            .map(canonical)
            .filter(|text| !seen.insert(text.clone()))
            .collect();
        if !twice.is_empty() {
            twice.sort();
            twice.dedup();
            let twice = twice.join("`, `");
            walk.error(format!(
                "the elements of `{}` must be unique, but it has several of `{twice}`",
                shape.id
            ));
        }
    }
}

/// A value as a text that equal values have in common, whatever the order of their members.
fn canonical(value: &Node) -> String {
    match value {
        Node::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(canonical).collect();
            format!("[{}]", elements.join(","))
        }
        Node::Object(members) => {
            let mut members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}:{}", Node::String(name.clone()), canonical(value)))
                .collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        plain => plain.to_string(),
    }
}
