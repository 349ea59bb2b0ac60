//! Attributes of shapes: how paths lead into ids, traits and variables, and how what is there compares.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::index::Index;
use super::points::Point;
use crate::decimal::Decimal;
use crate::model::{Node, ShapeId};

/// The way to an attribute.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path(pub(super) Vec<Segment>);

/// A step on the way to an attribute.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Segment {
    Name(String),
    /// The number of a variable.
    Variable(usize),
    /// The absolute id of a trait.
    Trait(String),
    Keys,
    Values,
    Length,
    First,
    /// A function that nobody knows.
    Unknown,
}

/// What the values of an attribute must be like.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Test {
    pub(super) comparator: Comparator,
    /// The texts of which one is enough.
    pub(super) values: Vec<String>,
    pub(super) ignores_case: bool,
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparator {
    Equal,
    NotEqual,
    StartsWith,
    EndsWith,
    Contains,
    Exists,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    SameSet,
    OtherSet,
    Subset,
    ProperSubset,
}

/// What the variables of a selector hold at a point of its evaluation, by their numbers.
pub(super) type Variables = Vec<Option<std::sync::Arc<[Point]>>>;

/// What a value is looked up in.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a, 'm> {
    pub(super) index: &'a Index<'m>,
    pub(super) variables: &'a Variables,
}

/// The value of an attribute.
#[derive(Debug, Clone)]
pub(super) enum Value<'v> {
    Absent,
    Text(Cow<'v, str>),
    Node(&'v Node),
    /// A shape or member.
    Point(Point),
    /// The id of one.
    Id(Point),
    /// The id of a trait.
    TraitId(&'v ShapeId),
    /// A service, which has a version.
    Service(Point),
    Traits(Point),
    Variables,
    Several(Vec<Value<'v>>),
}

impl Path {
    pub(super) fn is_of_variable(&self) -> bool {
        matches!(self.0.first(), Some(Segment::Name(name)) if name == "var")
    }
}

impl<'a, 'm: 'a> Scope<'a, 'm> {
    /// What a path leads to from a value.
    pub(super) fn follow(self, from: Value<'a>, path: &Path) -> Value<'a> {
        path.0
            .iter()
            .fold(from, |value, segment| self.part(value, segment))
    }

    fn part(self, value: Value<'a>, segment: &Segment) -> Value<'a> {
        match value {
            Value::Point(point) => match segment {
                Segment::Name(name) => self.part_of_shape(point, name),
                _ => Value::Absent,
            },
            Value::Id(point) => self.part_of_id(point, segment),
            Value::TraitId(id) => part_of_trait_id(id, segment),
            Value::Service(point) => self.part_of_service(point, segment),
            Value::Traits(point) => self.part_of_traits(point, segment),
            Value::Variables => match segment {
                Segment::Variable(number) => {
                    let kept = self.variables.get(*number).and_then(Option::as_ref);
                    let points = kept.map_or(&[][..], |points| points);
                    Value::Several(points.iter().map(|point| Value::Point(*point)).collect())
                }
                _ => Value::Absent,
            },
            Value::Node(node) => part_of_node(node, segment),
            Value::Several(values) => match segment {
                Segment::First => flat(values).into_iter().next().unwrap_or(Value::Absent),
                _ => {
                    let parts = values.into_iter().map(|value| self.part(value, segment));
                    Value::Several(parts.filter(Value::is_present).collect())
                }
            },
            Value::Text(text) => match segment {
                Segment::Length => length(text.chars().count()),
                _ => Value::Absent,
            },
            Value::Absent => Value::Absent,
        }
    }

    fn part_of_shape(self, point: Point, name: &str) -> Value<'a> {
        match name {
            "trait" => Value::Traits(point),
            "id" => Value::Id(point),
            "var" => Value::Variables,
            "service" => match self.index.subject(point) {
                Some(it) if it.member.is_none() && it.shape.as_service().is_some() => {
                    Value::Service(point)
                }
                _ => Value::Absent,
            },
            _ => Value::Absent,
        }
    }

    fn part_of_id(self, point: Point, segment: &Segment) -> Value<'a> {
        let Some(subject) = self.index.subject(point) else {
            return Value::Absent;
        };
        match segment {
            Segment::Length => length(subject.id().chars().count()),
            Segment::Name(name) => match (name.as_str(), subject.member) {
                ("name", _) => Value::Text(subject.shape.id.name().into()),
                ("namespace", _) => Value::Text(subject.shape.id.namespace().into()),
                ("member", Some(member)) => Value::Text((&*member.name).into()),
                _ => Value::Absent,
            },
            _ => Value::Absent,
        }
    }

    fn part_of_service(self, point: Point, segment: &Segment) -> Value<'a> {
        let shape = self.index.subject(point).map(|subject| subject.shape);
        match (segment, shape.and_then(|shape| shape.as_service())) {
            (Segment::Name(name), Some(service)) if name == "version" => {
                Value::Text(service.version.as_str().into())
            }
            (Segment::Name(name), Some(_)) if name == "id" => Value::Id(point),
            _ => Value::Absent,
        }
    }

    fn part_of_traits(self, point: Point, segment: &Segment) -> Value<'a> {
        let Some(traits) = self.index.subject(point).map(|subject| subject.traits()) else {
            return Value::Absent;
        };
        match segment {
            Segment::Keys => {
                Value::Several(traits.iter().map(|it| Value::TraitId(&it.id)).collect())
            }
            Segment::Values => {
                Value::Several(traits.iter().map(|it| Value::Node(&it.value)).collect())
            }
            Segment::Length => length(traits.iter().count()),
            Segment::Trait(id) => traits.get(id).map_or(Value::Absent, Value::Node),
            _ => Value::Absent,
        }
    }

    /// The text of a value; empty for what has none.
    fn text(self, value: &Value<'a>) -> Cow<'a, str> {
        match value {
            Value::Text(text) => text.clone(),
            Value::Node(Node::String(text)) => text.as_str().into(),
            Value::Node(Node::Number(number)) => number.to_string().into(),
            Value::Node(Node::Bool(is)) => is.to_string().into(),
            Value::Point(point) | Value::Id(point) | Value::Service(point) => {
                let subject = self.index.subject(*point);
                subject
                    .map(|subject| subject.id())
                    .unwrap_or_default()
                    .into()
            }
            Value::TraitId(id) => id.as_str().into(),
            _ => "".into(),
        }
    }

    /// A value as messages have it: what is no plain text is JSON, and lists are in brackets, sorted.
    pub(super) fn message(self, value: &Value<'a>) -> String {
        match value {
            Value::Node(node) => node.to_string(),
            Value::Several(values) => {
                let values = flat(values.clone());
                let mut texts: Vec<String> = values.iter().map(|it| self.message(it)).collect();
                texts.sort();
                format!("[{}]", texts.join(", "))
            }
            other => self.text(other).into_owned(),
        }
    }

    /// Whether two values compare in a certain way.
    pub(super) fn compare(
        self,
        left: &Value<'a>,
        comparator: Comparator,
        right: &Value<'a>,
        ignores_case: bool,
    ) -> bool {
        let sets = || match (left, right) {
            (Value::Several(left), Value::Several(right)) => {
                let texts = |values: &Vec<Value<'a>>| self.texts(values, ignores_case);
                Some((texts(left), texts(right)))
            }
            _ => None,
        };
        let is_within = |a: &[Cow<'_, str>], b: &[Cow<'_, str>]| a.iter().all(|it| b.contains(it));
        let is_same = || sets().is_some_and(|(a, b)| is_within(&a, &b) && is_within(&b, &a));
        match comparator {
            Comparator::Exists => match &*self.text(right) {
                "true" => left.is_present(),
                "false" => !left.is_present(),
                _ => false,
            },
            Comparator::SameSet => is_same(),
            Comparator::OtherSet => !is_same(),
            Comparator::Subset => sets().is_some_and(|(a, b)| is_within(&a, &b)),
            Comparator::ProperSubset => {
                sets().is_some_and(|(a, b)| is_within(&a, &b) && !is_within(&b, &a))
            }
            _ => self.compare_texts(left, comparator, right, ignores_case),
        }
    }

    fn compare_texts(
        self,
        left: &Value<'a>,
        comparator: Comparator,
        right: &Value<'a>,
        ignores_case: bool,
    ) -> bool {
        if !matches!(left, Value::Several(_))
            && !matches!(right, Value::Several(_))
            && !ignores_case
        {
            // Nearly always so, and nothing to collect.
            let are_present = left.is_present() && right.is_present();
            return are_present && fits(&self.text(left), comparator, &self.text(right));
        }
        let single = |value: &Value<'a>| self.texts(std::slice::from_ref(value), ignores_case);
        let (left, right) = (single(left), single(right));
        left.iter()
            .any(|left| right.iter().any(|right| fits(left, comparator, right)))
    }

    /// The texts of values that are there, those of lists one by one.
    fn texts(self, values: &[Value<'a>], ignores_case: bool) -> Vec<Cow<'a, str>> {
        let present = flat(values.to_vec()).into_iter().filter(Value::is_present);
        let texts = present.map(|value| self.text(&value));
        match ignores_case {
            true => texts.map(|text| text.to_lowercase().into()).collect(),
            false => texts.collect(),
        }
    }
}

impl<'v> Value<'v> {
    /// Whether there is anything: neither `null` nor an empty list of values.
    pub(super) fn is_present(&self) -> bool {
        match self {
            Self::Absent => false,
            Self::Node(node) => !node.is_null(),
            Self::Several(values) => !values.is_empty(),
            _ => true,
        }
    }

    /// Itself, or what it holds.
    pub(super) fn flat(self) -> Vec<Self> {
        flat(vec![self])
    }
}

/// Values, with lists of them replaced by what they hold.
fn flat(values: Vec<Value<'_>>) -> Vec<Value<'_>> {
    let inner = values.into_iter().flat_map(|value| match value {
        Value::Several(values) => flat(values),
        other => vec![other],
    });
    inner.collect()
}

fn length<'v>(length: usize) -> Value<'v> {
    Value::Text(length.to_string().into())
}

fn part_of_trait_id<'v>(id: &'v ShapeId, segment: &Segment) -> Value<'v> {
    match segment {
        Segment::Length => length(id.as_str().chars().count()),
        Segment::Name(name) if name == "name" => Value::Text(id.name().into()),
        Segment::Name(name) if name == "namespace" => Value::Text(id.namespace().into()),
        _ => Value::Absent,
    }
}

fn part_of_node<'v>(node: &'v Node, segment: &Segment) -> Value<'v> {
    match (node, segment) {
        (Node::Object(members), Segment::Keys) => {
            let keys = members.keys().map(|key| Value::Text(key.as_str().into()));
            Value::Several(keys.collect())
        }
        (Node::Object(members), Segment::Values) => {
            Value::Several(members.values().map(Value::Node).collect())
        }
        (Node::Object(members), Segment::Length) => length(members.len()),
        (Node::Object(members), Segment::Name(name)) => {
            members.get(name).map_or(Value::Absent, Value::Node)
        }
        (Node::Array(elements), Segment::Values) => {
            Value::Several(elements.iter().map(Value::Node).collect())
        }
        (Node::Array(elements), Segment::Length) => length(elements.len()),
        (Node::String(text), Segment::Length) => length(text.chars().count()),
        _ => Value::Absent,
    }
}

/// Whether one text compares with another in a certain way; what is no number compares with none.
fn fits(left: &str, comparator: Comparator, right: &str) -> bool {
    let order = || Some(Decimal::parse(left)?.cmp(&Decimal::parse(right)?));
    match comparator {
        Comparator::Equal => left == right,
        Comparator::NotEqual => left != right,
        Comparator::StartsWith => left.starts_with(right),
        Comparator::EndsWith => left.ends_with(right),
        Comparator::Contains => left.contains(right),
        Comparator::Greater => order() == Some(Ordering::Greater),
        Comparator::GreaterOrEqual => order().is_some_and(Ordering::is_ge),
        Comparator::Less => order() == Some(Ordering::Less),
        Comparator::LessOrEqual => order().is_some_and(Ordering::is_le),
        _ => false,
    }
}
