//! What to wait for after an operation, as far as the trait can say it.

use super::layered::Fields;
use super::{Node, Reader, object, set};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ShapeId;

const WAITER: &[&str] = &[
    "acceptors",
    "delay",
    "description",
    "maxAttempts",
    "operation",
];
const ACCEPTOR: &[&str] = &["argument", "expected", "matcher", "state"];

/// The errors of responses without a body, by the status of these.
const BODILESS: &[(u64, &str)] = &[
    (301, "MovedPermanently"),
    (400, "BadRequest"),
    (403, "Forbidden"),
    (404, "NotFound"),
    (409, "Conflict"),
];

impl<'a> Reader<'a, '_> {
    /// Adds a trait to each operation that waiters use.
    pub(super) fn waiters(&mut self, root: Fields<'a>) {
        self.check_known(&root, &["version", "waiters"], "");
        let Some(waiters) = self.fields_of(&root, "waiters", "") else {
            return;
        };
        for field in &waiters.list {
            let Some(fields) = self.fields(field.value, "a waiter", "") else {
                continue;
            };
            self.check_known(&fields, WAITER, "");
            let Some((operation, at)) = self.text(&fields, "operation", "") else {
                continue;
            };
            let Some(id) = self.operation_named(&operation, at) else {
                continue;
            };
            let waitable = self.waiter(&id, &fields, &field.key);
            let whole = self.whole_waiter(&id, &fields);
            let Some(shape) = self.shapes.get_mut(&id) else {
                continue;
            };
            for (name, value) in [
                ("smithy.waiters#waitable", waitable),
                ("smithgen.commands#waiters", whole),
            ] {
                let Some(value) = value else { continue };
                let mut all = match shape.traits.get(name) {
                    Some(Node::Object(all)) => all.clone(),
                    _ => serde_json::Map::new(),
                };
                all.insert(field.key.to_string(), value);
                set(&mut shape.traits, name, Node::Object(all), field.key_at);
            }
        }
    }

    fn waiter(&mut self, id: &ShapeId, fields: &Fields<'a>, name: &str) -> Option<Node> {
        let subject = id.as_str();
        let mut acceptors = Vec::new();
        for fields in self.objects(fields, "acceptors", subject) {
            self.check_known(&fields, ACCEPTOR, subject);
            let state = self.text(&fields, "state", subject)?.0;
            let Some(matchers) = self.matchers(id, &fields) else {
                let message = format!(
                    "the waiter `{name}` is left out: nothing says this of its acceptors in a model"
                );
                let mut problem = Diagnostic::of(Severity::Note, "Model", message).shape(subject);
                problem.place = self.file.place(fields.at);
                self.file.push(problem);
                return None;
            };
            for matcher in matchers {
                let state = Node::String(state.clone());
                acceptors.push(object([("state", Some(state)), ("matcher", Some(matcher))]));
            }
        }
        let description = self.text(fields, "description", subject);
        let delay = self.number(fields, "delay", subject).map(|it| it.0);
        // The longest delay is two minutes, unless stated, and must not be less than the shortest.
        let is_long = delay.as_ref().and_then(Node::as_u64) > Some(120);
        Some(object([
            ("documentation", description.map(|it| Node::String(it.0))),
            ("acceptors", Some(Node::Array(acceptors))),
            ("maxDelay", delay.clone().filter(|_| is_long)),
            ("minDelay", delay),
        ]))
    }

    /// The waiter as it is described, for commands.
    fn whole_waiter(&mut self, id: &ShapeId, fields: &Fields<'a>) -> Option<Node> {
        let subject = id.as_str();
        let mut acceptors = Vec::new();
        for fields in self.objects(fields, "acceptors", subject) {
            let argument = fields.get("argument").is_some();
            let argument = argument.then(|| self.text(&fields, "argument", subject));
            acceptors.push(object([
                ("state", self.node(&fields, "state", subject).map(|it| it.0)),
                (
                    "matcher",
                    self.node(&fields, "matcher", subject).map(|it| it.0),
                ),
                ("argument", argument.flatten().map(|it| Node::String(it.0))),
                (
                    "expected",
                    self.node(&fields, "expected", subject).map(|it| it.0),
                ),
            ]));
        }
        let description = self.text(fields, "description", subject);
        let delay = self.number(fields, "delay", subject)?.0;
        let attempts = self.number(fields, "maxAttempts", subject)?.0;
        Some(object([
            ("documentation", description.map(|it| Node::String(it.0))),
            ("delay", Some(delay)),
            ("maxAttempts", Some(attempts)),
            ("acceptors", Some(Node::Array(acceptors))),
        ]))
    }

    /// What an acceptor compares, of which any may hold; `None` if the trait cannot say it.
    fn matchers(&mut self, id: &ShapeId, fields: &Fields<'a>) -> Option<Vec<Node>> {
        let subject = id.as_str();
        let (matcher, _) = self.text(fields, "matcher", subject)?;
        let (expected, _) = self.node(fields, "expected", subject)?;
        let one = |key: &str, value: Node| Some(vec![object([(key, Some(value))])]);
        match (matcher.as_str(), &expected) {
            ("error", Node::String(name)) => one("errorType", Node::String(name.clone())),
            ("error", Node::Bool(is_error)) => one("success", Node::Bool(!is_error)),
            ("status", Node::Number(status)) => match status.as_u64()? {
                200..=299 => one("success", Node::Bool(true)),
                status => self.errors_of_status(id, status),
            },
            ("path" | "pathAll" | "pathAny", _) => {
                let path = self.text(fields, "argument", subject)?.0;
                let (comparator, expected) = comparison(&matcher, &expected)?;
                let output = object([
                    ("path", Some(Node::String(path))),
                    ("expected", Some(Node::String(expected))),
                    ("comparator", Some(Node::from(comparator))),
                ]);
                one("output", output)
            }
            _ => None,
        }
    }

    /// The errors that come with a status: those of the operation, or that of a response without a body.
    fn errors_of_status(&self, id: &ShapeId, status: u64) -> Option<Vec<Node>> {
        let shape = self.shapes.get(id)?;
        let http = shape.traits.get("smithy.api#http");
        let method = http.and_then(|http| http.get("method")?.as_str());
        let names: Vec<&str> = match method == Some("HEAD") {
            true => BODILESS
                .iter()
                .filter(|it| it.0 == status)
                .map(|it| it.1)
                .collect(),
            false => {
                let errors = shape.as_operation()?.errors.iter();
                let has_status = |id: &&ShapeId| {
                    let error = self.shapes.get(*id);
                    let stated = error.and_then(|it| it.traits.get("smithy.api#httpError"));
                    stated.and_then(Node::as_u64) == Some(status)
                };
                let errors = errors.map(|error| &error.target).filter(has_status);
                errors.map(ShapeId::name).collect()
            }
        };
        let names = names.into_iter().map(Node::from);
        let matchers: Vec<Node> = names
            .map(|name| object([("errorType", Some(name))]))
            .collect();
        (!matchers.is_empty()).then_some(matchers)
    }
}

fn comparison(matcher: &str, expected: &Node) -> Option<(&'static str, String)> {
    match (matcher, expected) {
        ("path", Node::Bool(value)) => Some(("booleanEquals", value.to_string())),
        ("path", Node::String(value)) => Some(("stringEquals", value.clone())),
        ("pathAll", Node::String(value)) => Some(("allStringEquals", value.clone())),
        ("pathAny", Node::String(value)) => Some(("anyStringEquals", value.clone())),
        _ => None,
    }
}
