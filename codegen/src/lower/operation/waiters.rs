//! What a client can wait for by an operation's answers.

use crate::ir::waiter::{Acceptor, Expected, Expression, Literal, Matcher, Operand, Waiter};
use crate::lower::Lowering;
use crate::lower::names::{OperationNames, case};
use crate::lower::shape::docs as describe;
use smithgen_model::jmespath::{self, Comparison, Kind, parse};
use smithgen_model::model::traits::{self, Comparator};
use smithgen_model::model::{Node, Shape};

/// Delays of waiters that have none, in seconds: Smithy's.
const DELAYS: (u32, u32) = (2, 120);

impl Lowering<'_> {
    /// The operation's waiters, in the model's order; those with an expression that is none have been reported.
    pub(super) fn waiters_of(&self, shape: &Shape, names: &OperationNames) -> Vec<Waiter> {
        let all = shape.traits.read().filter(|_| self.sides.calls);
        let Some(traits::Waitable(all)) = all else {
            return Vec::new();
        };
        let named = all.into_iter().zip(&names.waiters);
        let waiters = named.filter_map(|((name, waiter), method)| {
            let acceptors = waiter.acceptors.into_iter();
            let acceptors = acceptors.map(|it| {
                Some(Acceptor {
                    state: match it.state {
                        traits::State::Success => "Success",
                        traits::State::Failure => "Failure",
                        traits::State::Retry => "Retry",
                    },
                    matcher: self.answers(shape, it.matcher)?,
                })
            });
            let min_delay = waiter.min_delay.unwrap_or(DELAYS.0);
            Some(Waiter {
                method: method.clone(),
                table: case::identifier(&format!("{}_WAITER", case::shouty(&name))),
                docs: describe::text(&self.docs, waiter.documentation.as_deref()),
                acceptors: acceptors.collect::<Option<_>>()?,
                min_delay,
                max_delay: waiter.max_delay.unwrap_or(DELAYS.1.max(min_delay)),
                name,
            })
        });
        waiters.collect()
    }

    fn answers(&self, shape: &Shape, matcher: traits::Matcher) -> Option<Matcher> {
        Some(match matcher {
            traits::Matcher::Success(value) => Matcher::Success(value),
            traits::Matcher::ErrorType(id) => Matcher::Error(self.code(shape, &id)),
            traits::Matcher::Output(it) => {
                Matcher::Output(compiled(&it.path)?, expected(it.comparator, it.expected))
            }
            traits::Matcher::InputOutput(it) => {
                Matcher::InputOutput(compiled(&it.path)?, expected(it.comparator, it.expected))
            }
        })
    }
}

fn expected(comparator: Comparator, text: String) -> Expected {
    match comparator {
        Comparator::StringEquals => Expected::Text(text),
        Comparator::BooleanEquals => Expected::Bool(text == "true"),
        Comparator::AllStringEquals => Expected::All(text),
        Comparator::AnyStringEquals => Expected::Any(text),
    }
}

/// An expression for the runtime; `None` if it is none, or calls a function that there is not.
fn compiled(text: &str) -> Option<Expression> {
    expression(parse(text).ok()?)
}

/// How deep expressions are nested has been limited when they were parsed.
fn expression(part: jmespath::Expression) -> Option<Expression> {
    let of = |part: Box<jmespath::Expression>| Some(Operand::Of(expression(*part)?));
    let all = |parts: Vec<jmespath::Expression>| {
        let parts = parts.into_iter().map(expression);
        Some(Operand::All(parts.collect::<Option<_>>()?))
    };
    let (variant, fields) = match part.kind {
        Kind::Current => ("Current", vec![]),
        Kind::Field(name) => ("Field", vec![Operand::Text(name)]),
        Kind::Index(index) => ("Index", vec![Operand::Index(index)]),
        Kind::Slice(bounds) => ("Slice", bounds.map(Operand::Bound).to_vec()),
        Kind::Literal(value) => ("Literal", vec![Operand::Literal(literal(&value)?)]),
        Kind::Then(first, second) => ("Then", vec![of(first)?, of(second)?]),
        Kind::Flatten(inner) => ("Flatten", vec![of(inner)?]),
        Kind::Elements(list, each) => ("Elements", vec![of(list)?, of(each)?]),
        Kind::Values(object, each) => ("Values", vec![of(object)?, of(each)?]),
        Kind::Filter(list, condition, each) => {
            ("Filter", vec![of(list)?, of(condition)?, of(each)?])
        }
        Kind::List(parts) => ("List", vec![all(parts)?]),
        Kind::Object(parts) => {
            let parts = parts.into_iter();
            let parts = parts.map(|(name, part)| Some((name, expression(part)?)));
            (
                "Object",
                vec![Operand::Named(parts.collect::<Option<_>>()?)],
            )
        }
        Kind::Or(first, second) => ("Or", vec![of(first)?, of(second)?]),
        Kind::And(first, second) => ("And", vec![of(first)?, of(second)?]),
        Kind::Not(inner) => ("Not", vec![of(inner)?]),
        Kind::Compare(comparison, first, second) => {
            let comparison = Operand::Word("Comparison", compared(comparison));
            ("Compare", vec![comparison, of(first)?, of(second)?])
        }
        Kind::Call(name, arguments) => {
            let function = Operand::Word("Function", function(&name)?);
            ("Call", vec![function, all(arguments)?])
        }
        Kind::Reference(inner) => ("Reference", vec![of(inner)?]),
    };
    Some(Expression { variant, fields })
}

fn compared(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "Equal",
        Comparison::NotEqual => "NotEqual",
        Comparison::Less => "Less",
        Comparison::LessOrEqual => "LessOrEqual",
        Comparison::Greater => "Greater",
        Comparison::GreaterOrEqual => "GreaterOrEqual",
    }
}

/// The runtime's name of a function.
fn function(name: &str) -> Option<&'static str> {
    const FUNCTIONS: [(&str, &str); 26] = [
        ("abs", "Abs"),
        ("avg", "Avg"),
        ("ceil", "Ceil"),
        ("contains", "Contains"),
        ("ends_with", "EndsWith"),
        ("floor", "Floor"),
        ("join", "Join"),
        ("keys", "Keys"),
        ("length", "Length"),
        ("map", "Map"),
        ("max", "Max"),
        ("max_by", "MaxBy"),
        ("merge", "Merge"),
        ("min", "Min"),
        ("min_by", "MinBy"),
        ("not_null", "NotNull"),
        ("reverse", "Reverse"),
        ("sort", "Sort"),
        ("sort_by", "SortBy"),
        ("starts_with", "StartsWith"),
        ("sum", "Sum"),
        ("to_array", "ToArray"),
        ("to_number", "ToNumber"),
        ("to_string", "ToString"),
        ("type", "Type"),
        ("values", "Values"),
    ];
    let found = FUNCTIONS.iter().find(|(known, _)| *known == name);
    found.map(|(_, variant)| *variant)
}

fn literal(value: &Node) -> Option<Literal> {
    Some(match value {
        Node::Null => Literal::Null,
        Node::Bool(value) => Literal::Bool(*value),
        Node::Number(number) => Literal::Number(number.as_f64().filter(|it| it.is_finite())?),
        Node::String(text) => Literal::Text(text.clone()),
        Node::Array(items) => Literal::Array(items.iter().map(literal).collect::<Option<_>>()?),
        Node::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| Some((name.clone(), literal(value)?)));
            Literal::Object(members.collect::<Option<_>>()?)
        }
    })
}
