//! Checks a call's arguments against a signature, with the reference's order and messages.

use std::borrow::Cow;

use super::table::Function;
use crate::query::ast::Node;
use crate::query::budget::Budget;
use crate::query::error::{EvalError, EvalErrorKind};
use crate::query::eval::{eval, unapplied};
use crate::value::{Value, repr_str};

/// An argument: a value, or an expression reference.
#[derive(Debug)]
pub(super) enum Argument<'a> {
    Value(Cow<'a, Value>),
    /// The expression, and its value for functions that accept anything.
    Expression(&'a Node, Value),
}

impl<'a> Argument<'a> {
    /// An expression reference.
    pub(super) fn expression(node: &'a Node) -> Argument<'a> {
        Argument::Expression(node, unapplied())
    }

    pub(super) fn value(&self) -> &Value {
        match self {
            Argument::Value(value) => value,
            Argument::Expression(_, unapplied) => unapplied,
        }
    }

    /// Applies the expression; null if the argument is a value.
    pub(super) fn apply(&self, value: &Value, budget: &Budget) -> Result<Value, EvalError> {
        match self {
            Argument::Expression(node, _) => budget.own(eval(node, value, budget)?),
            Argument::Value(_) => Ok(Value::Null),
        }
    }
}

/// The JMESPath name of the type.
pub(super) fn jmespath_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Int(_) | Value::Float(_) => "number",
        Value::Str(_) | Value::Wide(_) => "string",
        Value::List(_) => "array",
        Value::Map(_) => "object",
        Value::Opaque(opaque) if opaque.class == "_Expression" => "expref",
        Value::Bytes(_) | Value::Opaque(_) => "unknown",
    }
}

/// Checks the number and types of arguments.
pub(super) fn check(function: &Function, arguments: &[Argument<'_>]) -> Result<(), EvalError> {
    let (expected, found) = (function.arguments.len(), arguments.len());
    let enough = if function.variadic {
        found >= expected
    } else {
        found == expected
    };
    if !enough {
        let least = if function.variadic { "at least " } else { "" };
        let plural = if expected == 1 { "" } else { "s" };
        let message = format!(
            "Expected {least}{expected} argument{plural} for function {}(), received {found}",
            function.name
        );
        return Err(EvalError::new(EvalErrorKind::Arity, message));
    }
    let mut pairs = function.arguments.iter().zip(arguments);
    pairs.try_for_each(|(types, argument)| check_one(function.name, types, argument))
}

fn check_one(name: &str, types: &[&'static str], argument: &Argument<'_>) -> Result<(), EvalError> {
    if types.is_empty() {
        return Ok(());
    }
    let value = argument.value();
    let found = jmespath_type(value);
    let fits = |name: &&str| name.split('-').next() == Some(found);
    if !types.iter().any(fits) {
        return Err(invalid_type(name, value, found, types));
    }
    let elements: Vec<_> = types
        .iter()
        .filter_map(|name| name.split_once('-'))
        .map(|(_, element)| element)
        .collect();
    match value {
        Value::List(items) if !elements.is_empty() => check_elements(name, items, &elements, types),
        _ => Ok(()),
    }
}

/// All elements must have the only allowed type or, if several are allowed, that of the first element.
fn check_elements(
    name: &str,
    items: &[Value],
    allowed: &[&str],
    types: &[&'static str],
) -> Result<(), EvalError> {
    let wanted = match (allowed, items.first()) {
        ([only], _) => *only,
        (_, None) => return Ok(()),
        (_, Some(first)) => jmespath_type(first),
    };
    for item in items {
        let found = jmespath_type(item);
        if found != wanted || !allowed.contains(&found) {
            // Here the reference names the Python type.
            return Err(invalid_type(name, item, bare_class(item), types));
        }
    }
    Ok(())
}

fn bare_class(value: &Value) -> &'static str {
    value.class().rsplit('.').next().unwrap_or_default()
}

/// The error for a value of the wrong type.
pub(super) fn invalid_type(
    function: &str,
    value: &Value,
    found: &str,
    types: &[&'static str],
) -> EvalError {
    let types = types
        .iter()
        .map(|name| repr_str(name))
        .collect::<Vec<_>>()
        .join(", ");
    let message = format!(
        "In function {function}(), invalid type for value: {value}, expected one of: [{types}], received: \"{found}\""
    );
    EvalError::new(EvalErrorKind::Type, message)
}
