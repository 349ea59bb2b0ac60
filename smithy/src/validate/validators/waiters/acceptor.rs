//! Whether an acceptor compares what there is with what it may be.

use std::rc::Rc;

use super::{WAITABLE, listed};
use crate::diagnostic::Severity;
use crate::jmespath::{Lint, Problem, Sample, Type, lint, parse};
use crate::model::{Node, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// An acceptor of a waiter.
pub(super) struct Acceptor<'c, 'm> {
    pub(super) context: &'c Context<'m>,
    pub(super) operation: &'m Shape,
    pub(super) waiter: &'c str,
    /// Its number among those of the waiter.
    pub(super) number: usize,
}

impl<'m> Acceptor<'_, 'm> {
    pub(super) fn check(&self, report: &mut Report<'_>, value: &Node) {
        if let Some(message) = value.get("message").and_then(Node::as_str) {
            self.message(report, value, message);
        }
        let matcher = |key: &str| value.get("matcher")?.get(key);
        if let Some(path) = matcher("output") {
            self.path(report, path, &self.output());
        }
        if let Some(path) = matcher("inputOutput") {
            let both = [
                (
                    "input".to_owned(),
                    self.sample(self.context.input(self.operation)),
                ),
                ("output".to_owned(), self.output()),
            ];
            self.path(report, path, &Sample::Object(Rc::new(both)));
        }
        if let Some(name) = matcher("errorType").and_then(Node::as_str) {
            self.error(report, name);
        }
    }

    fn sample(&self, shape: Option<&'m Shape>) -> Sample<'m> {
        shape.map_or(Sample::Any, |shape| Sample::of(self.context.model, shape))
    }

    fn output(&self) -> Sample<'m> {
        self.sample(self.context.output(self.operation))
    }

    /// Tells of the acceptor; `parts` follow the name of the validator in the id of the event.
    fn tell(
        &self,
        report: &mut Report<'_>,
        severity: Severity,
        parts: Option<&str>,
        problem: &str,
        help: Option<&str>,
    ) {
        let Self { waiter, number, .. } = self;
        let message = format!("acceptor {number} of waiter `{waiter}`: {problem}");
        let event = report.of_trait(severity, self.operation, WAITABLE, message);
        let event = match parts {
            Some(parts) => event.id(format!("WaitableTrait{parts}.{waiter}.{number}")),
            None => event,
        };
        report.push(match help {
            Some(help) => event.help(help),
            None => event,
        });
    }

    /// Reads an expression, and tells what is wrong with it.
    fn lint(&self, report: &mut Report<'_>, text: &str, data: &Sample<'m>) -> Option<Lint<'m>> {
        let expression = match parse(text) {
            Ok(expression) => expression,
            Err(error) => {
                let (message, column) = (error.message, error.column);
                let problem = format!("`{text}` is no JMESPath: {message}, at character {column}");
                self.tell(report, Severity::Error, None, &problem, None);
                return None;
            }
        };
        let lint = lint(self.context.model, &expression, data);
        for Problem {
            severity,
            message,
            column,
        } in &lint.problems
        {
            let parts = match severity {
                Severity::Error => None,
                Severity::Danger => Some("JmespathProblem.JmespathEventDanger"),
                _ => Some("JmespathProblem.JmespathEventWarning"),
            };
            let problem = format!("in `{text}`, {message}, at character {column}");
            self.tell(report, *severity, parts, &problem, None);
        }
        Some(lint)
    }

    fn path(&self, report: &mut Report<'_>, matcher: &Node, data: &Sample<'m>) {
        let text = |key: &str| matcher.get(key).and_then(Node::as_str);
        let Some(path) = text("path") else {
            return;
        };
        let found = self.lint(report, path, data);
        let found = found.map_or(Type::Any, |lint| lint.result.kind());
        let comparator = text("comparator").unwrap_or_default();
        let wanted = match comparator {
            "booleanEquals" => Type::Boolean,
            "stringEquals" => Type::String,
            _ => Type::Array,
        };
        let expected = text("expected").unwrap_or_default();
        if wanted == Type::Boolean && !matches!(expected, "true" | "false") {
            let problem = format!("it expects `{expected}`, but `booleanEquals` compares booleans");
            let help = "expect `true` or `false`, or use `stringEquals`";
            self.tell(report, Severity::Error, None, &problem, Some(help));
        }
        if found != Type::Any && found != wanted {
            let (found, wanted) = (found.name(), wanted.name());
            let problem = format!("`{comparator}` compares with {wanted}, but `{path}` is {found}");
            let parts = Some("JmespathProblem.ReturnTypeMismatch");
            self.tell(report, Severity::Danger, parts, &problem, None);
        }
    }

    /// What explains a failure is text.
    fn message(&self, report: &mut Report<'_>, value: &Node, text: &str) {
        let state = value
            .get("state")
            .and_then(Node::as_str)
            .unwrap_or_default();
        if state != "failure" {
            let problem = format!("it has a `message`, but its state is `{state}`");
            let help = "a message explains a failure: drop it, or let the state be `failure`";
            self.tell(report, Severity::Error, None, &problem, Some(help));
            return;
        }
        let Some(found) = self.lint(report, text, &self.output()) else {
            return;
        };
        let is_text = |value: &Sample<'_>| matches!(value.kind(), Type::String | Type::Any);
        let problem = match found.result.elements() {
            None if is_text(&found.result) => return,
            None => format!("its `message` is {}", found.result.kind().name()),
            Some(elements) => match elements.iter().find(|(element, _)| !is_text(element)) {
                Some((element, _)) => {
                    format!("its `message` is a list of {}", element.kind().name())
                }
                None => return,
            },
        };
        let help = "a message is a string, or a list of strings";
        self.tell(report, Severity::Error, None, &problem, Some(help));
    }

    /// An error that an acceptor names is one of the operation.
    fn error(&self, report: &mut Report<'_>, name: &str) {
        let errors = self
            .operation
            .as_operation()
            .into_iter()
            .flat_map(|it| &it.errors);
        let errors: Vec<_> = errors.map(|error| &error.target).collect();
        if errors.iter().any(|id| **id == *name || id.name() == name) {
            return;
        }
        let problem = format!("the operation has no error `{name}`");
        let help = match errors.is_empty() {
            true => "it has none".to_owned(),
            false => format!("it has {}", listed(errors.iter().map(|id| id.as_str()))),
        };
        let parts = Some("InvalidErrorType");
        self.tell(report, Severity::Warning, parts, &problem, Some(&help));
    }
}
