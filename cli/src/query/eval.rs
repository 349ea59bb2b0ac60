//! Evaluates a tree.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::ast::{Comparison, Node};
use super::budget::Budget;
use super::error::{EvalError, EvalErrorKind};
use super::{functions, number};
use crate::value::{Map, Opaque, Value};

/// A node's result: borrowed from the input, or new.
pub(super) type Outcome<'a> = Result<Cow<'a, Value>, EvalError>;

const NULL: Cow<'static, Value> = Cow::Borrowed(&Value::Null);

/// Evaluates a node.
pub(super) fn eval<'a>(node: &'a Node, value: &'a Value, budget: &Budget) -> Outcome<'a> {
    budget.spend(1)?;
    Ok(match node {
        Node::Current => Cow::Borrowed(value),
        Node::Literal(literal) => Cow::Borrowed(literal),
        Node::Field(name) => value.get(name).map_or(NULL, Cow::Borrowed),
        Node::Index(index) => element(value, *index).map_or(NULL, Cow::Borrowed),
        Node::Slice(parts) => Cow::Owned(slice(value, *parts, budget)?),
        Node::Chain(steps) => return chain(steps, value, budget),
        Node::Projection(left, right) => return project(left, right, None, value, budget),
        Node::FilterProjection {
            left,
            right,
            condition,
        } => return project(left, right, Some(condition), value, budget),
        Node::ValueProjection(left, right) => return project_values(left, right, value, budget),
        Node::Flatten(left) => Cow::Owned(flatten(eval(left, value, budget)?, budget)?),
        Node::Compare(comparison, left, right) => Cow::Owned(compare(
            *comparison,
            &*eval(left, value, budget)?,
            &*eval(right, value, budget)?,
            budget,
        )?),
        Node::Or(left, right) => match eval(left, value, budget)? {
            found if is_true(&found) => found,
            _ => return eval(right, value, budget),
        },
        Node::And(left, right) => match eval(left, value, budget)? {
            found if is_true(&found) => return eval(right, value, budget),
            found => found,
        },
        Node::Not(inner) => Cow::Owned(Value::Bool(!is_true(&*eval(inner, value, budget)?))),
        // A multiselect on null is null.
        Node::List(_) | Node::Hash(_) if matches!(value, Value::Null) => NULL,
        Node::List(items) => {
            let items = items
                .iter()
                .map(|item| budget.own(eval(item, value, budget)?));
            Cow::Owned(Value::List(items.collect::<Result<_, _>>()?))
        }
        Node::Hash(members) => {
            let members = members
                .iter()
                .map(|(name, node)| Ok((name.as_str(), budget.own(eval(node, value, budget)?)?)));
            Cow::Owned(Value::Map(members.collect::<Result<Map, _>>()?))
        }
        Node::Call(name, arguments) => return functions::call(name, arguments, value, budget),
        Node::Expression(_) => Cow::Owned(unapplied()),
    })
}

/// The value of an unapplied expression; the reference shows some Python object.
pub(super) fn unapplied() -> Value {
    let text = "<jmespath.visitor._Expression object>".to_owned();
    Value::Opaque(Box::new(Opaque {
        class: "_Expression",
        repr: text.clone(),
        text,
    }))
}

fn chain<'a>(steps: &'a [Node], value: &'a Value, budget: &Budget) -> Outcome<'a> {
    let mut current = Cow::Borrowed(value);
    for step in steps {
        current = match current {
            Cow::Borrowed(value) => eval(step, value, budget)?,
            Cow::Owned(value) => Cow::Owned(budget.own(eval(step, &value, budget)?)?),
        };
    }
    Ok(current)
}

fn project<'a>(
    left: &'a Node,
    right: &'a Node,
    condition: Option<&'a Node>,
    value: &'a Value,
    budget: &Budget,
) -> Outcome<'a> {
    let base = eval(left, value, budget)?;
    // An identity projection returns its input.
    if let (Node::Current, None, Cow::Owned(Value::List(items))) = (right, condition, &base)
        && !items.contains(&Value::Null)
    {
        return Ok(base);
    }
    let Value::List(items) = &*base else {
        return Ok(NULL);
    };
    let mut collected = Vec::new();
    for item in items {
        if let Some(condition) = condition
            && !is_true(&*eval(condition, item, budget)?)
        {
            continue;
        }
        collect(eval(right, item, budget)?, &mut collected, budget)?;
    }
    Ok(Cow::Owned(Value::List(collected)))
}

fn project_values<'a>(
    left: &'a Node,
    right: &'a Node,
    value: &'a Value,
    budget: &Budget,
) -> Outcome<'a> {
    let base = eval(left, value, budget)?;
    let Value::Map(map) = &*base else {
        return Ok(NULL);
    };
    let mut collected = Vec::new();
    for item in map.values() {
        collect(eval(right, item, budget)?, &mut collected, budget)?;
    }
    Ok(Cow::Owned(Value::List(collected)))
}

fn collect(
    found: Cow<'_, Value>,
    collected: &mut Vec<Value>,
    budget: &Budget,
) -> Result<(), EvalError> {
    if !matches!(*found, Value::Null) {
        collected.push(budget.own(found)?);
    }
    Ok(())
}

fn flatten(base: Cow<'_, Value>, budget: &Budget) -> Result<Value, EvalError> {
    let Value::List(items) = budget.own(base)? else {
        return Ok(Value::Null);
    };
    let mut flat = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Value::List(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    Ok(Value::List(flat))
}

fn element(value: &Value, index: i64) -> Option<&Value> {
    let items = value.as_list()?;
    let place = if index < 0 {
        index.checked_add_unsigned(items.len() as u64)?
    } else {
        index
    };
    items.get(usize::try_from(place).ok()?)
}

/// Python's slicing: bounds beyond the ends are clamped.
fn slice(
    value: &Value,
    [start, stop, step]: [Option<i64>; 3],
    budget: &Budget,
) -> Result<Value, EvalError> {
    let Value::List(items) = value else {
        return Ok(Value::Null);
    };
    budget.spend_copy(value)?;
    let step = step.unwrap_or(1);
    if step == 0 {
        return Err(EvalError::new(
            EvalErrorKind::Value,
            "slice step cannot be zero",
        ));
    }
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    // With a negative step, a slice may end at -1, before the first element.
    let (low, high) = if step > 0 {
        (0, length)
    } else {
        (-1, length - 1)
    };
    let place = |part: Option<i64>, default: i64| match part {
        None => default,
        Some(part) if part < 0 => part.saturating_add(length).clamp(low, high),
        Some(part) => part.clamp(low, high),
    };
    let (first, end) = if step > 0 { (low, high) } else { (high, low) };
    let (mut at, end) = (place(start, first), place(stop, end));
    let mut taken = Vec::new();
    while if step > 0 { at < end } else { at > end } {
        taken.extend(
            usize::try_from(at)
                .ok()
                .and_then(|at| items.get(at))
                .cloned(),
        );
        at = at.saturating_add(step);
    }
    Ok(Value::List(taken))
}

fn compare(
    comparison: Comparison,
    left: &Value,
    right: &Value,
    budget: &Budget,
) -> Result<Value, EvalError> {
    budget.spend_copy(left)?;
    let (operator, accept): (_, fn(Ordering) -> bool) = match comparison {
        Comparison::Equal => return Ok(Value::Bool(equal(left, right))),
        Comparison::Unequal => return Ok(Value::Bool(!equal(left, right))),
        Comparison::Less => ("<", Ordering::is_lt),
        Comparison::LessOrEqual => ("<=", Ordering::is_le),
        Comparison::Greater => (">", Ordering::is_gt),
        Comparison::GreaterOrEqual => (">=", Ordering::is_ge),
    };
    let comparable = |value: &Value| is_number(value) || value.is_string();
    if !comparable(left) || !comparable(right) {
        return Ok(Value::Null);
    }
    if is_number(left) != is_number(right) {
        return Err(incomparable(operator, left, right));
    }
    Ok(Value::Bool(
        number::compare(left, right).is_some_and(accept),
    ))
}

/// Python's error when comparing numbers with text.
pub(super) fn incomparable(operator: &str, left: &Value, right: &Value) -> EvalError {
    let (left, right) = (left.class(), right.class());
    let message = format!("'{operator}' not supported between instances of '{left}' and '{right}'");
    EvalError::new(EvalErrorKind::Type, message)
}

/// Equality, in which 0 and 1 differ from booleans.
fn equal(left: &Value, right: &Value) -> bool {
    let mixed = |a: &Value, b: &Value| is_number(a) && matches!(b, Value::Bool(_));
    !mixed(left, right) && !mixed(right, left) && left == right
}

pub(super) fn is_number(value: &Value) -> bool {
    matches!(value, Value::Int(_) | Value::Float(_))
}

/// Truth as defined by JMESPath: everything but null, false and empty values.
fn is_true(value: &Value) -> bool {
    is_number(value) || value.is_truthy()
}
