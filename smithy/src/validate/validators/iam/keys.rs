//! Whether condition keys that services, operations and members name are defined.

use std::collections::BTreeSet;

use super::resource::name;
use super::{CONDITION_KEY_VALUE, listed};
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::{Node, Resource, Shape};
use crate::validate::context::{Bound, Context};
use crate::validate::report::Report;
use crate::validate::validators::aws::{arn_namespace, services};

const CONDITION_KEYS: &str = "aws.iam#conditionKeys";
const DEFINED: &str = "aws.iam#defineConditionKeys";
const RESOLVED: &str = "aws.iam#serviceResolvedConditionKeys";
const NOT_INFERRED: &str = "aws.iam#disableConditionKeyInference";

/// The keys that every service has start with this.
const GLOBAL: &str = "aws:";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (bound, service) in services(context) {
        let namespace = arn_namespace(bound.shape, &service);
        let known = defined(context, bound, &namespace);
        let resolved: HashSet<String> = values(bound.shape, RESOLVED, &namespace).collect();
        let unknown: BTreeSet<&str> = resolved
            .iter()
            .map(String::as_str)
            .filter(|key| !known.contains(*key))
            .collect();
        let keys = Keys {
            bound,
            namespace: &namespace,
            known: &known,
            resolved: &resolved,
        };
        if !unknown.is_empty() {
            let unknown = listed(unknown);
            let message =
                format!("it resolves the condition keys {unknown}, which are not defined");
            let event = report.of_trait(Severity::Error, bound.shape, RESOLVED, message);
            report.push(event.help(keys.help()));
        }
        for operation in bound.operations.iter().filter_map(|id| context.shape(id)) {
            keys.of_operation(report, operation);
            keys.of_members(context, report, operation);
        }
    }
}

/// The condition keys of a service.
struct Keys<'k, 'm> {
    bound: &'k Bound<'m>,
    namespace: &'k str,
    known: &'k BTreeSet<String>,
    resolved: &'k HashSet<String>,
}

impl Keys<'_, '_> {
    fn help(&self) -> String {
        match self.known.is_empty() {
            true => "define keys with `defineConditionKeys`".to_owned(),
            false => format!(
                "define it with `defineConditionKeys`; there are {}",
                listed(self.known.iter().map(String::as_str))
            ),
        }
    }

    fn of_operation(&self, report: &mut Report<'_>, operation: &Shape) {
        let keys: BTreeSet<String> = values(operation, CONDITION_KEYS, self.namespace).collect();
        for key in &keys {
            if !self.known.contains(key) && !key.starts_with(GLOBAL) {
                let service = &self.bound.shape.id;
                let message = format!("its condition key `{key}` is not defined in `{service}`");
                let event = report.of_trait(Severity::Error, operation, CONDITION_KEYS, message);
                report.push(event.help(self.help()));
            }
        }
    }

    fn of_members(&self, context: &Context<'_>, report: &mut Report<'_>, operation: &Shape) {
        let Some(input) = context.input(operation) else {
            return;
        };
        let service = &self.bound.shape.id;
        for member in &input.members {
            let Some(key) = member.traits.text(CONDITION_KEY_VALUE) else {
                continue;
            };
            let key = resolve(key, self.namespace);
            if !self.known.contains(&key) {
                let message = format!(
                    "it is the value of the condition key `{key}`, which is not defined in `{service}`"
                );
                let event = report.of_trait(
                    Severity::Error,
                    (input, member),
                    CONDITION_KEY_VALUE,
                    message,
                );
                report.push(event.help(self.help()));
            }
            if self.resolved.contains(&key) {
                let message = format!(
                    "it is the value of the condition key `{key}`, which `{service}` resolves by itself"
                );
                let event = report.of_trait(
                    Severity::Error,
                    (input, member),
                    CONDITION_KEY_VALUE,
                    message,
                );
                report.push(
                    event.help("drop the trait, or the key from `serviceResolvedConditionKeys`"),
                );
            }
        }
    }
}

/// A key with the namespace of the service, where it has none.
pub(super) fn resolve(key: &str, namespace: &str) -> String {
    match key.contains(':') {
        true => key.to_owned(),
        false => format!("{namespace}:{key}"),
    }
}

/// The keys that a trait lists.
fn values<'s>(shape: &'s Shape, id: &str, namespace: &'s str) -> impl Iterator<Item = String> + 's {
    let values = shape.traits.get(id).and_then(Node::as_array);
    let values = values.into_iter().flatten().filter_map(Node::as_str);
    values.map(move |key| resolve(key, namespace))
}

/// The keys that a service defines, and those that follow from the identifiers of its resources.
fn defined(context: &Context<'_>, bound: &Bound<'_>, namespace: &str) -> BTreeSet<String> {
    let stated = bound.shape.traits.get(DEFINED).and_then(Node::as_object);
    let stated = stated.into_iter().flat_map(|keys| keys.keys());
    let mut known: BTreeSet<String> = stated.map(|key| resolve(key, namespace)).collect();
    if bound.shape.traits.has(NOT_INFERRED) {
        return known;
    }
    let own = bound
        .shape
        .as_service()
        .into_iter()
        .flat_map(|it| &it.resources);
    for reference in own {
        let resource = context.shape(&reference.target);
        infer(&mut known, namespace, resource, None);
    }
    for above in bound.resources.values() {
        for reference in &above.resources {
            infer(
                &mut known,
                namespace,
                context.shape(&reference.target),
                Some(above),
            );
        }
    }
    known
}

/// Adds the keys of the identifiers that a resource has and the one above it has not.
fn infer(
    known: &mut BTreeSet<String>,
    namespace: &str,
    shape: Option<&Shape>,
    above: Option<&Resource>,
) {
    let Some((shape, resource)) = shape.and_then(|shape| Some((shape, shape.as_resource()?)))
    else {
        return;
    };
    if shape.traits.has(NOT_INFERRED) {
        return;
    }
    for identifier in resource.identifiers.keys() {
        if above.is_some_and(|above| above.identifiers.contains_key(identifier)) {
            continue;
        }
        let mut letters = identifier.chars();
        let first: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        known.insert(format!(
            "{namespace}:{}{first}{}",
            name(shape),
            letters.as_str()
        ));
    }
}
