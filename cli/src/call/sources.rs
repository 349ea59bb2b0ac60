//! Why a source gives no credentials, in the reference's words, some of which are Python's.

use smithgen_aws::credentials::{CredentialsError, MetadataFault, ProcessFault, Refusal};
use smithgen_aws::profile::ProcessError;
use smithgen_client::error::ClientError;

use super::{Failure, error, os_error, transport_message};
use crate::message::foreign::shortened;
use crate::value::repr_str;

/// Whether the reference reports the error only when it signs a request.
pub(crate) fn is_late(error: &CredentialsError) -> bool {
    matches!(
        error,
        CredentialsError::NeedsProvider { .. }
            | CredentialsError::Expiration { .. }
            | CredentialsError::Expired { .. }
            | CredentialsError::NoText { is_name: false, .. }
            | CredentialsError::Process(ProcessFault::NoText(_) | ProcessFault::Expiration)
    )
}

/// The failure of a command that needs the credentials.
pub(crate) fn failure(error: &CredentialsError) -> Failure {
    let message = match error {
        CredentialsError::NoText { is_name: true, .. } => "unhashable type: 'dict'".to_owned(),
        CredentialsError::File { path, error, .. } => os_error(error, path),
        CredentialsError::Process(fault) => return of_program(fault, error),
        CredentialsError::Metadata { source, fault } => of_metadata(source, fault, error),
        CredentialsError::Refused { refusal, .. } => return refused(refusal),
        CredentialsError::Call { error, .. } => match error.downcast_ref::<ClientError>() {
            Some(error) => match error.downcast_ref() {
                Some(error) => {
                    return Failure::Network(transport_message(error), super::cause(error));
                }
                None => error.to_string(),
            },
            None => error.to_string(),
        },
        _ => error.message(repr_str),
    };
    Failure::general(message)
}

fn of_program(fault: &ProcessFault, error: &CredentialsError) -> Failure {
    Failure::general(match fault {
        ProcessFault::LineIsNoText => "'dict' object has no attribute 'read'".to_owned(),
        ProcessFault::Unclosed(error) => error.to_string(),
        ProcessFault::NoProgram => "list index out of range".to_owned(),
        ProcessFault::Run {
            program,
            error: ProcessError::Io(error),
        } => os_error(error, program),
        ProcessFault::Failed(said) => {
            format!("Error when retrieving credentials from custom-process: {said}")
        }
        ProcessFault::Unreadable(message) => message.clone(),
        _ => error.message(repr_str),
    })
}

fn of_metadata(source: &str, fault: &MetadataFault, error: &CredentialsError) -> String {
    let fault = match fault {
        MetadataFault::Silent(error) => format!(
            "Received error when attempting to retrieve container metadata: {}",
            transport_message(error)
        ),
        MetadataFault::Status(status, text) => format!(
            "Received non 200 response {status} from container metadata: {}",
            shortened(text)
        ),
        MetadataFault::Missing(name) => return format!("'{name}'"),
        // The reference lets this one through as it is.
        MetadataFault::NoToken => return fault.to_string(),
        _ => return error.message(repr_str),
    };
    format!("Error when retrieving credentials from {source}: Error retrieving metadata: {fault}")
}

/// The error of a service that was asked for credentials is shown like any other.
fn refused(refusal: &Refusal) -> Failure {
    let retries = refusal.attempts.saturating_sub(1);
    let exhausted = refusal.reached_max.then_some(retries);
    match error::read(refusal.operation, &refusal.response, exhausted) {
        Ok(failure) => Failure::Service(Box::new(failure)),
        Err(failure) => failure,
    }
}

#[cfg(test)]
mod tests {
    use smithgen_client::transport::{TransportError, TransportErrorKind};

    use super::*;

    fn told(fault: MetadataFault) -> String {
        let source = "container-role";
        match failure(&CredentialsError::Metadata { source, fault }) {
            Failure::General(message) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_metadata_service_is_told_of_in_the_words_of_the_reference() {
        let prefix =
            "Error when retrieving credentials from container-role: Error retrieving metadata:";
        let silent = TransportError::new(TransportErrorKind::ReadTimeout, "http://h/x");
        let received = "Received error when attempting to retrieve container metadata: Read timeout on endpoint URL: \
            \"http://h/x\"";
        let silent = told(MetadataFault::Silent(silent));
        assert_eq!(silent, format!("{prefix} {received}"));
        let page = told(MetadataFault::Status(500, "x".repeat(1000)));
        let start = format!("{prefix} Received non 200 response 500 from container metadata: xxx");
        assert!(page.starts_with(&start), "{page}");
        assert!(page.len() < 400, "{page}");
        assert_eq!(
            told(MetadataFault::NotJson),
            format!("{prefix} Unable to parse JSON returned from container metadata services")
        );
        assert_eq!(told(MetadataFault::Missing("Token")), "'Token'");
        assert_eq!(
            told(MetadataFault::NoToken),
            "Error retrieving metadata: Unable to retrieve token for use in IMDSv2 call and IMDSv1 has been disabled"
        );
    }
}
