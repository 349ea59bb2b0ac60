//! Whether the paths of operations to the values for endpoint rules can be followed.

use super::{OPERATION_PARAMS, listed};
use crate::diagnostic::Severity;
use crate::jmespath::{Expression, Kind, Sample, lint, parse};
use crate::model::{Node, Shape, Trait};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// The names and paths in the trait `operationContextParams`.
pub(super) fn paths(applied: &Trait) -> impl Iterator<Item = (&str, &str)> {
    let all = applied.value.as_object().into_iter().flatten();
    all.filter_map(|(name, definition)| {
        let path = definition.get("path").and_then(Node::as_str)?;
        Some((name.as_str(), path))
    })
}

/// What paths into the input of an operation apply to.
pub(super) fn input<'m>(context: &Context<'m>, operation: &Shape) -> Sample<'m> {
    let input = context.input(operation);
    input.map_or(Sample::Any, |input| Sample::of(context.model, input))
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(OPERATION_PARAMS) {
        let data = input(context, subject.shape);
        for (name, path) in paths(applied) {
            let mut tell = |problem: &str, help: &str| {
                let message = format!("the path `{path}` of parameter `{name}` {problem}");
                let event = report.of_trait(Severity::Error, subject, OPERATION_PARAMS, message);
                report.push(match help {
                    "" => event,
                    help => event.help(help),
                });
            };
            let expression = match parse(path) {
                Ok(expression) => expression,
                Err(error) => {
                    let (message, column) = (error.message, error.column);
                    tell(
                        &format!("is no JMESPath: {message}, at character {column}"),
                        "",
                    );
                    continue;
                }
            };
            let found = lint(context.model, &expression, &data);
            let problems: Vec<&str> = found
                .problems
                .iter()
                .map(|it| it.message.as_str())
                .collect();
            if !problems.is_empty() {
                tell(&format!("leads nowhere: {}", problems.join(", ")), "");
            }
            let refused = refused(&expression);
            if !refused.is_empty() {
                tell(
                    &format!("has {}, which is refused here", listed(refused)),
                    "use names, `[*]`, `*`, `[]`, `[a, b]` and `keys()`",
                );
            }
        }
    }
}

/// The parts of an expression that paths may not have.
fn refused(expression: &Expression) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open = vec![expression];
    while let Some(expression) = open.pop() {
        match &expression.kind {
            Kind::Current | Kind::Field(_) => {}
            Kind::Reference(inside) | Kind::Flatten(inside) => open.push(inside),
            Kind::Then(left, right) | Kind::Elements(left, right) | Kind::Values(left, right) => {
                open.extend([&**left, &**right]);
            }
            Kind::List(parts) => open.extend(parts),
            Kind::Call(name, arguments) if name == "keys" => open.extend(arguments),
            Kind::Call(name, _) => found.push(name.as_str()),
            Kind::Index(_) => found.push("[0]"),
            Kind::Slice(_) => found.push("[0:1]"),
            Kind::Literal(_) => found.push("'a'"),
            Kind::Filter(..) => found.push("[?a]"),
            Kind::Object(_) => found.push("{a: b}"),
            Kind::Or(..) => found.push("||"),
            Kind::And(..) => found.push("&&"),
            Kind::Not(_) => found.push("!"),
            Kind::Compare(comparison, ..) => found.push(comparison.sign()),
        }
    }
    found
}
