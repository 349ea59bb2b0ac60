//! What a model says about the events of its validation: that some are meant, and that some are graver.

use crate::diagnostic::{Diagnostic, Errors, Severity};
use crate::maps::HashMap;
use crate::model::{Model, Node, Trait};
use crate::selector::Subject;

/// The suppressions and severities that a model states.
pub(crate) struct Overrides {
    /// Of metadata.
    suppressions: Vec<Suppression>,
    severities: Vec<Override>,
    /// Of the trait `suppress`: the ids that each shape or member suppresses.
    of_shapes: HashMap<String, Vec<String>>,
}

struct Suppression {
    scope: Scope,
    reason: Option<String>,
}

struct Override {
    scope: Scope,
    severity: Severity,
}

/// Which events are meant.
struct Scope {
    id: String,
    /// A namespace, or `*`.
    namespace: String,
}

/// The trait by which a shape or member suppresses events about itself.
pub(crate) const SUPPRESS: &str = "smithy.api#suppress";

impl Overrides {
    /// Reads what a model states, and reports what is malformed. `suppressing` are all that have [`SUPPRESS`].
    pub(crate) fn of<'m>(
        model: &'m Model,
        suppressing: impl Iterator<Item = (Subject<'m>, &'m Trait)>,
        errors: &mut Errors,
    ) -> Self {
        let mut overrides = Self {
            suppressions: Vec::new(),
            severities: Vec::new(),
            of_shapes: HashMap::default(),
        };
        for rule in rules(model, "suppressions", errors) {
            match Scope::of(rule) {
                Ok(scope) => overrides.suppressions.push(Suppression {
                    scope,
                    reason: rule.get("reason").and_then(Node::as_str).map(str::to_owned),
                }),
                Err(problem) => errors.push(malformed("suppressions", &problem)),
            }
        }
        for rule in rules(model, "severityOverrides", errors) {
            match Override::of(rule) {
                Ok(rule) => overrides.severities.push(rule),
                Err(problem) => errors.push(malformed("severityOverrides", &problem)),
            }
        }
        for (subject, applied) in suppressing {
            let ids = applied.value.as_array().into_iter().flatten();
            let ids = ids.filter_map(Node::as_str).map(str::to_owned);
            overrides.of_shapes.insert(subject.id(), ids.collect());
        }
        overrides
    }

    /// An event as the model wants it to be. Errors stay what they are.
    pub(crate) fn apply(&self, mut event: Diagnostic) -> Diagnostic {
        if matches!(event.severity, Severity::Error | Severity::Suppressed) {
            return event;
        }
        let of_shape = event
            .shape
            .as_ref()
            .and_then(|shape| self.of_shapes.get(shape));
        let is_of_shape = of_shape.is_some_and(|ids| ids.iter().any(|id| is_within(&event.id, id)));
        let of_metadata = || self.suppressions.iter().find(|it| it.scope.covers(&event));
        if is_of_shape {
            event.severity = Severity::Suppressed;
        } else if let Some(suppression) = of_metadata() {
            let reason = suppression.reason.as_ref();
            event.help = reason
                .map(|reason| format!("suppressed: {reason}"))
                .or(event.help);
            event.severity = Severity::Suppressed;
        } else {
            let graver = self.severities.iter().filter(|it| it.scope.covers(&event));
            let gravest = graver.map(|it| it.severity).min();
            event.severity = gravest.map_or(event.severity, |it| it.min(event.severity));
        }
        event
    }
}

impl Scope {
    fn of(rule: &Node) -> Result<Self, String> {
        Ok(Self {
            id: text(rule, "id")?,
            namespace: text(rule, "namespace")?,
        })
    }

    fn covers(&self, event: &Diagnostic) -> bool {
        let namespace = event.shape.as_deref().and_then(|id| id.split_once('#'));
        let is_there = namespace.is_some_and(|(namespace, _)| namespace == self.namespace);
        is_within(&event.id, &self.id) && (self.namespace == "*" || is_there)
    }
}

impl Override {
    fn of(rule: &Node) -> Result<Self, String> {
        let scope = Scope::of(rule)?;
        let severity = match text(rule, "severity")?.as_str() {
            "WARNING" => Severity::Warning,
            "DANGER" => Severity::Danger,
            other => {
                return Err(format!(
                    "its `severity` is `{other}`, and not `WARNING` or `DANGER`"
                ));
            }
        };
        Ok(Self { scope, severity })
    }
}

/// Whether an id is another, or starts with it and a dot.
fn is_within(id: &str, start: &str) -> bool {
    let rest = id.strip_prefix(start);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn text(rule: &Node, key: &str) -> Result<String, String> {
    match rule.get(key) {
        Some(Node::String(text)) => Ok(text.clone()),
        Some(_) => Err(format!("its `{key}` is no text")),
        None => Err(format!("it has no `{key}`")),
    }
}

/// The rules in a list of metadata.
fn rules<'m>(model: &'m Model, key: &str, errors: &mut Errors) -> &'m [Node] {
    match model.metadata.get(key) {
        None => &[],
        Some(Node::Array(rules)) => rules,
        Some(_) => {
            errors.push(Diagnostic::error(format!(
                "metadata `{key}` is a list of objects"
            )));
            &[]
        }
    }
}

fn malformed(key: &str, problem: &str) -> Diagnostic {
    Diagnostic::error(format!(
        "an element of metadata `{key}` is malformed: {problem}"
    ))
    .help("each has an `id` and a `namespace`, which may be `*`")
}
