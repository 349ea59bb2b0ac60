//! Why a request cannot carry an identity.

use std::fmt;

use crate::error::{ClientError, ClientErrorKind};

/// Why a request cannot carry an identity. Nothing was sent, and no text here holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthError {
    /// No identity is set for any scheme of the operation.
    NoIdentity {
        /// The operation.
        operation: &'static str,
        /// Its schemes, by the names of their traits.
        schemes: Vec<&'static str>,
    },
    /// The operation offers only schemes that this library refuses.
    Unsupported {
        /// The operation.
        operation: &'static str,
        /// The scheme, by the name of its trait.
        scheme: &'static str,
    },
    /// The endpoint names only schemes that this library does not know.
    UnknownSchemes {
        /// The endpoint's URL.
        endpoint: String,
        /// Their names.
        schemes: Vec<String>,
    },
    /// The scheme needs a feature that the library was built without.
    MissingFeature {
        /// The scheme, by the name of its trait.
        scheme: &'static str,
        /// The feature of `smithgen-aws`.
        feature: &'static str,
    },
    /// A signature names a region, and none is set.
    NoRegion,
    /// The scheme sends a secret as it is, and the connection is neither TLS nor to this machine.
    Insecure {
        /// The scheme, by the name of its trait.
        scheme: &'static str,
    },
    /// The body has to be read before it is sent, for the signature, and can be read only once.
    Unsignable,
    /// The identity is no longer good.
    Expired {
        /// What it is: `credentials`.
        what: &'static str,
    },
    /// A source of identities is set up but does not give one.
    Provider {
        /// The source: `env`, `shared-credentials-file`, `custom-process`, ….
        source: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// The identity cannot be put in a header or a URL.
    Invalid {
        /// What it is: `bearer token`.
        what: &'static str,
    },
    /// An [`Authorizer`](crate::auth::Authorizer) of the caller's refused.
    Other(String),
}

impl AuthError {
    /// A source of identities that is set up but does not give one.
    pub fn provider(source: &'static str, message: impl Into<String>) -> Self {
        AuthError::Provider {
            source,
            message: message.into(),
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

impl std::error::Error for AuthError {}

impl From<AuthError> for ClientError {
    fn from(error: AuthError) -> Self {
        ClientError::new(ClientErrorKind::Auth, error)
    }
}

/// The identity that the scheme needs; none for a scheme that the library does not serve.
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
