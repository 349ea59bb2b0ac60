//! What can be told of an expression without data: whether fields exist, and what types there are.

use super::compare::compare;
use super::{Expression, Kind, Sample, functions};
use crate::diagnostic::Severity;
use crate::limits::JMESPATH_STEPS;
use crate::model::Model;

/// What was found out of an expression.
pub(crate) struct Lint<'m> {
    /// What it gives.
    pub(crate) result: Sample<'m>,
    /// What is wrong with it, each once.
    pub(crate) problems: Vec<Problem>,
}

/// Something wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// How grave it is.
    pub(crate) severity: Severity,
    /// What is wrong, in lower case and without full stop.
    pub(crate) message: String,
    /// Where in the expression: the number of the character, from 1.
    pub(crate) column: usize,
}

/// Applies an expression to a sample.
pub(crate) fn lint<'m>(
    model: &'m Model,
    expression: &Expression,
    current: &Sample<'m>,
) -> Lint<'m> {
    let mut check = Check {
        model,
        problems: Vec::new(),
        steps: JMESPATH_STEPS,
    };
    let result = check.apply(expression, current, None);
    if check.steps == 0 {
        check.add(
            Severity::Danger,
            expression,
            format!("it takes more than {JMESPATH_STEPS} steps"),
        );
    }
    Lint {
        result,
        problems: check.problems,
    }
}

struct Check<'m> {
    model: &'m Model,
    problems: Vec<Problem>,
    steps: u32,
}

impl<'m> Check<'m> {
    fn add(&mut self, severity: Severity, at: &Expression, message: String) {
        let problem = Problem {
            severity,
            message,
            column: at.column,
        };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn danger(&mut self, at: &Expression, message: String) {
        self.add(Severity::Danger, at, message);
    }

    /// Tells that a value is not of a type, unless nothing is known of it.
    fn wrong_type(&mut self, at: &Expression, what: &str, value: &Sample<'m>) {
        if !matches!(value, Sample::Any) {
            self.danger(at, format!("{what} is taken of {}", value.kind().name()));
        }
    }

    /// What an expression gives, applied to `current`; `outer` is what references of functions apply to.
    fn apply(
        &mut self,
        expression: &Expression,
        current: &Sample<'m>,
        outer: Option<&Sample<'m>>,
    ) -> Sample<'m> {
        self.steps = self.steps.saturating_sub(1);
        if self.steps == 0 {
            return Sample::Any;
        }
        match &expression.kind {
            Kind::Current => current.clone(),
            Kind::Field(name) => self.field(expression, current, name),
            Kind::Index(index) => match current.elements() {
                Some(_) => current.element(*index),
                None => {
                    self.wrong_type(expression, &format!("element {index}"), current);
                    Sample::Any
                }
            },
            Kind::Slice(_) => match current.elements() {
                Some(_) => current.clone(),
                None => {
                    self.wrong_type(expression, "a slice", current);
                    Sample::some_list()
                }
            },
            Kind::Literal(value) => Sample::of_value(value),
            Kind::Then(left, right) => {
                let left = self.apply(left, current, outer);
                self.apply(right, &left, None)
            }
            Kind::Flatten(inside) => self.flatten(expression, inside, current),
            Kind::Elements(left, right) => self.elements(expression, left, right, current),
            Kind::Values(left, right) => self.values(expression, left, right, current),
            Kind::Filter(left, condition, right) => {
                self.filter(expression, [left, condition, right], current)
            }
            Kind::List(parts) => {
                let parts = parts.iter().map(|part| self.apply(part, current, outer));
                Sample::List(parts.collect())
            }
            Kind::Object(parts) => {
                let parts = parts.iter();
                let parts =
                    parts.map(|(name, part)| (name.clone(), self.apply(part, current, outer)));
                Sample::Object(parts.collect())
            }
            Kind::Or(left, right) => {
                let left = self.apply(left, current, outer);
                let right = self.apply(right, current, outer);
                if left.is_true() { left } else { right }
            }
            Kind::And(left, right) => {
                let left = self.apply(left, current, outer);
                let right = self.apply(right, current, outer);
                if left.is_true() { right } else { left }
            }
            Kind::Not(inside) => {
                let inside = self.apply(inside, current, outer);
                Sample::Boolean(!inside.is_true())
            }
            Kind::Compare(comparison, left, right) => {
                let left = self.apply(left, current, outer);
                let right = self.apply(right, current, outer);
                let result = compare(*comparison, &left, &right);
                if matches!(result, Sample::Null) {
                    let (sign, kind) = (comparison.sign(), left.kind().name());
                    let message = format!("values of {kind} cannot be compared by `{sign}`");
                    self.add(Severity::Warning, expression, message);
                }
                result
            }
            Kind::Call(name, arguments) => self.call(expression, name, arguments, current),
            Kind::Reference(inside) => {
                self.apply(inside, outer.unwrap_or(&Sample::Any), None);
                Sample::Reference
            }
        }
    }

    fn field(&mut self, at: &Expression, current: &Sample<'m>, name: &str) -> Sample<'m> {
        if current.values(self.model).is_none() {
            self.wrong_type(at, &format!("field `{name}`"), current);
            return Sample::Any;
        }
        match current.field(self.model, name) {
            Some(value) => value,
            None => {
                let whose = match current {
                    Sample::Structure(shape, _) => format!("`{}` has", shape.id),
                    _ => "there is".to_owned(),
                };
                self.danger(at, format!("{whose} no field `{name}`"));
                Sample::Null
            }
        }
    }

    fn flatten(
        &mut self,
        at: &Expression,
        inside: &Expression,
        current: &Sample<'m>,
    ) -> Sample<'m> {
        let value = self.apply(inside, current, None);
        let Some(elements) = value.elements() else {
            self.wrong_type(at, "a flat list", &value);
            return Sample::some_list();
        };
        let mut flat = Vec::new();
        for (element, _) in elements {
            match element.elements() {
                Some(inner) => flat.extend(inner.into_iter().map(|(element, _)| element.clone())),
                None if matches!(element, Sample::Null) => {}
                None => flat.push(element.clone()),
            }
        }
        Sample::List(flat.into())
    }

    fn elements(
        &mut self,
        at: &Expression,
        left: &Expression,
        right: &Expression,
        current: &Sample<'m>,
    ) -> Sample<'m> {
        let left = self.apply(left, current, None);
        let elements = left.elements();
        if elements.is_none() {
            self.wrong_type(at, "each element", &left);
        }
        let elements = elements.unwrap_or_default();
        if elements.is_empty() {
            self.apply(right, &Sample::Any, None);
            return Sample::some_list();
        }
        if let [(element, count)] = elements.as_slice() {
            let result = self.apply(right, element, None);
            return Sample::Repeated(result.into(), *count);
        }
        let results = elements.into_iter();
        let results = results.map(|(element, _)| self.apply(right, element, None));
        Sample::List(results.collect())
    }

    fn values(
        &mut self,
        at: &Expression,
        left: &Expression,
        right: &Expression,
        current: &Sample<'m>,
    ) -> Sample<'m> {
        let left = self.apply(left, current, None);
        let Some(values) = left.values(self.model) else {
            self.wrong_type(at, "each value", &left);
            self.apply(right, &Sample::Any, None);
            return Sample::some_object();
        };
        let results = values.iter().map(|value| self.apply(right, value, None));
        Sample::List(results.collect())
    }

    fn filter(
        &mut self,
        at: &Expression,
        [left, condition, right]: [&Expression; 3],
        current: &Sample<'m>,
    ) -> Sample<'m> {
        let left = self.apply(left, current, None);
        let elements = left.elements();
        if elements.is_none() {
            self.wrong_type(at, "a filtered list", &left);
        }
        let elements = elements.unwrap_or_default();
        if elements.is_empty() {
            self.apply(condition, &Sample::Any, None);
            self.apply(right, &Sample::Any, None);
            return Sample::some_list();
        }
        let mut results = Vec::new();
        for (element, count) in elements {
            if self.apply(condition, element, None).is_true() {
                let result = self.apply(right, element, None);
                if !matches!(result, Sample::Null) {
                    results.push((result, count));
                }
            }
        }
        match results.as_slice() {
            [(result, count)] => Sample::Repeated(result.clone().into(), *count),
            _ => Sample::List(results.into_iter().map(|(result, _)| result).collect()),
        }
    }

    fn call(
        &mut self,
        at: &Expression,
        name: &str,
        arguments: &[Expression],
        current: &Sample<'m>,
    ) -> Sample<'m> {
        let values: Vec<Sample<'m>> = arguments
            .iter()
            .map(|argument| self.apply(argument, current, Some(current)))
            .collect();
        let Some(function) = functions::named(name) else {
            let message = format!("there is no function `{name}`");
            self.add(Severity::Error, at, message);
            return Sample::Any;
        };
        let wanted = function.takes.len();
        let is_right = match function.more {
            Some(_) => values.len() >= wanted,
            None => values.len() == wanted,
        };
        if !is_right {
            let found = values.len();
            let message =
                format!("function `{name}` takes {wanted} arguments, but is given {found}");
            self.add(Severity::Error, at, message);
            return function.result();
        }
        for (number, (argument, value)) in arguments.iter().zip(&values).enumerate() {
            let takes = function.takes.get(number).copied().or(function.more);
            if let Some(problem) = takes.and_then(|takes| takes.problem(value)) {
                let message = format!("argument {number} of function `{name}` {problem}");
                self.add(Severity::Error, argument, message);
            }
        }
        function.result()
    }
}
