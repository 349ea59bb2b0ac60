//! Validators of endpoint rules: the rules themselves, what operations bind to their parameters, and their tests.

mod auth;
mod built_ins;
mod docs;
mod evaluate;
mod functions;
mod parameters;
mod partitions;
mod paths;
mod rule_set;
mod special_cases;
mod static_params;
mod test_cases;
mod test_inputs;
mod test_parameters;
mod uri;
mod value;
mod versions;

use super::{Validator, listed};

pub(super) const TABLE: &[Validator] = &[
    Validator::other("AwsSpecialCaseEndpoint", special_cases::check),
    Validator::other("EndpointTestsTrait", test_inputs::check),
    Validator::other("OperationContextParamsTrait", paths::check),
    Validator::other("RuleSetAuthSchemes", auth::check),
    Validator::other("RuleSetAwsBuiltIn", built_ins::of_aws),
    Validator::other("RuleSetBuiltIn", built_ins::check),
    Validator::other("RuleSetParamMissingDocs", docs::check),
    Validator::other("RuleSetParameter", parameters::check),
    Validator::other("RuleSetParameter", test_parameters::check),
    Validator::other("RuleSetTestCase", test_cases::check),
    Validator::other("RuleSetUri", uri::check),
    Validator::other("RulesEngineVersion", versions::check),
    Validator::other("StaticContextParamsTrait", static_params::check),
];

const RULE_SET: &str = "smithy.rules#endpointRuleSet";
const BDD: &str = "smithy.rules#endpointBdd";
const TESTS: &str = "smithy.rules#endpointTests";
const CONTEXT_PARAM: &str = "smithy.rules#contextParam";
const STATIC_PARAMS: &str = "smithy.rules#staticContextParams";
const OPERATION_PARAMS: &str = "smithy.rules#operationContextParams";
const CLIENT_PARAMS: &str = "smithy.rules#clientContextParams";
