//! The definitions of the traits that Smithy and its trait packages bring.

macro_rules! files {
    ($($name:literal)*) => {
        &[$((concat!("<", $name, ">"), include_str!(concat!("builtin/", $name, ".smithy")))),*]
    };
}

/// Each file's name, as diagnostics have it, and its text; Smithy's own traits are in the first.
pub const FILES: &[(&str, &str)] = files! {
    "smithy.api" "smithy.contracts" "smithy.framework" "smithy.mqtt" "smithy.openapi" "smithy.protocols"
    "smithy.rules" "smithy.test" "smithy.waiters" "aws.api" "aws.apigateway" "aws.auth" "aws.cloudformation"
    "aws.customizations" "aws.endpoints" "aws.iam" "aws.protocols" "aws.test"
};
