//! Converts shorthand, whose leaves are all text, to a schema's types.

use smithgen_runtime::schema::Schema;

use super::words;
use super::{Class, class, element};
use crate::value::{Int, Value};

/// Why shorthand does not fit.
#[derive(Debug)]
pub(crate) enum Misfit {
    /// A document, which shorthand cannot write.
    Document,
    /// The reference's message for a document that is a named member.
    Message(String),
    /// A leaf that Python cannot convert to its type.
    Leaf(Leaf),
}

/// A leaf that does not have its shape's type.
#[derive(Debug)]
pub(crate) struct Leaf {
    /// Python's message.
    pub(crate) reference: String,
    /// Member names leading to the leaf, innermost first.
    pub(crate) path: Vec<String>,
    pub(crate) schema: &'static Schema,
    /// The value as shown in messages.
    pub(crate) shown: String,
}

impl Misfit {
    fn leaf(reference: String, value: &Value, schema: &'static Schema) -> Misfit {
        Misfit::Leaf(Leaf {
            reference,
            path: Vec::new(),
            schema,
            shown: words::given(value, schema.is_sensitive()),
        })
    }

    /// Adds the enclosing member's name to the path.
    fn under(mut self, name: &str, is_secret: bool) -> Misfit {
        if let Misfit::Leaf(leaf) = &mut self {
            leaf.path.push(name.to_owned());
            if is_secret {
                leaf.shown = super::words::HIDDEN.to_owned();
            }
        }
        self
    }
}

/// Converts leaves to the schema's types, and a single value to a list where the schema has one.
pub(crate) fn fit(value: &mut Value, schema: &'static Schema) -> Result<(), Misfit> {
    match class(schema) {
        Class::Document => match value {
            Value::Null => Ok(()),
            _ => Err(Misfit::Document),
        },
        Class::Structure => {
            let Value::Map(map) = value else {
                return Ok(());
            };
            for member in schema.members() {
                let Some(value) = map.get_mut(member.name()) else {
                    continue;
                };
                fit(value, member.target()).map_err(|misfit| match misfit {
                    Misfit::Document => Misfit::Message(format!(
                        "Shorthand syntax does not support document types. Use JSON input for top-level argument to \
                         specify nested parameter: {}",
                        member.name()
                    )),
                    other => other.under(member.name(), words::is_secret(schema, member.traits())),
                })?;
            }
            Ok(())
        }
        Class::List => {
            if let Value::List(items) = value {
                return items
                    .iter_mut()
                    .try_for_each(|item| fit(item, element(schema)));
            }
            // If `foo` is a list, `foo=bar` means `foo=[bar]`, with the item unconverted.
            if !matches!(value, Value::Null) {
                *value = Value::List(vec![std::mem::take(value)]);
            }
            Ok(())
        }
        Class::Map => {
            let Value::Map(map) = value else {
                return Ok(());
            };
            let keys: Vec<String> = map
                .keys()
                .filter_map(|k| k.as_str().map(str::to_owned))
                .collect();
            for key in keys {
                if let Some(value) = map.get_mut(&key) {
                    fit(value, element(schema))
                        .map_err(|misfit| misfit.under(&key, schema.is_sensitive()))?;
                }
            }
            Ok(())
        }
        Class::Int => {
            *value = Value::Int(to_int(value).map_err(|m| Misfit::leaf(m, value, schema))?);
            Ok(())
        }
        Class::Float => {
            *value = Value::Float(to_float(value).map_err(|m| Misfit::leaf(m, value, schema))?);
            Ok(())
        }
        Class::Bool => to_bool(value, schema),
        Class::Text | Class::Blob | Class::Timestamp => Ok(()),
    }
}

fn to_bool(value: &mut Value, schema: &'static Schema) -> Result<(), Misfit> {
    match value {
        Value::Str(text) => {
            match text.to_lowercase().as_str() {
                "true" => *value = Value::Bool(true),
                "false" => *value = Value::Bool(false),
                _ => {}
            }
            Ok(())
        }
        other => {
            let reference = format!("'{}' object has no attribute 'lower'", other.class());
            Err(Misfit::leaf(reference, other, schema))
        }
    }
}

/// Python's `int()`, with its message.
pub(crate) fn to_int(value: &Value) -> Result<Int, String> {
    match value {
        Value::Str(text) => crate::python::int(text)
            .ok_or_else(|| crate::python::int_error(&value.repr().to_string())),
        Value::Wide(_) => Err(crate::python::int_error(&value.repr().to_string())),
        Value::Bytes(bytes) => std::str::from_utf8(bytes)
            .ok()
            .and_then(crate::python::int)
            .ok_or_else(|| crate::python::int_error(&value.repr().to_string())),
        Value::Int(int) => Ok(int.clone()),
        Value::Bool(flag) => Ok(Int::from(i64::from(*flag))),
        Value::Float(float) => Int::from_float(*float).ok_or_else(|| {
            if float.is_nan() {
                "cannot convert float NaN to integer".to_owned()
            } else {
                "cannot convert float infinity to integer".to_owned()
            }
        }),
        other => Err(format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            short_class(other)
        )),
    }
}

/// Python's `float()`, with its message.
pub(crate) fn to_float(value: &Value) -> Result<f64, String> {
    match value {
        Value::Str(text) => crate::python::float(text)
            .ok_or_else(|| format!("could not convert string to float: {}", value.repr())),
        Value::Wide(_) | Value::Bytes(_) => Err(format!(
            "could not convert string to float: {}",
            value.repr()
        )),
        Value::Int(int) => Ok(int.to_f64()),
        Value::Bool(flag) => Ok(f64::from(u8::from(*flag))),
        Value::Float(float) => Ok(*float),
        other => Err(format!(
            "float() argument must be a string or a real number, not '{}'",
            short_class(other)
        )),
    }
}

/// The class name without its module, as in Python's messages.
pub(crate) fn short_class(value: &Value) -> &'static str {
    let class = value.class();
    class.rsplit('.').next().unwrap_or(class)
}
