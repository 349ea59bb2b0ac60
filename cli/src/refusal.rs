//! Explains why a request cannot be authenticated.

use smithgen_client::auth::{AuthError, variables};
use smithgen_runtime::operation::{OperationSpec, Service};

use crate::errors::Failure;

/// Words the error for someone who runs a command: what to set, rather than what to program.
pub(crate) fn failure(operation: &OperationSpec, error: &AuthError) -> Failure {
    match error {
        AuthError::NoIdentity { schemes, .. } => {
            let is_signature = |scheme: &&str| matches!(*scheme, "sigv4" | "sigv4a");
            if schemes.iter().all(is_signature) {
                return Failure::NoCredentials;
            }
            Failure::NoIdentity(nobody(operation, schemes))
        }
        AuthError::Insecure { scheme } => Failure::general(format!(
            "Everybody on the way could read the {} that {scheme} sends: it goes over https, or to this machine, \
             only. Give an endpoint that starts with https://.",
            secret(scheme)
        )),
        AuthError::Unsupported { operation, scheme } => Failure::general(format!(
            "{operation} can only be called with {scheme}, which this command does not support."
        )),
        AuthError::UnknownSchemes { endpoint, schemes } => Failure::general(format!(
            "{endpoint} can only be called with {}, which this command does not support.",
            schemes.join(" or ")
        )),
        other => Failure::general(other.to_string()),
    }
}

/// How the reference words an error of endpoint rules.
#[derive(Clone, Copy)]
enum Wording {
    /// After this.
    After(&'static str),
    /// As parameters that are no good.
    Parameters,
}

/// Errors of endpoint rules by the SDK id of the service and how they begin. Others stand as they are.
const OF_RULES: &[(&str, &[&str], Wording)] = &[
    (
        "S3",
        &[
            "S3 Object Lambda does not support S3 Accelerate",
            "Accelerate cannot be used with FIPS",
        ],
        Wording::After("Unsupported configuration when using S3: "),
    ),
    (
        "S3",
        &[
            "S3 Outposts does not support",
            "S3 MRAP does not support",
            "S3 Object Lambda does not support",
            "Access Points do not support",
            "Invalid configuration:",
            "Client was configured for partition",
        ],
        Wording::After("Unsupported configuration when using S3 access-points: "),
    ),
    ("S3", &["Invalid ARN:", "invalid arn:"], Wording::Parameters),
    (
        "S3 Control",
        &[
            "Invalid configuration:",
            "Client was configured for partition",
        ],
        Wording::After("Unsupported configuration when using S3 Control: "),
    ),
    (
        "S3 Control",
        &["AccountId is required but not set"],
        Wording::Parameters,
    ),
    (
        "EventBridge",
        &[
            "Invalid Configuration: FIPS is not supported with EventBridge multi-region endpoints.",
            "EndpointId must be a valid host label.",
        ],
        Wording::After("Invalid endpoint configuration: "),
    ),
];

/// An error of endpoint rules in the reference's words.
pub(crate) fn of_rules(service: &Service, message: &str) -> Failure {
    if let Some(region) = message.strip_prefix("Invalid region in ARN: ") {
        let label = region.split('`').nth(1).unwrap_or(message);
        return Failure::general(format!(
            "Invalid host label to be bound to the hostname of the endpoint: \"{label}\"."
        ));
    }
    let mut known = OF_RULES.iter();
    let known = known.find(|(id, beginnings, _)| {
        service.sdk_id() == *id && beginnings.iter().any(|it| message.starts_with(it))
    });
    match known {
        Some((_, _, Wording::After(words))) => Failure::general([words, message].concat()),
        Some((_, _, Wording::Parameters)) => {
            Failure::param(format!("Parameter validation failed:\n{message}"))
        }
        None => Failure::general(message),
    }
}

/// Names the variables that an identity is read from.
fn nobody(operation: &OperationSpec, schemes: &[&str]) -> String {
    let mut ways: Vec<String> = Vec::new();
    for scheme in schemes {
        if let Some(way) = way(operation.service(), scheme).filter(|way| !ways.contains(way)) {
            ways.push(way);
        }
    }
    format!(
        "{} has to know who calls. Set {}.",
        operation.name(),
        ways.join(", or ")
    )
}

fn way(service: &Service, scheme: &str) -> Option<String> {
    Some(match scheme {
        "sigv4" | "sigv4a" => "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY".to_owned(),
        "httpBearerAuth" => {
            let (variable, _) = variables::bearer_token(service);
            format!("{variable} to a bearer token")
        }
        "httpBasicAuth" => {
            let (user, password) = variables::login(service);
            format!("{user} and {password} to a user's name and password")
        }
        "httpApiKeyAuth" => format!("{} to an API key", variables::api_key(service)),
        _ => return None,
    })
}

/// What a scheme's secret is called.
fn secret(scheme: &str) -> &'static str {
    match scheme {
        "httpBearerAuth" => "token",
        "httpApiKeyAuth" => "key",
        _ => "password",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::SERVICE;

    fn said(schemes: Vec<&'static str>) -> Failure {
        let operation = SERVICE.commands[0].operation;
        let error = AuthError::NoIdentity {
            operation: operation.name(),
            schemes,
        };
        failure(operation, &error)
    }

    #[test]
    fn who_has_no_identity_is_told_which_variables_to_set() {
        let Failure::NoIdentity(message) = said(vec![
            "httpBearerAuth",
            "httpBasicAuth",
            "httpApiKeyAuth",
            "httpDigestAuth",
        ]) else {
            panic!("another failure");
        };
        assert_eq!(
            message,
            "ListThings has to know who calls. Set THINGS_BEARER_TOKEN to a bearer token, or THINGS_USER and \
             THINGS_PASSWORD to a user's name and password, or THINGS_API_KEY to an API key."
        );
    }

    #[test]
    fn signatures_alone_are_a_matter_of_aws() {
        assert!(matches!(
            said(vec!["sigv4", "sigv4a"]),
            Failure::NoCredentials
        ));
        let Failure::NoIdentity(message) = said(vec!["sigv4", "httpBearerAuth"]) else {
            panic!("another failure");
        };
        assert!(message.contains("AWS_ACCESS_KEY_ID"), "{message}");
    }
}
