//! Whether tests of requests and responses have values that operations and errors take.

use super::{REQUESTS, RESPONSES, media};
use crate::diagnostic::Severity;
use crate::model::{Kind, Node, Shape, Trait};
use crate::node_validation::{NodeValidator, Options, Timestamps};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn inputs(context: &Context<'_>, report: &mut Report<'_>) {
    check(context, report, REQUESTS, |shape| context.input(shape));
}

pub(super) fn outputs(context: &Context<'_>, report: &mut Report<'_>) {
    check(context, report, RESPONSES, |shape| context.output(shape));
}

pub(super) fn errors(context: &Context<'_>, report: &mut Report<'_>) {
    let find = |shape| Some(shape).filter(|it: &&Shape| matches!(it.kind, Kind::Structure));
    check(context, report, RESPONSES, find);
}

/// Checks all tests in a trait; `find` tells the structure that a test has values of, if it is for this validator.
fn check<'m>(
    context: &Context<'m>,
    report: &mut Report<'_>,
    id: &str,
    find: impl Fn(&'m Shape) -> Option<&'m Shape>,
) {
    let options = Options {
        timestamps: Timestamps::EpochSeconds,
        allows_null: true,
        ..Options::default()
    };
    let validator = NodeValidator::new(&context.index, options);
    for (subject, applied) in context.with_trait(id) {
        for (number, test) in applied.value.as_array().into_iter().flatten().enumerate() {
            let case = Case {
                validator: &validator,
                shape: subject.shape,
                applied,
                number,
            };
            case.body(report, test);
            if let Some(structure) = find(subject.shape) {
                case.vendor(context, report, test);
                let nothing = Node::Object(serde_json::Map::new());
                let params = test.get("params").unwrap_or(&nothing);
                case.compare(report, "params", structure, params);
            }
        }
    }
}

/// A test of an operation or error.
struct Case<'v, 'i, 'm> {
    validator: &'v NodeValidator<'i, 'm>,
    shape: &'m Shape,
    applied: &'m Trait,
    number: usize,
}

impl<'m> Case<'_, '_, 'm> {
    fn tell(&self, report: &mut Report<'_>, severity: Severity, problem: &str) {
        let id = self.applied.id.as_str();
        let message = format!("test {} of `{id}` {problem}", self.number);
        report.tell_of_trait(severity, self.shape, id, message);
    }

    fn body(&self, report: &mut Report<'_>, test: &Node) {
        let text = |key: &str| test.get(key).and_then(Node::as_str);
        let (Some(body), Some(kind)) = (text("body"), text("bodyMediaType")) else {
            return;
        };
        if let Some(problem) = media::problem(body, kind) {
            let problem = format!("has a body that is no `{kind}`: {problem}");
            self.tell(report, Severity::Danger, &problem);
        }
    }

    fn vendor(&self, context: &Context<'m>, report: &mut Report<'_>, test: &Node) {
        let shape = test.get("vendorParamsShape").and_then(Node::as_str);
        let Some(shape) = shape.and_then(|id| context.model.get(id)) else {
            return;
        };
        let params = test.get("vendorParams").and_then(Node::as_object);
        match params.filter(|params| !params.is_empty()) {
            Some(params) => {
                let params = Node::Object(params.clone());
                self.compare(report, "vendorParams", shape, &params);
            }
            None => {
                let problem = "has a `vendorParamsShape`, but no `vendorParams`";
                self.tell(report, Severity::Warning, problem);
            }
        }
    }

    fn compare(&self, report: &mut Report<'_>, what: &str, shape: &'m Shape, value: &Node) {
        let id = self.applied.id.as_str();
        for finding in self.validator.check(shape, value) {
            let way = match finding.path.as_str() {
                "" => what.to_owned(),
                path => format!("{what}.{path}"),
            };
            let message = format!(
                "`{way}` of test {} of `{id}`: {}",
                self.number, finding.message
            );
            let event = report.of_trait(finding.severity, self.shape, id, message);
            let suffix = finding.suffix.unwrap_or_default();
            report.push(event.id(report.id(&suffix)));
        }
    }
}
