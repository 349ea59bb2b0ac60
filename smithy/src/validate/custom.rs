//! The validators that a model configures in its metadata.

use std::sync::Arc;

use super::context::Context;
use super::linters::{Run, TABLE};
use super::report::Report;
use crate::diagnostic::{Diagnostic, Errors, Severity};
use crate::model::{Model, Node};
use crate::nearest::nearest;
use crate::selector::{Points, Selector};

/// A validator as metadata configures it.
pub(super) struct Custom {
    /// The name of what it runs.
    pub(super) name: String,
    id: String,
    message: Option<String>,
    severity: Option<Severity>,
    namespaces: Vec<String>,
    selector: Option<Selector>,
    run: Run,
}

/// Reads the validators that metadata configures, and reports what is malformed or unknown.
pub(super) fn load(model: &Model, errors: &mut Errors) -> Vec<Custom> {
    let mut found = Vec::new();
    let elements = match model.metadata.get("validators") {
        None => return found,
        Some(Node::Array(elements)) => elements,
        Some(_) => {
            let problem = Diagnostic::error("metadata `validators` is a list of objects");
            errors.push(problem.help("give each validator a `name` and a `configuration`"));
            return found;
        }
    };
    for (number, element) in elements.iter().enumerate() {
        match Custom::of(number, element) {
            Ok(custom) => found.push(custom),
            Err(problem) => errors.push(*problem),
        }
    }
    found
}

impl Custom {
    fn of(number: usize, element: &Node) -> Result<Self, Box<Diagnostic>> {
        let malformed = |problem: String| {
            let message =
                format!("element {number} of metadata `validators` is malformed: {problem}");
            Box::new(Diagnostic::error(message))
        };
        let text = |key: &str| match element.get(key) {
            None => Ok(None),
            Some(Node::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(malformed(format!("its `{key}` is no text"))),
        };
        let Some(name) = text("name")? else {
            return Err(malformed("it has no `name`".to_owned()));
        };
        let severity = match text("severity")?.as_deref() {
            None => None,
            Some(text) => {
                let severity = Severity::named(text);
                let severity = severity.filter(|it| Severity::OF_VALIDATORS.contains(it));
                let wrong = || {
                    let known = Severity::OF_VALIDATORS.map(Severity::name).join("`, `");
                    malformed(format!("its `severity` is `{text}`, and none of `{known}`"))
                };
                Some(severity.ok_or_else(wrong)?)
            }
        };
        let selector = match text("selector")?.map(|text| Selector::parse(&text)) {
            None => None,
            Some(Ok(selector)) => Some(selector),
            Some(Err(error)) => return Err(malformed(format!("its `selector`: {error}"))),
        };
        let Some(configurable) = TABLE.iter().find(|known| known.name == name) else {
            return Err(Box::new(unknown(&name)));
        };
        let configuration = element.get("configuration").unwrap_or(&Node::Null);
        let run = (configurable.configure)(configuration)
            .map_err(|problem| malformed(format!("the `configuration` of `{name}`: {problem}")))?;
        let namespaces = element.get("namespaces").and_then(Node::as_array);
        let namespaces = namespaces.into_iter().flatten().filter_map(Node::as_str);
        Ok(Self {
            id: text("id")?.unwrap_or_else(|| name.clone()),
            message: text("message")?,
            namespaces: namespaces.map(str::to_owned).collect(),
            name,
            severity,
            selector,
            run,
        })
    }

    /// Runs it; its events are told as the model wants them to be.
    pub(super) fn check(&self, context: &Context<'_>, report: &mut Report<'_>) {
        let candidates = match self.selector.as_ref().map(|it| it.select(&context.index)) {
            None => None,
            Some(Ok(candidates)) => Some(candidates),
            Some(Err(error)) => {
                report.push(Diagnostic::error(error.to_string()));
                return;
            }
        };
        let mut own = Report::new(context.model, &self.name);
        (self.run)(context, &mut own);
        for event in own.into_events() {
            if event.id == "Model" {
                report.push(event);
            } else if self.is_wanted(context, &event, candidates.as_ref()) {
                report.push(self.adapted(event));
            }
        }
    }

    fn is_wanted(
        &self,
        context: &Context<'_>,
        event: &Diagnostic,
        candidates: Option<&Arc<Points>>,
    ) -> bool {
        let Some(shape) = &event.shape else {
            return true;
        };
        let namespace = shape.split('#').next().unwrap_or_default();
        let is_in = self.namespaces.is_empty() || self.namespaces.iter().any(|it| it == namespace);
        let is_candidate = candidates.is_none_or(|candidates| {
            let point = context.index.find(shape);
            point.is_some_and(|point| candidates.contains(point))
        });
        is_in && is_candidate
    }

    fn adapted(&self, event: Diagnostic) -> Diagnostic {
        let suffix = event.id.find('.').and_then(|at| event.id.get(at..));
        let id = format!("{}{}", self.id, suffix.unwrap_or_default());
        let message = match &self.message {
            Some(message) => message.replace("{super}", &event.message),
            None => event.message,
        };
        Diagnostic {
            id: id.into(),
            message,
            severity: self.severity.unwrap_or(event.severity),
            ..event
        }
    }
}

fn unknown(name: &str) -> Diagnostic {
    let problem = Diagnostic::warning(format!("there is no validator `{name}`"));
    let problem = problem.id(format!("UnknownValidator_{name}"));
    match nearest(name, TABLE.iter().map(|known| known.name)) {
        Some(meant) => problem.help(format!("did you mean `{meant}`?")),
        None => problem,
    }
}
