//! Whether the tests of endpoint rules give values to their parameters.

use indexmap::IndexMap;

use super::rule_set::{Parameter, ParameterType, entries, parameters, test_cases};
use super::{RULE_SET, TESTS};
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::{Node, Shape};
use crate::validate::context::Context;
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
            let count = test_cases(tests).count();
            compare(
                report,
                bound.shape,
                &parameters(rules),
                &given(tests),
                count,
            );
        }
    }
}

/// All values that tests give, by parameters.
fn given(tests: &Node) -> IndexMap<&str, Vec<Given<'_>>> {
    let mut given: IndexMap<&str, Vec<Given<'_>>> = IndexMap::new();
    for (case, test) in test_cases(tests) {
        for (name, value) in entries(test, "params") {
            let kind = ParameterType::of(value);
            let of_name = given.entry(name).or_default();
            of_name.push(Given { case, kind, value });
        }
    }
    given
}

fn compare(
    report: &mut Report<'_>,
    service: &Shape,
    parameters: &[Parameter<'_>],
    given: &IndexMap<&str, Vec<Given<'_>>>,
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
    for name in given.keys().filter(|name| !known.contains(*name)) {
        let message = format!(
            "a test of its endpoint rules gives a value to `{name}`, which is no parameter of them"
        );
        tell(Severity::Error, "Undefined", message);
    }
}
