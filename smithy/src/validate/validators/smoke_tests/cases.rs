//! Whether smoke tests send what their operations take.

use super::{SMOKE_TESTS, listed};
use crate::diagnostic::Severity;
use crate::model::traits::id::REQUIRED;
use crate::model::{Node, Shape};
use crate::node_validation::{NodeValidator, Options, Timestamps};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let options = Options {
        timestamps: Timestamps::EpochSeconds,
        allows_null: true,
        ..Options::default()
    };
    let validator = NodeValidator::new(&context.index, options);
    for (subject, applied) in context.with_trait(SMOKE_TESTS) {
        for test in applied.value.as_array().into_iter().flatten() {
            let case = Case {
                validator: &validator,
                operation: subject.shape,
                id: test.get("id").and_then(Node::as_str).unwrap_or_default(),
            };
            case.vendor(context, report, test);
            case.input(context, report, test);
        }
    }
}

/// A test of an operation.
struct Case<'v, 'i, 'm> {
    validator: &'v NodeValidator<'i, 'm>,
    operation: &'m Shape,
    id: &'v str,
}

impl<'m> Case<'_, '_, 'm> {
    fn tell(&self, report: &mut Report<'_>, severity: Severity, problem: &str) {
        let message = format!("smoke test `{}` {problem}", self.id);
        report.tell_of_trait(severity, self.operation, SMOKE_TESTS, message);
    }

    fn compare(&self, report: &mut Report<'_>, what: &str, shape: &'m Shape, value: &Node) {
        for finding in self.validator.check(shape, value) {
            let way = match finding.path.as_str() {
                "" => what.to_owned(),
                path => format!("{what}.{path}"),
            };
            let message = format!("`{way}` of smoke test `{}`: {}", self.id, finding.message);
            let severity = finding.severity;
            let event = report.of_trait(severity, self.operation, SMOKE_TESTS, message);
            let suffix = finding.suffix.unwrap_or_default();
            report.push(event.id(report.id(&suffix)));
        }
    }

    fn vendor(&self, context: &Context<'m>, report: &mut Report<'_>, test: &Node) {
        let shape = test.get("vendorParamsShape").and_then(Node::as_str);
        match (shape, test.get("vendorParams")) {
            (Some(_), None) => {
                let problem = "has a `vendorParamsShape`, but no `vendorParams`";
                self.tell(report, Severity::Warning, problem);
            }
            (None, Some(_)) => {
                let problem = "has `vendorParams`, but no `vendorParamsShape`";
                self.tell(report, Severity::Warning, problem);
            }
            (Some(shape), Some(value)) => {
                if let Some(shape) = context.model.get(shape) {
                    self.compare(report, "vendorParams", shape, value);
                }
            }
            (None, None) => {}
        }
    }

    fn input(&self, context: &Context<'m>, report: &mut Report<'_>, test: &Node) {
        let Some(input) = context.input(self.operation) else {
            return;
        };
        if let Some(value) = test.get("params") {
            return self.compare(report, "params", input, value);
        }
        let members = input.members.iter();
        let required = members.filter(|member| member.traits.has(REQUIRED));
        let required: Vec<&str> = required.map(|member| &*member.name).collect();
        if !required.is_empty() {
            let required = listed(required);
            let problem = format!("has no `params`, but the input requires {required}");
            self.tell(report, Severity::Error, &problem);
        }
    }
}
