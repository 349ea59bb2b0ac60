//! Whether the parameters of endpoint rules are those that clients and operations bind.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::paths::{input, paths};
use super::rule_set::{Parameter, ParameterType, parameters};
use super::{CLIENT_PARAMS, CONTEXT_PARAM, OPERATION_PARAMS, RULE_SET, STATIC_PARAMS, listed};
use crate::diagnostic::Severity;
use crate::jmespath::{Type, lint, parse};
use crate::model::{Kind, Member, Node, Shape};
use crate::selector::Subject;
use crate::validate::context::{Bound, Context};
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        let Some(rules) = bound.shape.traits.get(RULE_SET) else {
            continue;
        };
        let of_rules = parameters(rules);
        let mut of_model = Bindings::default();
        of_model.client(bound.shape);
        let mut operations: Vec<&Shape> = bound
            .operations
            .iter()
            .filter_map(|id| context.shape(id))
            .collect();
        operations.sort_by(|a, b| a.id.cmp(&b.id));
        let of_client = of_model.types.clone();
        for operation in operations {
            let mut own = Bindings::default();
            own.operation(context, operation, &mut of_model.types, report);
            unbound(
                report,
                bound,
                operation,
                &of_rules,
                (&of_client, &own.types),
            );
        }
        compare(report, bound.shape, &of_rules, &of_model.types);
    }
}

type Types = IndexMap<String, Option<ParameterType>>;

/// Parameters that a model binds, with their types.
#[derive(Default)]
struct Bindings {
    types: Types,
}

impl Bindings {
    fn client(&mut self, service: &Shape) {
        let client = service.traits.get(CLIENT_PARAMS).and_then(Node::as_object);
        for (name, definition) in client.into_iter().flatten() {
            let kind = definition.get("type").and_then(Node::as_str);
            let kind = kind.and_then(ParameterType::named);
            self.types.insert(name.clone(), kind);
        }
    }

    /// Adds what an operation binds, and tells where others bind the same with other types.
    fn operation(
        &mut self,
        context: &Context<'_>,
        operation: &Shape,
        all: &mut Types,
        report: &mut Report<'_>,
    ) {
        let object = |id: &str| operation.traits.get(id).and_then(Node::as_object);
        for (name, definition) in object(STATIC_PARAMS).into_iter().flatten() {
            let kind = definition.get("value").and_then(ParameterType::of);
            let at = (operation.into(), STATIC_PARAMS, "StaticContextParams");
            self.bind(report, all, at, name, kind);
        }
        for (structure, member) in members(context, operation) {
            let name = member
                .traits
                .get(CONTEXT_PARAM)
                .and_then(|it| it.get("name")?.as_str());
            let Some(name) = name else {
                continue;
            };
            let at = ((structure, member).into(), CONTEXT_PARAM, "ContextParam");
            let Some(kind) = context.target(member).map(kind_of) else {
                continue;
            };
            match kind {
                Some(kind) => self.bind(report, all, at, name, Some(kind)),
                None => {
                    let message = format!(
                        "it is parameter `{name}` of endpoint rules, but neither string nor boolean"
                    );
                    let event = report.of_trait(Severity::Error, at.0, CONTEXT_PARAM, message);
                    report.push(event.id(report.id("ContextParam.UnsupportedType")));
                }
            }
        }
        let data = input(context, operation);
        for (name, path) in operation
            .traits
            .find(OPERATION_PARAMS)
            .into_iter()
            .flat_map(paths)
        {
            let Ok(expression) = parse(path) else {
                continue;
            };
            let kind = match lint(context.model, &expression, &data).result.kind() {
                Type::Boolean => ParameterType::Boolean,
                Type::String => ParameterType::String,
                Type::Array => ParameterType::StringArray,
                _ => continue,
            };
            let at = (operation.into(), OPERATION_PARAMS, "OperationContextParams");
            self.bind(report, all, at, name, Some(kind));
        }
    }

    fn bind(
        &mut self,
        report: &mut Report<'_>,
        all: &mut Types,
        (subject, id, what): (Subject<'_>, &str, &str),
        name: &str,
        kind: Option<ParameterType>,
    ) {
        self.types.insert(name.to_owned(), kind);
        match all.get(name) {
            Some(known) if *known != kind => {
                let type_name =
                    |kind: Option<ParameterType>| kind.map_or("another", ParameterType::name);
                let message = format!(
                    "parameter `{name}` of endpoint rules is of type {} here, and {} elsewhere",
                    type_name(kind),
                    type_name(*known)
                );
                let event = report.of_trait(Severity::Error, subject, id, message);
                let event = event.help("bind it to values of one type");
                report.push(event.id(report.id(&format!("{what}.InconsistentType"))));
            }
            Some(_) => {}
            None => {
                all.insert(name.to_owned(), kind);
            }
        }
    }
}

fn members<'m>(
    context: &Context<'m>,
    operation: &Shape,
) -> impl Iterator<Item = (&'m Shape, &'m Member)> + use<'m> {
    let input = context.input(operation).into_iter();
    input.flat_map(|input| input.members.iter().map(move |member| (input, member)))
}

/// The type of a parameter that takes its values from a member with that target.
fn kind_of(target: &Shape) -> Option<ParameterType> {
    match target.kind {
        Kind::String | Kind::Enum => Some(ParameterType::String),
        Kind::Boolean => Some(ParameterType::Boolean),
        _ => None,
    }
}

/// Tells of the parameters that rules require and an operation does not bind.
fn unbound(
    report: &mut Report<'_>,
    bound: &Bound<'_>,
    operation: &Shape,
    of_rules: &[Parameter<'_>],
    (of_client, own): (&Types, &Types),
) {
    let needed = of_rules.iter().filter(|parameter| {
        parameter.is_required && parameter.built_in.is_none() && parameter.default.is_none()
    });
    for parameter in needed {
        let name = parameter.name;
        if !of_client.contains_key(name) && !own.contains_key(name) {
            let message = format!(
                "the endpoint rules of `{}` require parameter `{name}`, which the operation does not bind",
                bound.shape.id
            );
            let event = report.event(Severity::Error, operation, message);
            let event = event.help(
                "bind it with `contextParam`, `staticContextParams` or `operationContextParams`",
            );
            report.push(event.id(report.id("Operation.RequiredMissing")));
        }
    }
}

/// Compares the parameters of rules with those that the model binds.
fn compare(report: &mut Report<'_>, service: &Shape, of_rules: &[Parameter<'_>], of_model: &Types) {
    let by_name: BTreeMap<&str, &Parameter<'_>> = of_rules
        .iter()
        .map(|parameter| (parameter.name, parameter))
        .collect();
    for parameter in of_rules.iter().filter(|it| it.built_in.is_none()) {
        let name = parameter.name;
        let (id, message, help) = match of_model.get(name) {
            None => (
                "RuleSet.UnmatchedName",
                format!("parameter `{name}` of its endpoint rules is bound by nothing"),
                "bind it with `clientContextParams`, or by each operation",
            ),
            Some(kind) if *kind != parameter.kind => (
                "RuleSet.TypeMismatch",
                format!(
                    "parameter `{name}` of its endpoint rules is bound to values of another type"
                ),
                "let both be of one type",
            ),
            Some(_) => continue,
        };
        let event = report.of_trait(Severity::Error, service, RULE_SET, message);
        report.push(event.help(help).id(report.id(id)));
    }
    for name in of_model
        .keys()
        .filter(|name| !by_name.contains_key(name.as_str()))
    {
        let message =
            format!("the model binds parameter `{name}`, which its endpoint rules do not have");
        let event = report.of_trait(Severity::Error, service, RULE_SET, message);
        let event = match by_name.is_empty() {
            true => event.help("they have none"),
            false => event.help(format!("they have {}", listed(by_name.keys().copied()))),
        };
        report.push(event.id(report.id("RuleSet.UnmatchedName")));
    }
}
