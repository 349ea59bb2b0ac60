//! Why there is no endpoint.

use std::fmt;

use smithgen_runtime::url::{text_without_userinfo, without_userinfo};

use crate::error::{ClientError, ClientErrorKind};

/// Why there is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointError {
    /// The kind of failure.
    pub kind: EndpointErrorKind,
    /// The rules' message, or our own.
    pub message: String,
}

/// Kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointErrorKind {
    /// The rules return an error: a region is missing, or settings contradict each other.
    Rules,
    /// Settings or rules produce an invalid URL.
    InvalidUrl,
    /// A value is not valid as part of the host name.
    InvalidHostLabel,
    /// The service has no rules, and no URL is set.
    Missing,
    /// Settings cannot be read.
    Settings,
}

impl EndpointError {
    /// An error with this message.
    pub fn new(kind: EndpointErrorKind, message: impl Into<String>) -> Self {
        EndpointError {
            kind,
            message: message.into(),
        }
    }

    /// An error returned by rules, with userinfo removed from URLs.
    pub fn rules(message: impl Into<String>) -> Self {
        EndpointError {
            kind: EndpointErrorKind::Rules,
            message: text_without_userinfo(&message.into()).into_owned(),
        }
    }

    /// Rules of a later runtime, which this client cannot evaluate.
    pub(super) fn later() -> Self {
        EndpointError::rules("The endpoint rules need a later smithgen-client")
    }

    /// An invalid URL.
    pub fn invalid_url(url: &str) -> Self {
        EndpointError {
            kind: EndpointErrorKind::InvalidUrl,
            message: format!("Invalid endpoint: {}", without_userinfo(url)),
        }
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EndpointError {}

impl From<EndpointError> for ClientError {
    fn from(error: EndpointError) -> Self {
        ClientError::new(ClientErrorKind::Endpoint, error)
    }
}
