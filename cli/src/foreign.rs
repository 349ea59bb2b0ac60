//! Commands that the reference has and this program does not.
//!
//! Invoked as `aws`, the program knows their names, so that it says what is missing, and suggests them as the reference
//! does.

use crate::errors::Failure;

/// Commands that the reference writes by hand, beside those of services.
pub(crate) const BY_HAND: &[&str] = &[
    "cli-dev",
    "configure",
    "ddb",
    "history",
    "login",
    "logout",
    "s3",
];

/// Explains that a command is not there.
pub(crate) fn by_hand(program: &str, name: &str, of_service: &str) -> Failure {
    let line = [program, name, of_service].join(" ");
    Failure::param(format!(
        "`{}` is a command that the AWS CLI has beyond the operations of its services. This program has only \
         operations: use the AWS CLI for it.",
        line.trim_end()
    ))
}

/// Explains that a service is not there.
pub(crate) fn service(program: &str, name: &str) -> Failure {
    Failure::param(format!(
        "`{program} {name}` is a service that this program was built without: build it with the service's model."
    ))
}
