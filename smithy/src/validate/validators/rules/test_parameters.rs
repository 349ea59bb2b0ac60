//! Whether the tests of endpoint rules give values to their parameters.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::rule_set::{
    Parameter, ParameterType, entries, operation_inputs, parameters, test_cases,
};
use super::{CONTEXT_PARAM, RULE_SET, TESTS};
use crate::diagnostic::Severity;
use crate::model::{Node, Shape};
use crate::validate::context::{Bound, Context};
use crate::validate::report::Report;

/// The value that a test gives to a parameter.
struct Given<'n> {
    case: usize,
    kind: Option<ParameterType>,
    value: &'n Node,
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        let traits = &bound.shape.traits;
        if let (Some(rules), Some(tests)) = (traits.get(RULE_SET), traits.get(TESTS)) {
            let parameters = parameters(rules);
            let given = given(context, bound, &parameters, tests);
            let count = test_cases(tests).count();
            compare(report, bound.shape, &parameters, &given, count);
        }
    }
}

/// All values that tests give, by parameters: as such, of the client, as built in and in inputs.
fn given<'n>(
    context: &Context<'_>,
    bound: &Bound<'_>,
    parameters: &[Parameter<'n>],
    tests: &'n Node,
) -> IndexMap<String, Vec<Given<'n>>> {
    let built_in: HashMap<&str, Vec<&str>> = parameters.iter().fold(
        HashMap::new(),
        |mut all: HashMap<&str, Vec<&str>>, parameter| {
            let names = parameter.built_in.map(|name| all.entry(name).or_default());
            names
                .into_iter()
                .for_each(|names| names.push(parameter.name));
            all
        },
    );
    let operations = bound.operations.iter().filter_map(|id| context.shape(id));
    let operations: HashMap<&str, &Shape> = operations.map(|it| (it.id.name(), it)).collect();
    let mut given: IndexMap<String, Vec<Given<'n>>> = IndexMap::new();
    for (case, test) in test_cases(tests) {
        let mut add = |name: &str, value: &'n Node| {
            let kind = ParameterType::of(value);
            let of_name = given.entry(name.to_owned()).or_default();
            of_name.push(Given { case, kind, value });
        };
        for (name, value) in entries(test, "params") {
            add(name, value);
        }
        for call in operation_inputs(test) {
            for (name, value) in entries(call, "clientParams") {
                add(name, value);
            }
            for (name, value) in entries(call, "builtInParams") {
                for parameter in built_in.get(name).into_iter().flatten() {
                    add(parameter, value);
                }
            }
            let operation = call.get("operationName").and_then(Node::as_str);
            let operation = operation.and_then(|name| operations.get(name));
            let input = operation.and_then(|operation| context.input(operation));
            for (name, value) in entries(call, "operationParams") {
                let member = input.and_then(|input| input.member(name));
                let bound =
                    member.and_then(|it| it.traits.get(CONTEXT_PARAM)?.get("name")?.as_str());
                bound.into_iter().for_each(|name| add(name, value));
            }
        }
    }
    given
}

fn compare(
    report: &mut Report<'_>,
    service: &Shape,
    parameters: &[Parameter<'_>],
    given: &IndexMap<String, Vec<Given<'_>>>,
    count: usize,
) {
    let mut tell = |severity, id: &str, message: String| {
        let event = report.of_trait(severity, service, TESTS, message);
        report.push(event.id(report.id(&format!("TestCase.{id}"))));
    };
    for parameter in parameters {
        let name = parameter.name;
        let values = given.get(name);
        if values.is_none() {
            let message =
                format!("no test of its endpoint rules gives a value to parameter `{name}`");
            tell(Severity::Danger, "Unused", message);
        }
        let wrong = values
            .into_iter()
            .flatten()
            .filter(|it| it.kind != parameter.kind);
        for Given { case, value, .. } in wrong {
            let message = format!(
                "test {case} of its endpoint rules gives parameter `{name}` the value `{value}`, which is of another type"
            );
            tell(Severity::Error, "TypeMismatch", message);
        }
        let is_needed = parameter.is_required && parameter.default.is_none();
        if is_needed && values.map_or(0, Vec::len) != count {
            let message = format!(
                "a test of its endpoint rules gives no value to parameter `{name}`, which is required"
            );
            tell(Severity::Error, "RequiredMissing", message);
        }
    }
    let known: HashSet<&str> = parameters.iter().map(|it| it.name).collect();
    for name in given.keys().filter(|name| !known.contains(name.as_str())) {
        let message = format!(
            "a test of its endpoint rules gives a value to `{name}`, which is no parameter of them"
        );
        tell(Severity::Error, "Undefined", message);
    }
}
