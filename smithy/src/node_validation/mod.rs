//! Whether a value is one of a shape: of traits, defaults, examples and the parameters of tests.

mod constraints;
mod patterns;
mod reference;
mod timestamp;

use std::cell::RefCell;

pub(crate) use self::patterns::Patterns;
use crate::diagnostic::Severity;
use crate::maps::{HashMap, HashSet};
use crate::model::traits::id;
use crate::model::{Kind, Member, Node, Shape, ShapeId};
use crate::nearest::Suggestions;
use crate::selector::{Index, Selector, Subject};

/// How strict the check is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// In which form timestamps are given.
    pub timestamps: Timestamps,
    /// `null` stands for a value that is left out.
    pub allows_null: bool,
    /// What breaks a constraint, or lacks a required member, is worth a warning only.
    pub allows_broken_constraints: bool,
    /// Zero out of its range is worth a warning only: version 1.0 meant by it a number that is not set.
    pub allows_zero: bool,
    /// Blobs are base64, rather than the bytes themselves.
    pub has_base64_blobs: bool,
}

/// In which form timestamps are given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Timestamps {
    /// As `timestampFormat` says, or else as seconds or in the form of RFC 3339.
    #[default]
    Format,
    /// As seconds since 1970, whatever `timestampFormat` says.
    EpochSeconds,
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// What follows the validator's name in the id of the event, if anything.
    pub suffix: Option<String>,
    /// Whether the value is not even of the right form: of another type, without a member that it needs, or no id of a
    /// shape where one is asked for.
    pub is_malformed: bool,
    /// The way to it in the value: names of members, keys and numbers of elements, with dots between them.
    pub path: String,
    /// One sentence in lower case, without full stop.
    pub message: String,
}

/// Checks values against the shapes of a model.
pub struct NodeValidator<'i, 'm> {
    index: &'i Index<'m>,
    options: Options,
    patterns: Patterns,
    selectors: RefCell<HashMap<String, Option<Selector>>>,
    /// The values of enums that were asked for.
    enums: RefCell<HashMap<ShapeId, HashSet<String>>>,
    suggestions: Suggestions,
}

/// A check under way.
struct Walk {
    path: Vec<String>,
    findings: Vec<Finding>,
}

impl Walk {
    fn add(&mut self, severity: Severity, message: impl Into<String>) {
        self.findings.push(Finding {
            severity,
            suffix: None,
            is_malformed: false,
            path: self.path.join("."),
            message: message.into(),
        });
    }

    /// Adds that a number is out of the range that a shape or member states.
    fn out_of_range(&mut self, severity: Severity, subject: Subject<'_>, message: String) {
        self.add(severity, message);
        let whose = if subject.member.is_some() {
            "Member"
        } else {
            "Target"
        };
        if let Some(finding) = self.findings.last_mut() {
            finding.suffix = Some(format!("{whose}.InvalidRange"));
        }
    }

    /// Adds that the value is not of the right form.
    fn malformed(&mut self, severity: Severity, message: impl Into<String>) {
        self.add(severity, message);
        if let Some(finding) = self.findings.last_mut() {
            finding.is_malformed = true;
        }
    }

    fn error(&mut self, message: impl Into<String>) {
        self.add(Severity::Error, message);
    }
}

impl<'i, 'm> NodeValidator<'i, 'm> {
    /// A validator that keeps what it compiles for the values to come.
    pub fn new(index: &'i Index<'m>, options: Options) -> Self {
        Self {
            index,
            options,
            patterns: Patterns::default(),
            selectors: RefCell::default(),
            enums: RefCell::default(),
            suggestions: Suggestions::default(),
        }
    }

    /// What is wrong with a value of a shape.
    pub fn check(&self, shape: &'m Shape, value: &Node) -> Vec<Finding> {
        let mut walk = Walk {
            path: Vec::new(),
            findings: Vec::new(),
        };
        self.shape(&mut walk, shape, None, value);
        walk.findings
    }

    /// What is wrong with a value of a member.
    pub fn check_member(&self, shape: &'m Shape, member: &'m Member, value: &Node) -> Vec<Finding> {
        let mut walk = Walk {
            path: Vec::new(),
            findings: Vec::new(),
        };
        self.member(&mut walk, shape, member, value);
        walk.findings
    }

    fn member(&self, walk: &mut Walk, shape: &'m Shape, member: &'m Member, value: &Node) {
        let Some(target) = self.index.model().target(member) else {
            return;
        };
        let subject = Subject::from((shape, member));
        self.constrain(walk, subject, target, value);
        self.shape(walk, target, Some(member), value);
    }

    /// Checks a value of a shape, which may have come by way of a member.
    fn shape(&self, walk: &mut Walk, shape: &'m Shape, member: Option<&'m Member>, value: &Node) {
        if let Kind::Timestamp = shape.kind {
            self.timestamp(walk, shape, member, value);
            return;
        }
        if !self.is_of_kind(walk, shape, value) {
            return;
        }
        self.constrain(walk, Subject::from(shape), shape, value);
        match (&shape.kind, value) {
            (Kind::List, Node::Array(elements)) => {
                self.unique_items(walk, shape, elements);
                for (number, element) in elements.iter().enumerate() {
                    self.part(walk, shape, "member", number.to_string(), element);
                }
            }
            (Kind::Map, Node::Object(entries)) => {
                for (key, value) in entries {
                    let text = Node::String(key.clone());
                    self.part(walk, shape, "key", format!("{key} (map-key)"), &text);
                    self.part(walk, shape, "value", key.clone(), value);
                }
            }
            (Kind::Structure, Node::Object(entries)) => self.structure(walk, shape, entries),
            (Kind::Union, Node::Object(entries)) => self.union(walk, shape, entries),
            _ => {}
        }
    }

    /// Checks what is in a list or map.
    fn part(&self, walk: &mut Walk, shape: &'m Shape, name: &str, segment: String, value: &Node) {
        let may_be_null = name != "key" && shape.traits.has(id::SPARSE);
        if value.is_null() && may_be_null {
            return;
        }
        if let Some(member) = shape.member(name) {
            walk.path.push(segment);
            self.member(walk, shape, member, value);
            walk.path.pop();
        }
    }

    fn structure(
        &self,
        walk: &mut Walk,
        shape: &'m Shape,
        entries: &serde_json::Map<String, Node>,
    ) {
        for (name, value) in entries {
            let Some(member) = shape.member(name) else {
                self.unknown_member(walk, Severity::Warning, shape, name);
                continue;
            };
            walk.path.push(name.clone());
            if value.is_null() && member.traits.has(id::REQUIRED) {
                walk.error(format!(
                    "`{name}` of `{}` is required, and cannot be null",
                    shape.id
                ));
            } else {
                self.member(walk, shape, member, value);
            }
            walk.path.pop();
        }
        for member in &shape.members {
            if member.traits.has(id::REQUIRED) && !entries.contains_key(&*member.name) {
                let message = format!(
                    "`{}` of `{}` is required, and missing",
                    member.name, shape.id
                );
                walk.malformed(self.constraint(), message);
            }
        }
    }

    fn union(&self, walk: &mut Walk, shape: &'m Shape, entries: &serde_json::Map<String, Node>) {
        if entries.len() > 1 {
            walk.error(format!(
                "`{}` is a union, of which one member may be set, but {} are",
                shape.id,
                entries.len()
            ));
            return;
        }
        for (name, value) in entries {
            match shape.member(name) {
                None => self.unknown_member(walk, Severity::Error, shape, name),
                Some(member) => {
                    walk.path.push(name.clone());
                    self.member(walk, shape, member, value);
                    walk.path.pop();
                }
            }
        }
    }

    fn unknown_member(&self, walk: &mut Walk, severity: Severity, shape: &Shape, name: &str) {
        let names = shape.members.iter().map(|member| &*member.name);
        let meant = self.suggestions.nearest(name, names);
        let meant = meant.map(|meant| format!("; did you mean `{meant}`?"));
        let meant = meant.unwrap_or_default();
        walk.findings.push(Finding {
            severity,
            is_malformed: false,
            suffix: Some(format!("UnknownMember.{}.{name}", shape.id)),
            path: walk.path.join("."),
            message: format!("`{}` has no member `{name}`{meant}", shape.id),
        });
    }

    /// Whether a value is of the kind that a shape takes; what is not is reported.
    fn is_of_kind(&self, walk: &mut Walk, shape: &Shape, value: &Node) -> bool {
        let (is_right, wanted) = match &shape.kind {
            Kind::Document => (true, "anything"),
            Kind::Blob | Kind::String | Kind::Enum => (value.is_string(), "a string"),
            Kind::Boolean => (value.is_boolean(), "a boolean"),
            Kind::Float | Kind::Double => (value.is_number() || value.is_string(), "a number"),
            Kind::BigDecimal => (value.is_number(), "a number"),
            Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::IntEnum
            | Kind::Long
            | Kind::BigInteger => (value.is_number(), "a whole number"),
            Kind::List => (value.is_array(), "a list"),
            Kind::Map | Kind::Structure | Kind::Union => (value.is_object(), "an object"),
            // Handled before.
            Kind::Timestamp => (true, "a timestamp"),
            Kind::Service(_) | Kind::Operation(_) | Kind::Resource(_) => {
                walk.error(format!(
                    "`{}` is of type {}, which has no values",
                    shape.id,
                    shape.kind.name()
                ));
                return false;
            }
        };
        if !is_right {
            if !(value.is_null() && self.options.allows_null) {
                let (kind, found) = (shape.kind.name(), described(value));
                let message = format!(
                    "expected {wanted} for `{}`, of type {kind}, found {found}",
                    shape.id
                );
                walk.malformed(Severity::Error, message);
            }
            return false;
        }
        self.is_number_of_kind(walk, shape, value)
    }

    /// What breaks a constraint is as grave as that.
    fn constraint(&self) -> Severity {
        match self.options.allows_broken_constraints {
            true => Severity::Warning,
            false => Severity::Error,
        }
    }
}

/// A value in words: itself where it is short.
fn described(value: &Node) -> String {
    match value {
        Node::Null => "null".to_owned(),
        Node::Bool(_) => format!("the boolean `{value}`"),
        Node::Number(_) => format!("the number `{value}`"),
        Node::String(text) => format!("the string `{text}`"),
        Node::Array(_) => "a list".to_owned(),
        Node::Object(_) => "an object".to_owned(),
    }
}
