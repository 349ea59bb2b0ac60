//! Emits endpoint rules as one constant expression, the text of a table.

use super::text::{list, listed, option, put, quoted};
use crate::ir::endpoint::{
    Condition, ContextParameter, ContextSource, Expr, Function, InputStep, Literal, PathStep, Rule,
    RuleParameter, RuleSet,
};

/// The value of a `rt::endpoint::RuleSet`, where the runtime is `rt` and its module of endpoints `ep`.
pub(super) fn rules(set: &RuleSet) -> String {
    format!(
        "ep::RuleSet::new({}, {}, {})",
        list(&set.parameters, parameter),
        list(&set.rules, rule),
        set.variables
    )
}

/// The value of a list of `rt::endpoint::ContextParameter`, named as for [`rules`].
pub(super) fn context(parameters: &[ContextParameter]) -> String {
    list(parameters, |parameter, out| {
        let source = match &parameter.source {
            ContextSource::Static(value) => format!("Static({})", literal(value)),
            ContextSource::Member(index) => format!("Member({index})"),
            ContextSource::Path(steps) => format!("Path({})", list(steps, input_step)),
        };
        let name = quoted(&parameter.name);
        put(
            out,
            format_args!("ep::ContextParameter::new({name}, ep::ContextSource::{source})"),
        );
    })
}

fn parameter(parameter: &RuleParameter, out: &mut String) {
    let RuleParameter {
        name,
        built_in,
        required,
        default,
    } = parameter;
    let name = quoted(name);
    let built_in = option(built_in.as_deref().map(quoted));
    let default = option(default.as_ref().map(literal));
    put(
        out,
        format_args!("ep::parameter({name}, {built_in}, {required}, {default})"),
    );
}

fn rule(it: &Rule, out: &mut String) {
    match it {
        Rule::Endpoint {
            conditions,
            url,
            properties,
            headers,
        } => {
            put(
                out,
                format_args!("ep::endpoint({}, ", list(conditions, condition)),
            );
            expr(url, out);
            let headers = list(headers, |(name, values), out| {
                put(
                    out,
                    format_args!("({}, {})", quoted(name), list(values, expr)),
                );
            });
            put(
                out,
                format_args!(", {}, {headers})", list(properties, entry)),
            );
        }
        Rule::Error {
            conditions,
            message,
        } => {
            put(
                out,
                format_args!("ep::error({}, ", list(conditions, condition)),
            );
            expr(message, out);
            out.push(')');
        }
        Rule::Tree { conditions, rules } => {
            let (conditions, rules) = (list(conditions, condition), list(rules, rule));
            put(out, format_args!("ep::tree({conditions}, {rules})"));
        }
    }
}

fn condition(condition: &Condition, out: &mut String) {
    match condition.assign {
        Some(variable) => put(out, format_args!("ep::assign({variable}, ")),
        None => out.push_str("ep::when("),
    }
    expr(&condition.value, out);
    out.push(')');
}

fn expr(it: &Expr, out: &mut String) {
    match it {
        Expr::Literal(value) => put(out, format_args!("ep::constant({})", literal(value))),
        Expr::Variable(number) => put(out, format_args!("ep::var({number})")),
        Expr::Template(parts) => put(out, format_args!("ep::template({})", list(parts, expr))),
        Expr::Call(name, arguments) => {
            let (name, arguments) = (function(*name), list(arguments, expr));
            put(out, format_args!("ep::call(ep::{name}, {arguments})"));
        }
        Expr::Attribute(value, steps) => {
            out.push_str("ep::attribute(&");
            expr(value, out);
            let steps = list(steps, |step, out| match step {
                PathStep::Field(name) => put(out, format_args!("ep::field({})", quoted(name))),
                PathStep::Index(index) => put(out, format_args!("ep::index({index})")),
            });
            put(out, format_args!(", {steps})"));
        }
        Expr::List(items) => put(out, format_args!("ep::list({})", list(items, expr))),
        Expr::Record(entries) => put(out, format_args!("ep::record({})", list(entries, entry))),
    }
}

fn entry((name, value): &(String, Expr), out: &mut String) {
    put(out, format_args!("({}, ", quoted(name)));
    expr(value, out);
    out.push(')');
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Str(text) => format!("ep::text({})", quoted(text)),
        Literal::Bool(value) => format!("ep::boolean({value})"),
        Literal::Int(number) => format!("ep::int({number})"),
        Literal::StrList(items) => {
            let items = items.iter().map(|item| quoted(item));
            format!("ep::texts({})", listed(items))
        }
    }
}

fn function(function: Function) -> &'static str {
    match function {
        Function::IsSet => "IsSet",
        Function::Not => "Not",
        Function::BooleanEquals => "BooleanEquals",
        Function::StringEquals => "StringEquals",
        Function::Substring => "Substring",
        Function::Split => "Split",
        Function::Coalesce => "Coalesce",
        Function::Ite => "Ite",
        Function::UriEncode => "UriEncode",
        Function::ParseUrl => "ParseUrl",
        Function::IsValidHostLabel => "IsValidHostLabel",
        Function::Partition => "Partition",
        Function::ParseArn => "ParseArn",
        Function::IsVirtualHostableS3Bucket => "IsVirtualHostableS3Bucket",
    }
}

fn input_step(step: &InputStep, out: &mut String) {
    match step {
        InputStep::Field(name) => {
            put(out, format_args!("ep::InputStep::Field({})", quoted(name)));
        }
        InputStep::Items => out.push_str("ep::InputStep::Items"),
        InputStep::Values => out.push_str("ep::InputStep::Values"),
        InputStep::Keys => out.push_str("ep::InputStep::Keys"),
        InputStep::Select(paths) => {
            let paths = list(paths, |path, out| out.push_str(&list(path, input_step)));
            put(out, format_args!("ep::InputStep::Select({paths})"));
        }
        InputStep::Flatten => out.push_str("ep::InputStep::Flatten"),
    }
}
