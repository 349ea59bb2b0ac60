//! What expressions of endpoint rules give.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::model::Node;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Nothing: what is not set.
    Unset,
    Boolean(bool),
    Integer(i64),
    Text(Rc<str>),
    List(Rc<[Value]>),
    Record(Rc<BTreeMap<String, Value>>),
}

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// A record of texts.
    pub(super) fn record<const N: usize>(fields: [(&str, Value); N]) -> Self {
        let fields = fields.into_iter();
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        Self::Record(Rc::new(fields.collect()))
    }

    /// A value of a test, as it stands.
    pub(super) fn of(node: &Node) -> Self {
        match node {
            Node::Null => Self::Unset,
            Node::Bool(value) => Self::Boolean(*value),
            Node::Number(number) => number.as_i64().map_or(Self::Unset, Self::Integer),
            Node::String(text) => Self::text(text),
            Node::Array(elements) => Self::List(elements.iter().map(Self::of).collect()),
            Node::Object(entries) => {
                let entries = entries.iter();
                let entries = entries.map(|(name, value)| (name.clone(), Self::of(value)));
                Self::Record(Rc::new(entries.collect()))
            }
        }
    }

    /// The name of its type.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Unset => "not set",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Record(_) => "a record",
        }
    }
}
