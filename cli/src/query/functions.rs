//! The functions' implementations.

mod arguments;
mod table;

use std::borrow::Cow;
use std::cmp::Ordering;

use super::ast::Node;
use super::budget::Budget;
use super::error::{EvalError, EvalErrorKind};
use super::eval::{Outcome, eval, incomparable};
use super::number;
use crate::json;
use crate::value::{Int, Key, Map, Value};
use arguments::{Argument, invalid_type, jmespath_type};

/// Calls a function. The arguments are evaluated first, even if the function does not exist.
pub(super) fn call<'a>(
    name: &str,
    nodes: &'a [Node],
    value: &'a Value,
    budget: &Budget,
) -> Outcome<'a> {
    let arguments = nodes
        .iter()
        .map(|node| match node {
            Node::Expression(inner) => Ok(Argument::expression(inner)),
            node => eval(node, value, budget).map(Argument::Value),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let Some(function) = table::find(name) else {
        return Err(EvalError::new(
            EvalErrorKind::UnknownFunction,
            format!("Unknown function: {name}()"),
        ));
    };
    arguments::check(function, &arguments)?;
    // Every function visits its arguments and builds no more values than that; text is paid for separately.
    for argument in &arguments {
        budget.spend_copy(argument.value())?;
    }
    apply(function.name, &arguments, budget).map(Cow::Owned)
}

/// Applies a function to arguments that match its signature.
fn apply(name: &str, arguments: &[Argument<'_>], budget: &Budget) -> Result<Value, EvalError> {
    // Every function has at least one argument, and its presence was checked.
    let Some(first) = arguments.first() else {
        return Ok(Value::Null);
    };
    let second = arguments.get(1).unwrap_or(first);
    let (value, other) = (first.value(), second.value());
    Ok(match name {
        "abs" => abs(value),
        "avg" => average(value),
        "ceil" => round(value, f64::ceil)?,
        "contains" => contains(value, other)?,
        "ends_with" => Value::Bool(points(value).ends_with(&points(other))),
        "floor" => round(value, f64::floor)?,
        "join" => join(value, other, budget)?,
        "keys" => Value::List(members(value).map(|(key, _)| key.to_value()).collect()),
        "length" => length(value),
        "map" => map_each(first, second, budget)?,
        "max" => extreme(items(value), Ordering::Greater),
        "max_by" => extreme_by("max_by", items(value), second, Ordering::Greater, budget)?,
        "merge" => merge(arguments)?,
        "min" => extreme(items(value), Ordering::Less),
        "min_by" => extreme_by("min_by", items(value), second, Ordering::Less, budget)?,
        "not_null" => not_null(arguments),
        "reverse" => reverse(value),
        "sort" => sort(items(value)),
        "sort_by" => sort_by(items(value), second, budget)?,
        "starts_with" => Value::Bool(points(value).starts_with(&points(other))),
        "sum" => number::sum(items(value)),
        "to_array" if matches!(value, Value::List(_)) => value.clone(),
        "to_array" => Value::List(vec![value.clone()]),
        "to_number" => to_number(value)?,
        "to_string" if value.is_string() => value.clone(),
        "to_string" => to_string(value, budget)?,
        "type" => type_name(value),
        "values" => Value::List(members(value).map(|(_, value)| value.clone()).collect()),
        _ => Value::Null,
    })
}

fn items(value: &Value) -> &[Value] {
    value.as_list().unwrap_or_default()
}

fn members(value: &Value) -> impl Iterator<Item = (&Key, &Value)> {
    value.as_map().into_iter().flat_map(Map::iter)
}

fn points(value: &Value) -> Vec<u32> {
    value.code_points().unwrap_or_default()
}

fn abs(value: &Value) -> Value {
    match value {
        Value::Int(i) => Value::Int(i.abs()),
        other => Value::Float(number::to_f64(other).abs()),
    }
}

fn average(value: &Value) -> Value {
    let numbers = items(value);
    if numbers.is_empty() {
        return Value::Null;
    }
    #[expect(clippy::cast_precision_loss, reason = "no list is that long")]
    let count = numbers.len() as f64;
    Value::Float(number::to_f64(&number::sum(numbers)) / count)
}

fn round(value: &Value, round: fn(f64) -> f64) -> Result<Value, EvalError> {
    match value {
        Value::Float(x) => number::to_int(*x, round),
        int => Ok(int.clone()),
    }
}

fn contains(subject: &Value, search: &Value) -> Result<Value, EvalError> {
    if let Value::List(items) = subject {
        return Ok(Value::Bool(items.contains(search)));
    }
    if !search.is_string() {
        let message = format!(
            "'in <string>' requires string as left operand, not {}",
            search.class()
        );
        return Err(EvalError::new(EvalErrorKind::Type, message));
    }
    if let (Value::Str(subject), Value::Str(search)) = (subject, search) {
        return Ok(Value::Bool(subject.contains(search.as_str())));
    }
    let (subject, search) = (points(subject), points(search));
    Ok(Value::Bool(
        search.is_empty() || subject.windows(search.len()).any(|window| window == search),
    ))
}

fn join(separator: &Value, list: &Value, budget: &Budget) -> Result<Value, EvalError> {
    let parts: Vec<_> = items(list).iter().map(points).collect();
    let separator = points(separator);
    budget.spend_text(parts.len().saturating_mul(separator.len()))?;
    Ok(Value::from_code_points(&parts.join(separator.as_slice())))
}

/// Quoting and escaping may expand a byte of text to six.
fn to_string(value: &Value, budget: &Budget) -> Result<Value, EvalError> {
    let text = json::minimal(value);
    budget.spend_text(text.len())?;
    Ok(Value::Str(text))
}

fn length(value: &Value) -> Value {
    let length = match value {
        Value::List(items) => items.len(),
        Value::Map(map) => map.len(),
        text => points(text).len(),
    };
    Value::Int(Int::from(i64::try_from(length).unwrap_or(i64::MAX)))
}

fn map_each(
    expression: &Argument<'_>,
    list: &Argument<'_>,
    budget: &Budget,
) -> Result<Value, EvalError> {
    let mapped = items(list.value())
        .iter()
        .map(|item| expression.apply(item, budget));
    Ok(Value::List(mapped.collect::<Result<_, _>>()?))
}

/// The first maximum or minimum; null if the list is empty.
fn extreme(items: &[Value], wanted: Ordering) -> Value {
    let mut best: Option<&Value> = None;
    for item in items {
        if best.is_none_or(|best| number::compare(item, best) == Some(wanted)) {
            best = Some(item);
        }
    }
    best.cloned().unwrap_or_default()
}

fn extreme_by(
    function: &'static str,
    items: &[Value],
    expression: &Argument<'_>,
    wanted: Ordering,
    budget: &Budget,
) -> Result<Value, EvalError> {
    let operator = if wanted.is_gt() { ">" } else { "<" };
    let mut best: Option<(&Value, Value)> = None;
    for item in items {
        let key = key_of(function, expression, item, &["number", "string"], budget)?;
        match &best {
            None => best = Some((item, key)),
            Some((_, before)) if jmespath_type(before) != jmespath_type(&key) => {
                return Err(incomparable(operator, &key, before));
            }
            Some((_, before)) if number::compare(&key, before) == Some(wanted) => {
                best = Some((item, key))
            }
            Some(_) => {}
        }
    }
    Ok(best.map(|(item, _)| item.clone()).unwrap_or_default())
}

/// The sort key that an expression gives for an element, if its type can be sorted.
fn key_of(
    function: &'static str,
    expression: &Argument<'_>,
    item: &Value,
    types: &[&'static str],
    budget: &Budget,
) -> Result<Value, EvalError> {
    let key = expression.apply(item, budget)?;
    let found = jmespath_type(&key);
    if types.contains(&found) {
        Ok(key)
    } else {
        Err(invalid_type(function, &key, found, types))
    }
}

fn merge(arguments: &[Argument<'_>]) -> Result<Value, EvalError> {
    let mut entries = Vec::new();
    for argument in arguments.iter().map(Argument::value) {
        match argument {
            Value::Map(map) => {
                entries.extend(map.iter().map(|(key, value)| (key.clone(), value.clone())))
            }
            other => unmergeable(other)?,
        }
    }
    Ok(Value::Map(Map::from_entries(entries)))
}

/// Python's error for an argument that is not a mapping; the reference checks only the first argument's type.
fn unmergeable(value: &Value) -> Result<(), EvalError> {
    let short = |length: usize| {
        format!("dictionary update sequence element #0 has length {length}; 2 is required")
    };
    let message = match value {
        Value::List(items) => match items.first() {
            None => return Ok(()),
            Some(Value::List(pair)) => short(pair.len()),
            Some(text) if text.is_string() => short(points(text).len()),
            Some(_) => {
                "cannot convert dictionary update sequence element #0 to a sequence".to_owned()
            }
        },
        text if text.is_string() && !text.is_truthy() => return Ok(()),
        text if text.is_string() => short(1),
        other => format!("'{}' object is not iterable", other.class()),
    };
    Err(EvalError::new(EvalErrorKind::Type, message))
}

fn not_null(arguments: &[Argument<'_>]) -> Value {
    arguments
        .iter()
        .map(Argument::value)
        .find(|value| !matches!(value, Value::Null))
        .cloned()
        .unwrap_or_default()
}

fn reverse(value: &Value) -> Value {
    match value {
        Value::List(items) => Value::List(items.iter().rev().cloned().collect()),
        Value::Str(text) => Value::Str(text.chars().rev().collect()),
        other => {
            let mut reversed = points(other);
            reversed.reverse();
            Value::from_code_points(&reversed)
        }
    }
}

fn sort(items: &[Value]) -> Value {
    let mut sorted = items.to_vec();
    sorted.sort_by(|a, b| number::compare(a, b).unwrap_or(Ordering::Equal));
    Value::List(sorted)
}

fn sort_by(
    items: &[Value],
    expression: &Argument<'_>,
    budget: &Budget,
) -> Result<Value, EvalError> {
    let Some(first) = items.first() else {
        return Ok(Value::List(Vec::new()));
    };
    let wanted = jmespath_type(&expression.apply(first, budget)?);
    if !matches!(wanted, "number" | "string") {
        return Err(invalid_type(
            "sort_by",
            first,
            wanted,
            &["string", "number"],
        ));
    }
    let mut keyed = Vec::with_capacity(items.len());
    for item in items {
        keyed.push((
            key_of("sort_by", expression, item, &[wanted], budget)?,
            item,
        ));
    }
    keyed.sort_by(|(a, _), (b, _)| number::compare(a, b).unwrap_or(Ordering::Equal));
    Ok(Value::List(
        keyed.into_iter().map(|(_, item)| item.clone()).collect(),
    ))
}

fn to_number(value: &Value) -> Result<Value, EvalError> {
    Ok(match value {
        Value::Int(_) | Value::Float(_) => value.clone(),
        Value::Str(text) => number::parse(text),
        Value::Opaque(opaque) => {
            let message = format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                opaque.class
            );
            return Err(EvalError::new(EvalErrorKind::Type, message));
        }
        _ => Value::Null,
    })
}

fn type_name(value: &Value) -> Value {
    match jmespath_type(value) {
        "unknown" | "expref" => Value::Null,
        name => Value::from(name),
    }
}
