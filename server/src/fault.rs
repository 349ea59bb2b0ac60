//! Failures that are not in the model.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use smithgen_runtime::served::{Problem, write_problem};
use smithgen_runtime::{Protocol, Structure};

type Source = Box<dyn Error + Send + Sync>;

/// A failure that is not in the model, such as a database that cannot be reached.
///
/// Clients get its status, its code and its message, in the form of the protocol. The source is for the server's
/// operators alone: [`Server::on_fault`](crate::Server::on_fault) sees it.
pub struct Fault(Box<Inner>);

struct Inner {
    problem: Problem,
    retry_after: Option<Duration>,
    challenge: Option<Cow<'static, str>>,
    source: Option<Source>,
}

impl Fault {
    /// A failure with this HTTP status and a message for clients. Its code follows from the status.
    pub fn new(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Problem::of_status(status, message).into()
    }

    /// The operation has no implementation: 501.
    pub fn not_implemented() -> Self {
        Problem::not_implemented().into()
    }

    /// Something broke: 500. Clients do not see what.
    pub fn internal(source: impl Into<Source>) -> Self {
        Fault::from(Problem::internal()).because(source)
    }

    /// The service cannot serve now: 503.
    pub fn unavailable() -> Self {
        Problem::unavailable().into()
    }

    /// The client asks too often: 429.
    pub fn throttling() -> Self {
        Problem::throttling().into()
    }

    /// The client did not prove who they are: 401.
    pub fn unauthorized() -> Self {
        Problem::unauthorized().into()
    }

    /// The client may not do this: 403.
    pub fn access_denied() -> Self {
        Problem::access_denied().into()
    }

    /// Changes the message for clients.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.0.problem = self.0.problem.with_message(message);
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
        self.0.problem.status()
    }

    /// The error code, such as `InternalFailureException`.
    pub fn code(&self) -> &'static str {
        self.0.problem.name()
    }

    /// The message for clients.
    pub fn message(&self) -> &str {
        self.0.problem.message()
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

impl Fault {
    /// The answer in this protocol.
    pub(crate) fn write(&self, protocol: &'static dyn Protocol) -> http::Response<Bytes> {
        let mut response = write_problem(protocol, &self.0.problem);
        let headers = response.headers_mut();
        if let Some(time) = self.0.retry_after {
            headers.insert(RETRY_AFTER, time.as_secs().into());
        }
        if let Some(challenge) = self.challenge()
            && let Ok(challenge) = HeaderValue::from_str(challenge)
        {
            headers.insert(WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Fault(Box::new(Inner {
            problem,
            retry_after: None,
            challenge: None,
            source: None,
        }))
    }
}

impl fmt::Display for Fault {
    /// Code and message, as clients get them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.message())
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault")
            .field("status", &self.status())
            .field("code", &self.code())
            .field("message", &self.message())
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
