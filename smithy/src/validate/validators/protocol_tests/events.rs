//! Whether tests of event streams have values that the operation and its streams take.

use super::{EVENTS, media};
use crate::diagnostic::Severity;
use crate::model::traits::id::STREAMING;
use crate::model::{Kind, Node, Shape};
use crate::node_validation::{NodeValidator, Options};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let options = Options {
        allows_null: true,
        ..Options::default()
    };
    let validator = NodeValidator::new(&context.index, options);
    for (subject, applied) in context.with_trait(EVENTS) {
        let streams = Streams {
            context,
            validator: &validator,
            operation: subject.shape,
            input: context.input(subject.shape),
            output: context.output(subject.shape),
        };
        for (number, test) in applied.value.as_array().into_iter().flatten().enumerate() {
            streams.case(report, &number.to_string(), test);
        }
    }
}

/// An operation with event streams.
struct Streams<'v, 'i, 'm> {
    context: &'v Context<'m>,
    validator: &'v NodeValidator<'i, 'm>,
    operation: &'m Shape,
    input: Option<&'m Shape>,
    output: Option<&'m Shape>,
}

impl<'m> Streams<'_, '_, 'm> {
    fn case(&self, report: &mut Report<'_>, place: &str, test: &Node) {
        let sides = [
            ("initialRequestParams", self.input),
            ("initialResponseParams", self.output),
        ];
        for (key, shape) in sides {
            if let (Some(value), Some(shape)) = (test.get(key), shape) {
                self.compare(report, &format!("{place}.{key}"), shape, value);
            }
        }
        for key in ["initialRequest", "initialResponse", "vendorParams"] {
            self.of_own_shape(report, place, test, key);
        }
        let events = test.get("events").and_then(Node::as_array);
        for (number, event) in events.into_iter().flatten().enumerate() {
            self.event(report, &format!("{place}.events.{number}"), event);
        }
        let parts = [
            "initialRequestParams",
            "initialRequest",
            "initialResponseParams",
            "initialResponse",
        ];
        let has_events = events.is_some_and(|events| !events.is_empty());
        if !has_events && parts.iter().all(|part| test.get(*part).is_none()) {
            let message =
                format!("test {place} has no event, no initial request and no initial response");
            let event = report.of_trait(Severity::Error, self.operation, EVENTS, message);
            report.push(event.id(report.id(place)));
        }
    }

    /// Compares a part with the shape that the test names for it.
    fn of_own_shape(&self, report: &mut Report<'_>, place: &str, test: &Node, key: &str) {
        let shape = test.get(format!("{key}Shape")).and_then(Node::as_str);
        if let Some(shape) = shape.and_then(|id| self.context.model.get(id)) {
            let nothing = Node::Object(serde_json::Map::new());
            let value = test.get(key).unwrap_or(&nothing);
            self.compare(report, &format!("{place}.{key}"), shape, value);
        }
    }

    fn event(&self, report: &mut Report<'_>, place: &str, event: &Node) {
        let text = |key: &str| event.get(key).and_then(Node::as_str);
        if let Some(params) = event.get("params") {
            let kind = text("type").unwrap_or_default();
            let (side, stream) = match kind {
                "request" => ("input", self.stream(self.input)),
                _ => ("output", self.stream(self.output)),
            };
            match stream {
                Some(stream) => self.compare(report, &format!("{place}.params"), stream, params),
                None => {
                    let message = format!(
                        "`{place}` is an event of a {kind}, but the {side} of the operation has no stream"
                    );
                    let event = report.of_trait(Severity::Error, self.operation, EVENTS, message);
                    // Only those of responses have the place in their ids.
                    report.push(match side {
                        "output" => event.id(report.id(place)),
                        _ => event,
                    });
                }
            }
        }
        if let (Some(body), Some(kind)) = (text("body"), text("bodyMediaType"))
            && let Some(problem) = media::problem(body, kind)
        {
            let message = format!("the body of `{place}` is no `{kind}`: {problem}");
            report.tell_of_trait(Severity::Danger, self.operation, EVENTS, message);
        }
        self.of_own_shape(report, place, event, "vendorParams");
    }

    fn stream(&self, structure: Option<&'m Shape>) -> Option<&'m Shape> {
        let members = structure.into_iter().flat_map(|it| &it.members);
        let mut targets = members.filter_map(|member| self.context.target(member));
        targets.find(|it| matches!(it.kind, Kind::Union) && it.traits.has(STREAMING))
    }

    fn compare(&self, report: &mut Report<'_>, place: &str, shape: &'m Shape, value: &Node) {
        for finding in self.validator.check(shape, value) {
            let way = match finding.path.as_str() {
                "" => place.to_owned(),
                path => format!("{place}.{path}"),
            };
            let message = format!("`{way}` of the tests of event streams: {}", finding.message);
            let event = report.of_trait(finding.severity, self.operation, EVENTS, message);
            let suffix = finding.suffix.unwrap_or_default();
            report.push(event.id(report.id(&suffix)));
        }
    }
}
