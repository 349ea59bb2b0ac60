//! The values that commands work with. Their data model is that of the AWS CLI, which is Python's.
//!
//! Parameters, responses, query results and errors are all [`Value`]s. Three representations are visible to users
//! and match Python's exactly: `str()` ([`std::fmt::Display`]), `repr()` ([`Value::repr`]), and the class in
//! validation messages ([`Value::class`]).

mod int;
mod map;
mod python;
mod unicode;

pub use int::Int;
pub(crate) use int::is_python_space;
pub use map::{Key, Map, MapClass};
pub use python::{Repr, fmt_float, repr_str};
pub use unicode::is_wide;

/// A value that a command reads, sends, receives or prints.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// `None`; JSON and YAML `null`.
    #[default]
    Null,
    /// `True` or `False`.
    Bool(bool),
    /// An integer of any size.
    Int(Int),
    /// A floating point number, possibly NaN or infinite.
    Float(f64),
    /// Text without lone surrogates, as nearly all text is.
    Str(String),
    /// Text with at least one lone surrogate, as code points. It comes from JSON's `"\ud800"` or from undecodable
    /// bytes on the command line. Users see it as a `str`.
    Wide(Box<[u32]>),
    /// Bytes, from `fileb://` or a blob.
    Bytes(Vec<u8>),
    /// A list.
    List(Vec<Value>),
    /// A mapping in insertion order.
    Map(Map),
    /// Something that no member accepts and that is only displayed: a date, a set, a tuple.
    Opaque(Box<Opaque>),
}

/// A value of which only Python's representation is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Opaque {
    /// The qualified class name, such as `datetime.date`.
    pub class: &'static str,
    /// What `str()` gives.
    pub text: String,
    /// What `repr()` gives.
    pub repr: String,
}

impl Value {
    /// Text from code points, with surrogate pairs joined; lone surrogates make it a [`Value::Wide`].
    #[must_use]
    pub fn from_code_points(points: &[u32]) -> Value {
        match points.iter().map(|&p| char::from_u32(p)).collect() {
            Some(text) => Value::Str(text),
            None => Value::Wide(points.into()),
        }
    }

    /// Text from the command line or the environment: UTF-8, with each undecodable byte as the lone surrogate
    /// `U+DC00 + byte` (Python's `surrogateescape`).
    #[must_use]
    pub fn from_os_bytes(bytes: &[u8]) -> Value {
        let mut points = Vec::new();
        for chunk in bytes.utf8_chunks() {
            points.extend(chunk.valid().chars().map(u32::from));
            points.extend(chunk.invalid().iter().map(|&b| 0xDC00 + u32::from(b)));
        }
        Value::from_code_points(&points)
    }

    /// The text, if this is a string without lone surrogates.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The elements, if this is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The mapping, if this is one.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The value under `key`, if this is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_map().and_then(|map| map.get(key))
    }

    /// Whether this is text, with or without lone surrogates.
    #[must_use]
    pub fn is_string(&self) -> bool {
        matches!(self, Value::Str(_) | Value::Wide(_))
    }

    /// Whether this is neither a list nor a mapping.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Value::List(_) | Value::Map(_))
    }

    /// Python's truth value: empty values, zero, `False` and `None` are false.
    #[must_use]
    pub fn is_truthy(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Bool(b) => *b,
            Value::Int(i) => !i.is_zero(),
            Value::Float(f) => *f != 0.0,
            Value::Str(s) => !s.is_empty(),
            Value::Wide(points) => !points.is_empty(),
            Value::Bytes(bytes) => !bytes.is_empty(),
            Value::List(items) => !items.is_empty(),
            Value::Map(map) => !map.is_empty(),
            Value::Opaque(opaque) => !matches!(opaque.repr.as_str(), "()" | "set()"),
        }
    }

    /// The class name in `<class '...'>`: `str`, `NoneType`, `collections.OrderedDict`.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Value::Null => "NoneType",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Float(_) => "float",
            Value::Str(_) | Value::Wide(_) => "str",
            Value::Bytes(_) => "bytes",
            Value::List(_) => "list",
            Value::Map(map) => match map.class() {
                MapClass::Dict => "dict",
                MapClass::OrderedDict => "collections.OrderedDict",
                MapClass::OrderedMap => "ruamel.yaml.compat.ordereddict",
            },
            Value::Opaque(opaque) => opaque.class,
        }
    }

    /// Python's `repr()`; the value's own [`std::fmt::Display`] is `str()`.
    #[must_use]
    pub fn repr(&self) -> Repr<'_> {
        Repr(self)
    }

    /// The code points, if this is text.
    #[must_use]
    pub fn code_points(&self) -> Option<Vec<u32>> {
        match self {
            Value::Str(s) => Some(s.chars().map(u32::from).collect()),
            Value::Wide(points) => Some(points.to_vec()),
            _ => None,
        }
    }
}

/// Python's `==`, for which `1`, `1.0` and `True` are equal.
impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Null, Value::Null) => true,
            (Value::Str(a), Value::Str(b)) => a == b,
            (Value::Wide(a), Value::Wide(b)) => a == b,
            (Value::Bytes(a), Value::Bytes(b)) => a == b,
            (Value::List(a), Value::List(b)) => a == b,
            (Value::Map(a), Value::Map(b)) => a == b,
            (Value::Opaque(a), Value::Opaque(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a == b,
            (Value::Float(f), number) | (number, Value::Float(f)) => number
                .as_int()
                .is_some_and(|i| i.partial_cmp_float(*f).is_some_and(|o| o.is_eq())),
            (a, b) => matches!((a.as_int(), b.as_int()), (Some(a), Some(b)) if a == b),
        }
    }
}

impl Value {
    /// The integer, if this is one; booleans are 0 and 1, as in Python.
    #[must_use]
    pub fn as_int(&self) -> Option<Int> {
        match self {
            Value::Int(i) => Some(i.clone()),
            Value::Bool(b) => Some(Int::from(i64::from(*b))),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Str(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Str(text)
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Value {
        Value::Bool(b)
    }
}

impl From<i64> for Value {
    fn from(i: i64) -> Value {
        Value::Int(Int::from(i))
    }
}

impl From<f64> for Value {
    fn from(f: f64) -> Value {
        Value::Float(f)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Value {
        Value::List(items)
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Value {
        Value::Map(map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_different_kinds_are_equal_as_in_python() {
        assert_eq!(Value::from(1), Value::Float(1.0));
        assert_eq!(Value::Bool(true), Value::from(1));
        assert_ne!(Value::from(1), Value::Str("1".into()));
        assert_ne!(Value::Float(f64::NAN), Value::Float(f64::NAN));
    }

    #[test]
    fn undecodable_arguments_become_lone_surrogates() {
        let value = Value::from_os_bytes(b"bad\xff\xc3byte");
        assert_eq!(value.repr().to_string(), r"'bad\udcff\udcc3byte'");
        assert_eq!(value.class(), "str");
        assert_eq!(Value::from_os_bytes("é".as_bytes()), Value::from("é"));
    }

    #[test]
    fn truth_is_pythons() {
        assert!(!Value::Float(0.0).is_truthy());
        assert!(!Value::from("").is_truthy());
        assert!(Value::Float(f64::NAN).is_truthy());
        assert!(Value::from("0").is_truthy());
    }
}
