//! Whether the examples of operations are what the operations take and return.

use crate::model::traits::{Example, ExampleError, Examples, Known};
use crate::model::{Kind, Node, Shape};
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
        let Some(Examples(examples)) = subject.traits().read() else {
            continue;
        };
        for example in &examples {
            check_example(context, report, &validators, subject.shape, example);
        }
    }
}

fn check_example<'m>(
    context: &Context<'m>,
    report: &mut Report<'_>,
    validators: &Validators<'_, 'm>,
    shape: &'m Shape,
    example: &Example,
) {
    let Kind::Operation(operation) = &shape.kind else {
        return;
    };
    let title = &example.title;
    let compare = |report: &mut Report<'_>, part: &str, of: Option<&'m Shape>, value: &Node| {
        let validator = match example.allow_constraint_errors {
            true => &validators.lax,
            false => &validators.strict,
        };
        for finding in of.into_iter().flat_map(|of| validator.check(of, value)) {
            let way = match finding.path.as_str() {
                "" => String::new(),
                path => format!(" at `{path}`"),
            };
            let message = format!("{part} of example `{title}`{way}: {}", finding.message);
            let event = report.of_trait(finding.severity, shape, Examples::ID, message);
            report.push(event.id(report.id(&finding.suffix.unwrap_or_default())));
        }
    };
    let nothing = Node::Object(serde_json::Map::new());
    let input = example.input.as_ref().unwrap_or(&nothing);
    if example.allow_constraint_errors && example.error.is_none() {
        let message = format!(
            "example `{title}` has `allowConstraintErrors`, but not the `error` that comes of it"
        );
        report.trait_error(shape, Examples::ID, message);
    }
    compare(
        report,
        "the input",
        context.shape(&operation.input.target),
        input,
    );
    match (&example.output, &example.error) {
        (Some(_), Some(_)) => {
            let message = format!("example `{title}` has an `output` and an `error`: drop one");
            report.trait_error(shape, Examples::ID, message);
        }
        (Some(output), None) => {
            let of = context.shape(&operation.output.target);
            compare(report, "the output", of, output);
        }
        (None, Some(error)) => match error_shape(context, shape, error) {
            Some(of) => {
                let content = error.content.as_ref().unwrap_or(&nothing);
                compare(report, "the error", Some(of), content);
            }
            None => {
                let message = format!(
                    "example `{title}` has the error `{}`, which the operation does not return",
                    error.shape_id
                );
                report.trait_error(shape, Examples::ID, message);
            }
        },
        (None, None) => {}
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
