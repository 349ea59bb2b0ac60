//! Constructors of endpoint rules for generated code.

use crate::endpoint_rules::{Condition, Expr, Literal, Parameter, PathStep, Rule};

pub use crate::endpoint_rules::Function::{
    BooleanEquals, Coalesce, IsSet, IsValidHostLabel, IsVirtualHostableS3Bucket, Ite, Not,
    ParseArn, ParseUrl, Partition, Split, StringEquals, Substring, UriEncode,
};
pub use crate::endpoint_rules::{ContextParameter, ContextSource, InputStep, RuleSet};

/// A parameter: its name, built-in, whether it is required, and its default.
pub const fn parameter(
    name: &'static str,
    built_in: Option<&'static str>,
    required: bool,
    default: Option<Literal>,
) -> Parameter {
    let mut parameter = Parameter::new(name);
    if let Some(name) = built_in {
        parameter = parameter.with_built_in(name);
    }
    if required {
        parameter = parameter.with_required();
    }
    if let Some(value) = default {
        parameter = parameter.with_default(value);
    }
    parameter
}

/// Rules that are tried in order if all conditions hold.
pub const fn tree(conditions: &'static [Condition], rules: &'static [Rule]) -> Rule {
    Rule::tree(conditions, rules)
}

/// An endpoint with URL, properties and headers.
pub const fn endpoint(
    conditions: &'static [Condition],
    url: Expr,
    properties: &'static [(&'static str, Expr)],
    headers: &'static [(&'static str, &'static [Expr])],
) -> Rule {
    Rule::endpoint(conditions, url, properties, headers)
}

/// An error with its message.
pub const fn error(conditions: &'static [Condition], message: Expr) -> Rule {
    Rule::error(conditions, message)
}

/// A condition that holds if the value is set and not false.
pub const fn when(value: Expr) -> Condition {
    Condition::new(value)
}

/// Like [`when`], and assigns the value to a variable.
pub const fn assign(variable: usize, value: Expr) -> Condition {
    Condition::new(value).with_assign(variable)
}

/// A variable.
pub const fn var(number: usize) -> Expr {
    Expr::Variable(number)
}

/// A constant.
pub const fn constant(value: Literal) -> Expr {
    Expr::Literal(value)
}

/// A constant text.
pub const fn text(text: &'static str) -> Literal {
    Literal::Str(text)
}

/// A constant boolean.
pub const fn boolean(value: bool) -> Literal {
    Literal::Bool(value)
}

/// A constant integer.
pub const fn int(value: i64) -> Literal {
    Literal::Int(value)
}

/// A constant list of strings.
pub const fn texts(values: &'static [&'static str]) -> Literal {
    Literal::StrList(values)
}

/// A string template.
pub const fn template(parts: &'static [Expr]) -> Expr {
    Expr::Template(parts)
}

/// A function call.
pub const fn call(function: crate::endpoint_rules::Function, arguments: &'static [Expr]) -> Expr {
    Expr::Call(function, arguments)
}

/// The value at a path.
pub const fn attribute(value: &'static Expr, path: &'static [PathStep]) -> Expr {
    Expr::Attribute(value, path)
}

/// A path step to a field.
pub const fn field(name: &'static str) -> PathStep {
    PathStep::Field(name)
}

/// A path step to an item.
pub const fn index(index: i64) -> PathStep {
    PathStep::Index(index)
}

/// A list.
pub const fn list(items: &'static [Expr]) -> Expr {
    Expr::List(items)
}

/// A record.
pub const fn record(entries: &'static [(&'static str, Expr)]) -> Expr {
    Expr::Record(entries)
}
