//! Why there is no endpoint.

use std::fmt;

use smithgen_runtime::url::{text_without_userinfo, without_userinfo};

use crate::error::{ClientError, ClientErrorKind};

/// Why there is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointError {
    /// What kind of failure it is.
    pub kind: EndpointErrorKind,
    /// The rules' message, or ours.
    pub message: String,
}

/// Kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointErrorKind {
    /// The rules say that there is none: a region is missing, or settings contradict each other.
    Rules,
    /// Settings or rules give a URL that is none.
    InvalidUrl,
    /// A value that becomes part of the host name cannot be one.
    InvalidHostLabel,
    /// Nothing says where the service is: it has no rules and no URL is set.
    Missing,
    /// The settings cannot be read.
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

    /// What the rules say, without the userinfo of URLs.
    pub fn rules(message: impl Into<String>) -> Self {
        EndpointError {
            kind: EndpointErrorKind::Rules,
            message: text_without_userinfo(&message.into()).into_owned(),
        }
    }

    /// A URL that no request can be sent to.
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
