//! Values in endpoint rules.

use std::borrow::Cow;

use smithgen_runtime::endpoint_rules::{Literal, PathStep};

use super::platform::Attributes;
use super::{EndpointError, Url};

/// The value of a parameter, a variable or a property.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Value {
    /// Text.
    Str(Cow<'static, str>),
    /// Boolean.
    Bool(bool),
    /// Integer.
    Int(i64),
    /// List.
    List(Vec<Value>),
    /// Record, in key order.
    Record(Vec<(Cow<'static, str>, Value)>),
    /// An entry of a platform's table.
    Table(&'static dyn Attributes),
    /// The result of `parseURL`.
    Url(Box<Url>),
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Str(a), Value::Str(b)) => a == b,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::List(a), Value::List(b)) => a == b,
            (Value::Record(a), Value::Record(b)) => a == b,
            (Value::Url(a), Value::Url(b)) => a == b,
            (Value::Table(a), Value::Table(b)) => std::ptr::addr_eq(*a, *b),
            _ => false,
        }
    }
}

impl Value {
    /// The text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The integer.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// The items.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The field of a record.
    pub fn field(&self, name: &str) -> Option<Value> {
        match self {
            Value::Record(fields) => fields
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.clone()),
            Value::Table(entry) => entry.attribute(name),
            Value::Url(url) => url.field(name),
            _ => None,
        }
    }

    /// A constant of the rules.
    pub(super) fn constant(literal: Literal) -> Result<Value, EndpointError> {
        Ok(match literal {
            Literal::Str(text) => text.into(),
            Literal::Bool(value) => Value::Bool(value),
            Literal::Int(value) => Value::Int(value),
            Literal::StrList(items) => {
                Value::List(items.iter().map(|item| Value::from(*item)).collect())
            }
            _ => return Err(EndpointError::later()),
        })
    }

    /// The value at a path.
    pub(super) fn at(self, path: &[PathStep]) -> Result<Option<Value>, EndpointError> {
        let mut value = self;
        for step in path {
            let found = match step {
                PathStep::Field(name) => value.field(name),
                PathStep::Index(index) => value.item(*index),
                _ => return Err(EndpointError::later()),
            };
            match found {
                Some(found) => value = found,
                None => return Ok(None),
            }
        }
        Ok(Some(value))
    }

    fn item(&self, index: i64) -> Option<Value> {
        let items = self.as_list()?;
        let index = match usize::try_from(index) {
            Ok(index) => index,
            Err(_) => items
                .len()
                .checked_sub(usize::try_from(index.checked_neg()?).ok()?)?,
        };
        items.get(index).cloned()
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Value::Str(Cow::Borrowed(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Str(Cow::Owned(text))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<Vec<String>> for Value {
    fn from(items: Vec<String>) -> Self {
        Value::List(items.into_iter().map(Value::from).collect())
    }
}
