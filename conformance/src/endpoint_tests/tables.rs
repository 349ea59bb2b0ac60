//! Makes the runtime's tables of lowered rules, as the compiler does of generated code. Nothing is ever freed: the
//! process runs its tests and ends.

use smithgen::ir::endpoint as ir;
use smithgen_runtime::endpoint_rules as rt;

/// A rule set.
pub(super) fn rule_set(set: &ir::RuleSet) -> rt::RuleSet {
    rt::RuleSet {
        parameters: all(&set.parameters, parameter),
        rules: all(&set.rules, rule),
        variables: set.variables,
    }
}

fn parameter(parameter: &ir::RuleParameter) -> rt::Parameter {
    rt::Parameter {
        name: text(&parameter.name),
        built_in: parameter.built_in.as_ref().map(|name| text(name)),
        required: parameter.required,
        default: parameter.default.as_ref().map(literal),
    }
}

fn rule(rule: &ir::Rule) -> rt::Rule {
    match rule {
        ir::Rule::Endpoint {
            conditions,
            url,
            properties,
            headers,
        } => rt::Rule::Endpoint {
            conditions: all(conditions, condition),
            url: expr(url),
            properties: all(properties, entry),
            headers: all(headers, |(name, values)| (text(name), all(values, expr))),
        },
        ir::Rule::Error {
            conditions,
            message,
        } => rt::Rule::Error {
            conditions: all(conditions, condition),
            message: expr(message),
        },
        ir::Rule::Tree { conditions, rules } => rt::Rule::Tree {
            conditions: all(conditions, condition),
            rules: all(rules, self::rule),
        },
    }
}

fn condition(condition: &ir::Condition) -> rt::Condition {
    rt::Condition {
        value: expr(&condition.value),
        assign: condition.assign,
    }
}

fn expr(it: &ir::Expr) -> rt::Expr {
    match it {
        ir::Expr::Literal(value) => rt::Expr::Literal(literal(value)),
        ir::Expr::Variable(number) => rt::Expr::Variable(*number),
        ir::Expr::Template(parts) => rt::Expr::Template(all(parts, expr)),
        ir::Expr::Call(name, arguments) => rt::Expr::Call(function(*name), all(arguments, expr)),
        ir::Expr::Attribute(value, steps) => {
            rt::Expr::Attribute(Box::leak(Box::new(expr(value))), all(steps, step))
        }
        ir::Expr::List(items) => rt::Expr::List(all(items, expr)),
        ir::Expr::Record(entries) => rt::Expr::Record(all(entries, entry)),
    }
}

fn entry((name, value): &(String, ir::Expr)) -> (&'static str, rt::Expr) {
    (text(name), expr(value))
}

fn step(step: &ir::PathStep) -> rt::PathStep {
    match step {
        ir::PathStep::Field(name) => rt::PathStep::Field(text(name)),
        ir::PathStep::Index(index) => rt::PathStep::Index(*index),
    }
}

fn literal(value: &ir::Literal) -> rt::Literal {
    match value {
        ir::Literal::Str(value) => rt::Literal::Str(text(value)),
        ir::Literal::Bool(value) => rt::Literal::Bool(*value),
        ir::Literal::Int(value) => rt::Literal::Int(*value),
        ir::Literal::StrList(items) => rt::Literal::StrList(all(items, |item| text(item))),
    }
}

fn function(function: ir::Function) -> rt::Function {
    match function {
        ir::Function::IsSet => rt::Function::IsSet,
        ir::Function::Not => rt::Function::Not,
        ir::Function::BooleanEquals => rt::Function::BooleanEquals,
        ir::Function::StringEquals => rt::Function::StringEquals,
        ir::Function::Substring => rt::Function::Substring,
        ir::Function::Split => rt::Function::Split,
        ir::Function::Coalesce => rt::Function::Coalesce,
        ir::Function::Ite => rt::Function::Ite,
        ir::Function::UriEncode => rt::Function::UriEncode,
        ir::Function::ParseUrl => rt::Function::ParseUrl,
        ir::Function::IsValidHostLabel => rt::Function::IsValidHostLabel,
        ir::Function::Partition => rt::Function::Partition,
        ir::Function::ParseArn => rt::Function::ParseArn,
        ir::Function::IsVirtualHostableS3Bucket => rt::Function::IsVirtualHostableS3Bucket,
    }
}

fn all<T, U>(items: &[T], convert: impl Fn(&T) -> U) -> &'static [U] {
    items.iter().map(convert).collect::<Vec<_>>().leak()
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}
