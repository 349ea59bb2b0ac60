//! Why a request cannot be authenticated.

use std::fmt;
use std::sync::Arc;

use crate::error::{ClientError, ClientErrorKind};

/// Why a request cannot be authenticated. Nothing was sent, and messages contain no secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthError {
    /// There is no identity for any scheme of the operation.
    NoIdentity {
        /// The operation.
        operation: &'static str,
        /// Its schemes, by trait name.
        schemes: Vec<&'static str>,
    },
    /// The operation offers only unsupported schemes.
    Unsupported {
        /// The operation.
        operation: &'static str,
        /// The scheme, by trait name.
        scheme: &'static str,
    },
    /// The endpoint requires schemes that this library does not know.
    UnknownSchemes {
        /// The endpoint's URL, without userinfo and query.
        endpoint: String,
        /// Their names.
        schemes: Vec<String>,
    },
    /// The scheme needs a feature that is disabled.
    MissingFeature {
        /// The scheme, by trait name.
        scheme: &'static str,
        /// The feature of `smithgen-aws`.
        feature: &'static str,
    },
    /// Signing needs a region, and none is set.
    NoRegion,
    /// The scheme sends a secret in clear text, and the connection is neither TLS nor to this machine.
    Insecure {
        /// The scheme, by trait name.
        scheme: &'static str,
    },
    /// The signature needs the body before it is sent, but it can be read only once.
    Unsignable,
    /// The identity has expired.
    Expired {
        /// The kind of identity, such as `credentials`.
        what: &'static str,
    },
    /// A source of identities is configured but failed.
    Provider {
        /// The source: `env`, `shared-credentials-file`, `custom-process`, ….
        source: &'static str,
        /// What is wrong.
        message: String,
        /// The source's own error, if it has one.
        cause: Option<Cause>,
    },
    /// The identity is not valid in a header or a URL.
    Invalid {
        /// The kind of identity, such as `bearer token`.
        what: &'static str,
    },
    /// The caller's [`Authorizer`](crate::auth::Authorizer) failed.
    Other(String),
}

/// The error of a source of identities. Two are equal if they are the same error.
#[derive(Clone, Debug)]
pub struct Cause(Arc<dyn std::error::Error + Send + Sync>);

impl Cause {
    /// The error.
    pub fn error(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        &*self.0
    }
}

impl PartialEq for Cause {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Cause {}

impl AuthError {
    /// A source of identities is configured but failed.
    pub fn provider(source: &'static str, message: impl Into<String>) -> Self {
        AuthError::Provider {
            source,
            message: message.into(),
            cause: None,
        }
    }

    /// Like [`AuthError::provider`], with the source's own error, whose text is the message.
    pub fn because(source: &'static str, error: Arc<dyn std::error::Error + Send + Sync>) -> Self {
        AuthError::Provider {
            source,
            message: error.to_string(),
            cause: Some(Cause(error)),
        }
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AuthError::NoIdentity { operation, schemes } => {
                write!(f, "{operation} needs an identity: set ")?;
                for (index, scheme) in schemes.iter().enumerate() {
                    let or = if index == 0 { "" } else { ", or " };
                    match what_to_set(scheme) {
                        Some(what) => write!(f, "{or}{what}")?,
                        None => write!(f, "{or}an authorizer of your own for {scheme}")?,
                    }
                }
                Ok(())
            }
            AuthError::Unsupported { operation, scheme } => write!(
                f,
                "{operation} can only be called with {scheme}, which is not supported; set an authorizer of your own"
            ),
            AuthError::UnknownSchemes { endpoint, schemes } => write!(
                f,
                "{endpoint} can only be called with {}, which is not supported; set an authorizer of your own",
                schemes.join(" or ")
            ),
            AuthError::MissingFeature { scheme, feature } => {
                write!(f, "{scheme} needs the feature `{feature}` of smithgen-aws")
            }
            AuthError::NoRegion => {
                f.write_str("no region to sign for: set the region, or AWS_REGION")
            }
            AuthError::Insecure { scheme } => write!(
                f,
                "{scheme} sends a secret as it is: it is sent only over https, or to this machine, \
                 unless `Config::secrets_over_http` allows more"
            ),
            AuthError::Unsignable => f.write_str(
                "the body must be readable twice: the signature in front of it needs its hash",
            ),
            AuthError::Expired { what } => write!(f, "the {what} have expired"),
            AuthError::Provider { message, .. } => f.write_str(message),
            AuthError::Invalid { what } => {
                write!(f, "the {what} holds characters that cannot be sent")
            }
            AuthError::Other(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for AuthError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            // The message includes the cause's own text.
            AuthError::Provider { cause, .. } => cause.as_ref()?.0.source(),
            _ => None,
        }
    }
}

impl From<AuthError> for ClientError {
    fn from(error: AuthError) -> Self {
        ClientError::new(ClientErrorKind::Auth, error)
    }
}

/// The identity that the scheme needs; `None` for an unsupported scheme.
fn what_to_set(scheme: &str) -> Option<&'static str> {
    Some(match scheme {
        "sigv4" | "sigv4a" => {
            "credentials (or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile)"
        }
        "httpBearerAuth" => "a bearer token",
        "httpBasicAuth" => "a login (user and password)",
        "httpApiKeyAuth" => "an API key",
        _ => return None,
    })
}
