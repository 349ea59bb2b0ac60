//! Whether conditions on values can be read, and are true or false.

use crate::diagnostic::Severity;
use crate::jmespath::{Sample, Type, lint, parse};
use crate::model::{Node, Trait};
use crate::validate::context::Context;
use crate::validate::report::Report;

const CONDITIONS: &str = "smithy.contracts#conditions";

/// The names of the conditions in a trait, and their expressions.
fn conditions(applied: &Trait) -> impl Iterator<Item = (&str, &str)> {
    let all = applied.value.as_object().into_iter().flatten();
    all.filter_map(|(name, condition)| {
        let expression = condition.get("expression").and_then(Node::as_str)?;
        Some((name.as_str(), expression))
    })
}

pub(super) fn malformed(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(CONDITIONS) {
        for (name, text) in conditions(applied) {
            if let Err(error) = parse(text) {
                let (message, column) = (error.message, error.column);
                let message = format!(
                    "`{text}` of condition `{name}` is no JMESPath: {message}, at character {column}"
                );
                report.trait_error(subject, CONDITIONS, message);
            }
        }
    }
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(CONDITIONS) {
        let target = match subject.member {
            Some(member) => context.target(member),
            None => Some(subject.shape),
        };
        let data = target.map_or(Sample::Any, |shape| Sample::of(context.model, shape));
        for (name, text) in conditions(applied) {
            let Ok(expression) = parse(text) else {
                continue;
            };
            let found = lint(context.model, &expression, &data);
            for problem in &found.problems {
                let (problem_is, column) = (&problem.message, problem.column);
                let message = format!(
                    "in `{text}` of condition `{name}`, {problem_is}, at character {column}"
                );
                let event = report.of_trait(problem.severity, subject, CONDITIONS, message);
                let kind = match problem.severity {
                    Severity::Error => {
                        report.push(event);
                        continue;
                    }
                    Severity::Danger => "JmespathEventDanger",
                    _ => "JmespathEventWarning",
                };
                report.push(event.id(report.id(&format!("JmespathProblem.{kind}.{name}"))));
            }
            let kind = found.result.kind();
            if kind != Type::Boolean {
                let message = format!(
                    "condition `{name}` gives {}, neither true nor false",
                    kind.name()
                );
                let event = report.of_trait(Severity::Danger, subject, CONDITIONS, message);
                report.push(event.help("compare what it gives with something"));
            }
        }
    }
}
