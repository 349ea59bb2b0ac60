//! Failures that are not in the model.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::time::Duration;

use http::StatusCode;
use smithgen_runtime::Structure;

type Source = Box<dyn Error + Send + Sync>;

/// A failure that is not in the model, such as a database that cannot be reached.
///
/// Clients get its status, its code and, if there is one, its message, in the form of the protocol. The source is for
/// the server's operators alone: [`Server::on_fault`](crate::Server::on_fault) sees it.
pub struct Fault(Box<Inner>);

struct Inner {
    status: StatusCode,
    code: Cow<'static, str>,
    message: Option<Cow<'static, str>>,
    retry_after: Option<Duration>,
    challenge: Option<Cow<'static, str>>,
    source: Option<Source>,
}

impl Fault {
    /// A failure with this HTTP status and a code, such as `InternalFailure`.
    pub fn new(status: StatusCode, code: impl Into<Cow<'static, str>>) -> Self {
        Fault(Box::new(Inner {
            status,
            code: code.into(),
            message: None,
            retry_after: None,
            challenge: None,
            source: None,
        }))
    }

    /// The operation has no implementation: 501.
    pub fn not_implemented() -> Self {
        Fault::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented")
    }

    /// Something broke: 500. Clients do not see what.
    pub fn internal(source: impl Into<Source>) -> Self {
        Fault::new(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL).because(source)
    }

    /// The service cannot serve now: 503.
    pub fn unavailable() -> Self {
        Fault::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable")
    }

    /// The caller did not prove who they are: 401.
    pub fn unauthorized() -> Self {
        Fault::new(StatusCode::UNAUTHORIZED, "UnauthorizedException")
    }

    /// The caller may not do this: 403.
    pub fn forbidden() -> Self {
        Fault::new(StatusCode::FORBIDDEN, "AccessDeniedException")
    }

    /// Adds a message for clients.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.0.message = Some(message.into());
        self
    }

    /// Tells clients when to try again (`Retry-After`, in whole seconds).
    #[must_use]
    pub fn with_retry_after(mut self, time: Duration) -> Self {
        self.0.retry_after = Some(time);
        self
    }

    /// Tells clients how to prove who they are (`WWW-Authenticate`), such as `Bearer`.
    #[must_use]
    pub fn with_challenge(mut self, challenge: impl Into<Cow<'static, str>>) -> Self {
        self.0.challenge = Some(challenge.into());
        self
    }

    /// Adds the cause, which clients do not see.
    #[must_use]
    pub fn because(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The protocol's error code.
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// The message for clients.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// When clients may try again.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How clients prove who they are.
    pub fn challenge(&self) -> Option<&str> {
        self.0.challenge.as_deref()
    }
}

/// The code of failures that clients learn nothing about.
pub(crate) const INTERNAL: &str = "InternalFailure";

impl fmt::Display for Fault {
    /// Code and message, as clients get them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.code)?;
        match &self.0.message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault")
            .field("status", &self.0.status)
            .field("code", &self.0.code)
            .field("message", &self.0.message)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// An error of an operation: one of the model's, or a [`Fault`].
pub trait ServedError: Send + 'static {
    /// The modelled error.
    ///
    /// # Errors
    /// It is a fault.
    fn modeled(&self) -> Result<&dyn Structure, &Fault>;
}

impl ServedError for Fault {
    fn modeled(&self) -> Result<&dyn Structure, &Fault> {
        Err(self)
    }
}
