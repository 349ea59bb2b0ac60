//! Parts of answers, by expressions that are nearly always paths of names.

use std::borrow::Cow;

use crate::errors::Failure;
use crate::query::Query;
use crate::value::{Int, Map, Value};

/// What an expression selects; null for nothing.
///
/// # Errors
/// 255 for an expression that cannot be applied.
pub(super) fn select<'v>(expression: &str, value: &'v Value) -> Result<Cow<'v, Value>, Failure> {
    if is_path(expression) {
        let found = expression
            .split('.')
            .try_fold(value, |at, name| at.get(name));
        return Ok(found.map_or(Cow::Owned(Value::Null), Cow::Borrowed));
    }
    let failed = |message: String| Failure::general(message);
    let query = Query::compile(expression).map_err(|error| failed(error.to_string()))?;
    let found = query.search(value);
    found
        .map(Cow::Owned)
        .map_err(|error| failed(error.to_string()))
}

/// Whether an expression is names with dots between them.
fn is_path(expression: &str) -> bool {
    let is_name = |name: &str| {
        !name.starts_with(|c: char| c.is_ascii_digit())
            && !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    expression.split('.').all(is_name)
}

/// Puts a value where a path leads to, through mappings that are made where they are missing.
pub(super) fn set(map: &mut Map, path: &str, value: Value) {
    let mut at = map;
    let mut rest = path;
    while let Some((name, deeper)) = rest.split_once('.') {
        if !matches!(at.get(name), Some(Value::Map(_))) {
            at.insert(name, Value::Map(Map::new()));
        }
        let Some(Value::Map(inner)) = at.get_mut(name) else {
            return;
        };
        (at, rest) = (inner, deeper);
    }
    at.insert(rest, value);
}

/// The value where a path leads to, for changing it.
pub(super) fn find<'v>(value: &'v mut Value, path: &str) -> Option<&'v mut Value> {
    path.split('.').try_fold(value, |at, name| match at {
        Value::Map(map) => map.get_mut(name),
        _ => None,
    })
}

/// A number of items; one that no list could have is the next that one could.
pub(super) fn number(number: &Int) -> i64 {
    let negative = number.to_f64() < 0.0;
    number
        .as_i64()
        .unwrap_or(if negative { i64::MIN / 4 } else { i64::MAX / 4 })
        .clamp(i64::MIN / 4, i64::MAX / 4)
}
