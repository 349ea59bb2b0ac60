//! Whether services that tell clients their endpoints do so in the form that clients know.

use crate::diagnostic::Severity;
use crate::maps::HashMap;
use crate::model::{Kind, Node, Shape, ShapeId};
use crate::validate::context::{Bound, Context};
use crate::validate::report::Report;

const DISCOVERY: &str = "aws.api#clientEndpointDiscovery";
const DISCOVERED: &str = "aws.api#clientDiscoveredEndpoint";

/// A service that tells its endpoints.
struct Discovery<'c, 'm> {
    bound: &'c Bound<'m>,
    operation: &'m str,
    error: Option<&'m str>,
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let all = context.services().values().filter_map(|bound| {
        let value = bound.shape.traits.get(DISCOVERY)?;
        Some(Discovery {
            bound,
            operation: value.get("operation")?.as_str()?,
            error: value.get("error").and_then(Node::as_str),
        })
    });
    let all: Vec<Discovery<'_, '_>> = all.collect();
    for discovery in &all {
        service(context, report, discovery);
        if let Some(operation) = context.model.get(discovery.operation) {
            input(context, report, operation);
            output(context, report, operation);
        }
    }
    operations(context, report, &all);
}

fn service(context: &Context<'_>, report: &mut Report<'_>, discovery: &Discovery<'_, '_>) {
    let service = discovery.bound.shape;
    if discovery.error.is_none() {
        let message =
            "it tells its endpoints, but has no error for those that are not valid any more";
        let event = report.of_trait(Severity::Danger, service, DISCOVERY, message);
        let event = event.help("name such an error as `error` of `clientEndpointDiscovery`");
        report.push(event.id(report.id("MissingErrorDefinition")));
    }
    let id = discovery.operation;
    if !discovery.bound.operations.contains(id) {
        let name = id.rsplit('#').next().unwrap_or(id);
        let message = format!("`{id}`, which tells its endpoints, is no operation of it");
        let event = report.of_trait(Severity::Error, service, DISCOVERY, message);
        report.push(event.id(report.id(&format!("UnboundOperation.{name}"))));
    }
    let mut operations = discovery.bound.operations.iter();
    let is_operation = context
        .model
        .get(id)
        .is_some_and(|it| it.as_operation().is_some());
    let is_discovered = |id: &ShapeId| {
        let shape = context.shape(id);
        shape.is_some_and(|shape| shape.traits.has(DISCOVERED))
    };
    if !(is_operation && operations.any(is_discovered)) {
        let message =
            format!("it tells its endpoints, but no operation has the trait `{DISCOVERED}`");
        let event = report.of_trait(Severity::Warning, service, DISCOVERY, message);
        report.push(event.id(report.id("NoOperations")));
    }
}

/// Operations at endpoints that were told are of services that tell them, and return the error for invalid ones.
fn operations(context: &Context<'_>, report: &mut Report<'_>, all: &[Discovery<'_, '_>]) {
    let known = all.iter().filter(|it| {
        let shape = context.model.get(it.operation);
        shape.is_some_and(|shape| shape.as_operation().is_some())
    });
    let by_service: HashMap<&ShapeId, &Discovery<'_, '_>> =
        known.map(|it| (&it.bound.shape.id, it)).collect();
    for (subject, _) in context.with_trait(DISCOVERED) {
        let services = context.services_of(&subject.shape.id).iter();
        let discoveries = services.filter_map(|it| by_service.get(&it.id));
        let mut is_told = false;
        for discovery in discoveries {
            is_told = true;
            let errors = subject.shape.as_operation().map(|it| &it.errors);
            let Some(error) = discovery.error.filter(|id| {
                let shape = context.model.get(id);
                shape.is_some_and(|it| matches!(it.kind, Kind::Structure))
            }) else {
                continue;
            };
            if !errors.into_iter().flatten().any(|it| it.target == *error) {
                let message = format!(
                    "`{}` returns the error `{error}` for invalid endpoints, but this operation does not",
                    discovery.bound.shape.id
                );
                let event = report.event(Severity::Error, subject, message);
                report.push(event.help("add it to `errors` of the operation"));
            }
        }
        if !is_told {
            let message =
                format!("it has the trait `{DISCOVERED}`, but no service of it tells endpoints");
            let event = report.of_trait(Severity::Error, subject, DISCOVERED, message);
            report.push(event.help(format!(
                "apply `{DISCOVERY}` to the service, or drop the trait"
            )));
        }
    }
}

fn input(context: &Context<'_>, report: &mut Report<'_>, operation: &Shape) {
    let Some(input) = context.input(operation) else {
        return;
    };
    let is_known = |name: &str| matches!(name, "Operation" | "Identifiers");
    if !input.members.iter().all(|member| is_known(&member.name)) {
        let message = format!(
            "it is the input of `{}`, which tells endpoints, but has other members than `Operation` and `Identifiers`",
            operation.id
        );
        report.error(input, message);
    }
    let target = |name: &str| input.member(name).and_then(|it| context.target(it));
    // What is of the prelude nobody can mend.
    let operation = target("Operation").filter(|it| !it.id.is_prelude());
    if let Some(shape) = operation.filter(|it| !is_string(it)) {
        report.error(
            shape,
            "it is no string, but the target of `Operation` where endpoints are told",
        );
    }
    if let Some(member) = input.member("Identifiers") {
        let value = context
            .target(member)
            .filter(|it| matches!(it.kind, Kind::Map));
        let value = value.and_then(|map| context.target(map.member("value")?));
        if !value.is_some_and(is_string) {
            let message = "it is no map of strings, as it has to be where endpoints are told";
            report.error((input, member), message);
        }
    }
}

fn output(context: &Context<'_>, report: &mut Report<'_>, operation: &Shape) {
    let Some(output) = context.output(operation) else {
        return;
    };
    let member = output.member("Endpoints");
    if output.members.len() != 1 || member.is_none() {
        report.error(
            operation,
            "it tells endpoints, but its output lacks `Endpoints` or has other members",
        );
    }
    let Some(member) = member else {
        return;
    };
    let list = context
        .target(member)
        .filter(|it| matches!(it.kind, Kind::List));
    let Some(list) = list else {
        return report.error(
            (output, member),
            "it is no list, as it has to be where endpoints are told",
        );
    };
    let endpoint = list.member("member").and_then(|it| context.target(it));
    match endpoint.filter(|it| matches!(it.kind, Kind::Structure)) {
        Some(endpoint) => of_endpoint(context, report, endpoint),
        None => report.error(
            list,
            "its elements are no structures, as they have to be where endpoints are told",
        ),
    }
}

fn of_endpoint(context: &Context<'_>, report: &mut Report<'_>, endpoint: &Shape) {
    let parts = [
        ("Address", Kind::String),
        ("CachePeriodInMinutes", Kind::Long),
    ];
    for (name, kind) in &parts {
        let Some(member) = endpoint.member(name) else {
            continue;
        };
        if context
            .target(member)
            .is_some_and(|target| target.kind.name() != kind.name())
        {
            let message = format!(
                "it is no {}, as it has to be where endpoints are told",
                kind.name()
            );
            report.error((endpoint, member), message);
        }
    }
    let has_parts = parts
        .iter()
        .all(|(name, ..)| endpoint.member(name).is_some());
    if !has_parts || endpoint.members.len() != parts.len() {
        let message = "it is an endpoint, but lacks `Address` or `CachePeriodInMinutes`, or has other members";
        report.error(endpoint, message);
    }
}

fn is_string(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::String)
}
