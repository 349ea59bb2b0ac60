//! Whether the examples of operations are what the operations take and return.

use crate::model::traits::{Example, ExampleError, Examples, Known};
use crate::model::{Kind, Node, Operation, Shape};
use crate::node_validation::{NodeValidator, Options};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// The two ways to check: the second is for examples that break constraints to show what happens then.
struct Validators<'i, 'm> {
    strict: NodeValidator<'i, 'm>,
    lax: NodeValidator<'i, 'm>,
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let lax = Options {
        allows_broken_constraints: true,
        ..Options::default()
    };
    let validators = Validators {
        strict: NodeValidator::new(&context.index, Options::default()),
        lax: NodeValidator::new(&context.index, lax),
    };
    for (subject, _) in context.with_trait(Examples::ID) {
        let examples = subject.traits().read::<Examples>();
        let (Kind::Operation(operation), Some(Examples(examples))) =
            (&subject.shape.kind, examples)
        else {
            continue;
        };
        for example in &examples {
            let illustrated = Illustrated {
                shape: subject.shape,
                operation,
                example,
                validator: match example.allow_constraint_errors {
                    true => &validators.lax,
                    false => &validators.strict,
                },
            };
            illustrated.check(context, report);
        }
    }
}

/// An operation with one of its examples.
struct Illustrated<'v, 'i, 'm> {
    shape: &'m Shape,
    operation: &'m Operation,
    example: &'v Example,
    validator: &'v NodeValidator<'i, 'm>,
}

impl<'m> Illustrated<'_, '_, 'm> {
    fn check(&self, context: &Context<'m>, report: &mut Report<'_>) {
        let Example { input, output, .. } = self.example;
        if self.example.allow_constraint_errors && self.example.error.is_none() {
            self.tell(
                report,
                "has `allowConstraintErrors`, but not the `error` that comes of it",
            );
        }
        let nothing = Node::Object(serde_json::Map::new());
        let of = context.shape(&self.operation.input.target);
        self.compare(report, "the input", of, input.as_ref().unwrap_or(&nothing));
        match (output, &self.example.error) {
            (Some(_), Some(_)) => {
                self.tell(report, "has an `output` and an `error`: drop one");
            }
            (Some(output), None) => {
                let of = context.shape(&self.operation.output.target);
                self.compare(report, "the output", of, output);
            }
            (None, Some(error)) => match error_shape(context, self.shape, error) {
                Some(of) => {
                    let content = error.content.as_ref().unwrap_or(&nothing);
                    self.compare(report, "the error", Some(of), content);
                }
                None => {
                    let id = &error.shape_id;
                    let problem = format!("has the error `{id}`, which is none of the operation");
                    self.tell(report, &problem);
                }
            },
            (None, None) => {}
        }
    }

    /// Tells of all in which a part of the example is no value of its shape.
    fn compare(&self, report: &mut Report<'_>, part: &str, of: Option<&'m Shape>, value: &Node) {
        let title = &self.example.title;
        let findings = of.map(|of| self.validator.check(of, value));
        for finding in findings.into_iter().flatten() {
            let way = match finding.path.as_str() {
                "" => String::new(),
                path => format!(" at `{path}`"),
            };
            let message = format!("{part} of example `{title}`{way}: {}", finding.message);
            let event = report.of_trait(finding.severity, self.shape, Examples::ID, message);
            report.push(event.id(report.id(&finding.suffix.unwrap_or_default())));
        }
    }

    fn tell(&self, report: &mut Report<'_>, problem: &str) {
        let message = format!("example `{}` {problem}", self.example.title);
        report.trait_error(self.shape, Examples::ID, message);
    }
}

/// The error of an example, if the operation returns it in every service that has it.
fn error_shape<'m>(
    context: &Context<'m>,
    shape: &Shape,
    error: &ExampleError,
) -> Option<&'m Shape> {
    let id = error.shape_id.as_str();
    let own = shape.as_operation()?.errors.iter();
    let services = context.services_of(&shape.id);
    let is_of_all = || {
        let mut services = services.iter().filter_map(|service| service.as_service());
        services.all(|service| service.errors.iter().any(|error| error.target == *id))
    };
    let is_returned =
        own.clone().any(|error| error.target == *id) || !services.is_empty() && is_of_all();
    context.model.get(id).filter(|_| is_returned)
}
