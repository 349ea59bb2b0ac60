//! Whether parameters of endpoint rules take their values from something that clients know.

use super::rule_set::{entries, operation_inputs, parameters, test_cases};
use super::{RULE_SET, TESTS};
use crate::diagnostic::{Diagnostic, Severity};
use crate::nearest::nearest;
use crate::validate::context::Context;
use crate::validate::report::Report;

/// All that clients know. Source: Smithy's specification, "Rules engine parameters" and "AWS rules engine built-ins".
const BUILT_INS: [&str; 14] = [
    "AWS::Auth::AccountId",
    "AWS::Auth::AccountIdEndpointMode",
    "AWS::Auth::CredentialScope",
    "AWS::Region",
    "AWS::S3::Accelerate",
    "AWS::S3::DisableMultiRegionAccessPoints",
    "AWS::S3::ForcePathStyle",
    "AWS::S3::UseArnRegion",
    "AWS::S3::UseGlobalEndpoint",
    "AWS::S3Control::UseArnRegion",
    "AWS::STS::UseGlobalEndpoint",
    "AWS::UseDualStack",
    "AWS::UseFIPS",
    "SDK::Endpoint",
];

/// Those whose use wants care, for they depend on who calls.
const CAREFUL: [&str; 3] = [
    "AWS::Auth::AccountId",
    "AWS::Auth::AccountIdEndpointMode",
    "AWS::Auth::CredentialScope",
];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(RULE_SET) {
        for parameter in parameters(&applied.value) {
            let name = parameter.name;
            if let Some(built_in) = parameter.built_in.filter(|it| !BUILT_INS.contains(it)) {
                let message = format!(
                    "parameter `{name}` of its endpoint rules is built in as `{built_in}`, which no client knows"
                );
                let event = report.of_trait(Severity::Error, subject, RULE_SET, message);
                let event = event.id(report.id("RuleSet"));
                report.push(with_meant(event, built_in));
            }
        }
    }
    for (subject, applied) in context.with_trait(TESTS) {
        for (number, case) in test_cases(&applied.value) {
            for (input, call) in operation_inputs(case).enumerate() {
                let names = entries(call, "builtInParams").map(|(name, _)| name);
                for name in names.filter(|name| !BUILT_INS.contains(name)) {
                    let message = format!(
                        "test {number} of its endpoint rules sets `{name}`, which no client knows"
                    );
                    let event = report.of_trait(Severity::Error, subject, TESTS, message);
                    let id = report.id(&format!("TestCase.{number}.Inputs.{input}"));
                    report.push(with_meant(event.id(id), name));
                }
            }
        }
    }
}

fn with_meant(event: Diagnostic, name: &str) -> Diagnostic {
    event.help(match nearest(name, BUILT_INS) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there are {}", BUILT_INS.join(", ")),
    })
}

pub(super) fn of_aws(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(RULE_SET) {
        for parameter in parameters(&applied.value) {
            let built_in = parameter.built_in.filter(|it| CAREFUL.contains(it));
            if let Some(built_in) = built_in {
                let message = format!(
                    "parameter `{}` of its endpoint rules is built in as `{built_in}`, which depends on who calls",
                    parameter.name
                );
                let event = report.of_trait(Severity::Danger, subject, RULE_SET, message);
                let event = event.help("suppress this once the rules were looked at with care");
                report.push(event.id(report.id(built_in)));
            }
        }
    }
}
