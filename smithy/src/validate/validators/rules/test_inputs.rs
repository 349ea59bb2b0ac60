//! Whether the calls of operations in tests of endpoint rules can be made, and agree with the parameters of the test.

use super::rule_set::{Parameter, operation_inputs, parameters, test_cases};
use super::{BDD, RULE_SET, TESTS};
use crate::diagnostic::Severity;
use crate::maps::HashMap;
use crate::model::{Node, Shape};
use crate::node_validation::{NodeValidator, Options};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let validator = NodeValidator::new(&context.index, Options::default());
    for bound in context.services().values() {
        let traits = &bound.shape.traits;
        let Some(tests) = traits.get(TESTS) else {
            continue;
        };
        let operations = bound.operations.iter().filter_map(|id| context.shape(id));
        let operations: HashMap<&str, &Shape> = operations.map(|it| (it.id.name(), it)).collect();
        let rules = traits.get(RULE_SET).or_else(|| traits.get(BDD));
        let parameters = rules.map(parameters).unwrap_or_default();
        for (number, case) in test_cases(tests) {
            for (call, input) in operation_inputs(case).enumerate() {
                let call = Call {
                    service: bound.shape,
                    place: format!("call {call} of test {number}"),
                    case,
                    input,
                };
                call.operation(context, report, &validator, &operations);
                for parameter in parameters.iter().filter(|it| it.built_in.is_some()) {
                    call.built_in(report, parameter);
                }
            }
        }
    }
}

/// A call of an operation in a test.
struct Call<'c, 'm> {
    service: &'m Shape,
    place: String,
    case: &'c Node,
    input: &'c Node,
}

impl<'m> Call<'_, 'm> {
    fn error(&self, report: &mut Report<'_>, problem: &str) {
        let message = format!("{} of its endpoint rules {problem}", self.place);
        report.trait_error(self.service, TESTS, message);
    }

    fn operation(
        &self,
        context: &Context<'m>,
        report: &mut Report<'_>,
        validator: &NodeValidator<'_, 'm>,
        operations: &HashMap<&str, &'m Shape>,
    ) {
        let name = self.input.get("operationName").and_then(Node::as_str);
        let name = name.unwrap_or_default();
        let Some(operation) = operations.get(name) else {
            return self.error(
                report,
                &format!("is of `{name}`, which is no operation of the service"),
            );
        };
        let Some(input) = context.input(operation) else {
            return;
        };
        let nothing = Node::Object(serde_json::Map::new());
        let params = self.input.get("operationParams").unwrap_or(&nothing);
        for finding in validator.check(input, params) {
            let way = match finding.path.as_str() {
                "" => "`operationParams`".to_owned(),
                path => format!("`operationParams.{path}`"),
            };
            let message = format!(
                "{way} in {} of its endpoint rules: {}",
                self.place, finding.message
            );
            // The rules are evaluated all the same, and what is to fail may do so for its input.
            let event = report.of_trait(Severity::Danger, self.service, TESTS, message);
            let suffix = finding.suffix.unwrap_or_default();
            report.push(event.id(report.id(&suffix)));
        }
    }

    /// What the test gives to a parameter, the call gives to what it is built in as.
    fn built_in(&self, report: &mut Report<'_>, parameter: &Parameter<'_>) {
        let (name, built_in) = (parameter.name, parameter.built_in.unwrap_or_default());
        let wanted = self.case.get("params").and_then(|it| it.get(name));
        let given = self
            .input
            .get("builtInParams")
            .and_then(|it| it.get(built_in));
        let problem = match (wanted, given) {
            (Some(wanted), Some(given)) if wanted != given => {
                format!(
                    "sets `{built_in}` to {given}, but parameter `{name}` of the test is {wanted}"
                )
            }
            (Some(wanted), None) if parameter.default != Some(wanted) => {
                format!("does not set `{built_in}`, but parameter `{name}` of the test is {wanted}")
            }
            _ => return,
        };
        self.error(report, &problem);
    }
}
