//! Values that stand for all that a shape may hold, as far as expressions tell them apart.

use std::rc::Rc;

use crate::limits::JMESPATH_SAMPLE;
use crate::model::traits::{Length, Range};
use crate::model::{self, Member, Model, Node, Shape};

/// A value that is known in part.
#[derive(Debug, Clone)]
pub(crate) enum Sample<'m> {
    /// Any value.
    Any,
    Null,
    Boolean(bool),
    Number(f64),
    Text(Rc<str>),
    List(Rc<[Sample<'m>]>),
    /// So many elements that are the same.
    Repeated(Rc<Sample<'m>>, usize),
    Object(Rc<[(String, Sample<'m>)]>),
    /// A structure or union, of which all members are set.
    Structure(&'m Shape, Way<'m>),
    /// A map: the start of its keys, how many there are, and the value of each.
    Map(Rc<str>, usize, Rc<Sample<'m>>),
    /// An expression that a function gets.
    Reference,
}

/// The members that lead to a value, the last one first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Way<'m>(Option<Rc<(&'m Member, Way<'m>)>>);

impl<'m> Way<'m> {
    fn contains(&self, member: &Member) -> bool {
        let mut way = &self.0;
        while let Some(step) = way {
            if std::ptr::eq(step.0, member) {
                return true;
            }
            way = &step.1.0;
        }
        false
    }

    fn with(&self, member: &'m Member) -> Self {
        Self(Some(Rc::new((member, self.clone()))))
    }
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Any,
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
    Expression,
}

impl Type {
    /// Its name in JMESPath.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
            Self::Expression => "expression",
        }
    }
}

impl<'m> Sample<'m> {
    /// A list of which nothing is known.
    pub(crate) fn some_list() -> Self {
        Self::List(Rc::new([]))
    }

    /// An object of which nothing is known.
    pub(crate) fn some_object() -> Self {
        Self::Object(Rc::new([]))
    }

    /// A value of a shape.
    pub(crate) fn of(model: &'m Model, shape: &'m Shape) -> Self {
        Self::of_shape(model, shape, &Way::default())
    }

    fn of_shape(model: &'m Model, shape: &'m Shape, way: &Way<'m>) -> Self {
        let member = |name: &str| match shape.member(name) {
            Some(member) => Self::of_member(model, member, way),
            None => Self::Any,
        };
        match &shape.kind {
            model::Kind::Blob => Self::Text("blob".into()),
            model::Kind::Boolean => Self::Boolean(true),
            model::Kind::String | model::Kind::Enum => {
                Self::Text("a".repeat(length_of(shape)).into())
            }
            model::Kind::Timestamp => Self::Number(0.0),
            model::Kind::List => Self::Repeated(Rc::new(member("member")), length_of(shape)),
            model::Kind::Map => {
                let key = match member("key") {
                    Self::Text(key) => key,
                    _ => "".into(),
                };
                Self::Map(key, length_of(shape), Rc::new(member("value")))
            }
            model::Kind::Structure | model::Kind::Union => Self::Structure(shape, way.clone()),
            kind if kind.is_number() => Self::Number(number_of(shape)),
            _ => Self::Any,
        }
    }

    /// A value of a member; of one that leads to itself nothing is known.
    fn of_member(model: &'m Model, member: &'m Member, way: &Way<'m>) -> Self {
        if way.contains(member) {
            return Self::Any;
        }
        match model.target(member) {
            Some(target) => Self::of_shape(model, target, &way.with(member)),
            None => Self::Any,
        }
    }

    /// A value that is known as a whole.
    pub(crate) fn of_value(value: &Node) -> Self {
        match value {
            Node::Null => Self::Null,
            Node::Bool(value) => Self::Boolean(*value),
            Node::Number(number) => Self::Number(number.as_f64().unwrap_or_default()),
            Node::String(text) => Self::Text(text.as_str().into()),
            Node::Array(elements) => Self::List(elements.iter().map(Self::of_value).collect()),
            Node::Object(entries) => {
                let entries = entries.iter();
                Self::Object(
                    entries
                        .map(|(name, value)| (name.clone(), Self::of_value(value)))
                        .collect(),
                )
            }
        }
    }

    pub(crate) fn kind(&self) -> Type {
        match self {
            Self::Any => Type::Any,
            Self::Null => Type::Null,
            Self::Boolean(_) => Type::Boolean,
            Self::Number(_) => Type::Number,
            Self::Text(_) => Type::String,
            Self::List(_) | Self::Repeated(..) => Type::Array,
            Self::Object(_) | Self::Structure(..) | Self::Map(..) => Type::Object,
            Self::Reference => Type::Expression,
        }
    }

    /// The elements of a list, those that are the same as one; `None` if it is none.
    pub(crate) fn elements(&self) -> Option<Vec<(&Self, usize)>> {
        match self {
            Self::List(elements) => Some(elements.iter().map(|element| (element, 1)).collect()),
            Self::Repeated(_, 0) => Some(Vec::new()),
            Self::Repeated(element, count) => Some(vec![(element, *count)]),
            _ => None,
        }
    }

    /// The element of that number; from the end, if it is negative.
    pub(crate) fn element(&self, index: i64) -> Self {
        let count = match self {
            Self::List(elements) => elements.len(),
            Self::Repeated(_, count) => *count,
            _ => 0,
        };
        let at = match usize::try_from(index) {
            Ok(at) => Some(at),
            Err(_) => usize::try_from(index.unsigned_abs())
                .ok()
                .and_then(|back| count.checked_sub(back)),
        };
        match (self, at.filter(|at| *at < count)) {
            (Self::List(elements), Some(at)) => elements.get(at).cloned().unwrap_or(Self::Null),
            (Self::Repeated(element, _), Some(_)) => Self::clone(element),
            _ => Self::Null,
        }
    }

    /// The value of a field, if there is one.
    pub(crate) fn field(&self, model: &'m Model, name: &str) -> Option<Self> {
        match self {
            Self::Object(entries) => {
                let mut entries = entries.iter();
                entries
                    .find(|(key, _)| key == name)
                    .map(|(_, value)| value.clone())
            }
            Self::Structure(shape, way) => {
                let member = shape.member(name)?;
                Some(Self::of_member(model, member, way))
            }
            Self::Map(key, count, value) => {
                let number = name.strip_prefix(&**key)?.parse::<usize>().ok()?;
                let is_key = number < *count && format!("{key}{number}") == name;
                is_key.then(|| Self::clone(value))
            }
            _ => None,
        }
    }

    /// The values of an object.
    pub(crate) fn values(&self, model: &'m Model) -> Option<Vec<Self>> {
        match self {
            Self::Object(entries) => Some(entries.iter().map(|(_, value)| value.clone()).collect()),
            Self::Structure(shape, way) => {
                let members = shape.members.iter();
                Some(
                    members
                        .map(|member| Self::of_member(model, member, way))
                        .collect(),
                )
            }
            Self::Map(_, 0, _) => Some(Vec::new()),
            Self::Map(_, _, value) => Some(vec![Self::clone(value)]),
            _ => None,
        }
    }

    /// Whether a condition with that value holds.
    pub(crate) fn is_true(&self) -> bool {
        match self {
            Self::Any | Self::Number(_) | Self::Reference => true,
            Self::Null => false,
            Self::Boolean(value) => *value,
            Self::Text(text) => !text.is_empty(),
            Self::List(elements) => !elements.is_empty(),
            Self::Repeated(_, count) | Self::Map(_, count, _) => *count > 0,
            Self::Object(entries) => !entries.is_empty(),
            Self::Structure(shape, _) => !shape.members.is_empty(),
        }
    }
}

/// How long a sample is: two, or as near to it as the shape allows.
fn length_of(shape: &Shape) -> usize {
    let Some(length) = shape.traits.read::<Length>() else {
        return 2;
    };
    let length = length
        .min
        .unwrap_or(0)
        .max(2)
        .min(length.max.unwrap_or(u64::MAX));
    usize::try_from(length).map_or(JMESPATH_SAMPLE, |length| length.min(JMESPATH_SAMPLE))
}

/// Eight, or as near to it as the shape allows.
fn number_of(shape: &Shape) -> f64 {
    let range = shape.traits.read::<Range>();
    let (min, max) = range.map_or((None, None), |range| {
        let number = |bound: Option<serde_json::Number>| bound?.as_f64();
        (number(range.min), number(range.max))
    });
    let number = 8_f64.max(min.unwrap_or(8.0));
    number.min(max.unwrap_or(number))
}
