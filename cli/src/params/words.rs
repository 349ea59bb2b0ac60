//! Messages, under the program's own name, about values of the wrong type: what was given and what was expected.

use smithgen_runtime::schema::{Schema, Trait};

use super::{Class, class};
use crate::errors::Failure;
use crate::value::Value;

/// Replaces a sensitive value.
pub(crate) const HIDDEN: &str = "*** Sensitive Data Redacted ***";

/// Describes what values of a class look like on the command line.
pub(crate) fn expected(wanted: Class) -> &'static str {
    match wanted {
        Class::Text => "text",
        Class::Int => "an integer",
        Class::Float => "a number",
        Class::Bool => "true or false",
        Class::Blob => "text in base64",
        Class::Timestamp => "a timestamp, such as 2026-01-31T12:00:00Z",
        Class::List => "a list",
        Class::Map | Class::Structure => "a mapping of names to values",
        Class::Document => "a JSON value",
    }
}

/// A value as shown in messages: text in quotes, everything else as JSON.
pub(crate) fn given(value: &Value, is_secret: bool) -> String {
    match value {
        _ if is_secret => HIDDEN.to_owned(),
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(_) | Value::Float(_) => value.to_string(),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a mapping".to_owned(),
        Value::Str(_) | Value::Wide(_) | Value::Opaque(_) => format!("\"{value}\""),
        Value::Bytes(_) => "bytes".to_owned(),
    }
}

/// Whether values of the shape, or of a member with these traits, are never shown.
pub(crate) fn is_secret(schema: &Schema, traits: &[Trait]) -> bool {
    schema.is_sensitive() || traits.contains(&Trait::Sensitive)
}

/// A failure that the reference reports in Python's words; `path` leads from the option to the value.
pub(crate) fn misread(
    reference: Failure,
    option: &str,
    path: &[&str],
    schema: &Schema,
    shown: &str,
) -> Failure {
    let place = match path {
        [] => String::new(),
        path => format!("{}: ", path.join(".")),
    };
    let wanted = expected(class(schema));
    let own = format!(
        "Error parsing parameter '{option}': {place}{shown} is given where {wanted} is expected."
    );
    Failure::Misread(Box::new(reference), own)
}
