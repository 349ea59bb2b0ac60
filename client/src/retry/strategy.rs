//! Retries as a program wants them.

use std::time::Duration;

use bytes::Bytes;
use smithgen_runtime::TransportError;
use smithgen_runtime::operation::OperationSpec;

use super::Reason;

/// An attempt that failed, and could be repeated.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct FailedAttempt<'a> {
    /// The operation.
    pub operation: &'static OperationSpec,
    /// The number of attempts so far, at least 1.
    pub attempts: u32,
    /// Time since the first attempt began.
    pub elapsed: Duration,
    /// The error response, if there was a response.
    pub response: Option<&'a http::Response<Bytes>>,
    /// The error, if there was none.
    pub error: Option<&'a TransportError>,
    /// Why the standard mode holds that another attempt may succeed, if it does.
    pub reason: Option<Reason>,
}

impl std::fmt::Debug for FailedAttempt<'_> {
    /// Omits the response, which may contain secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FailedAttempt")
            .field("operation", &self.operation.name())
            .field("attempts", &self.attempts)
            .field("elapsed", &self.elapsed)
            .field("status", &self.response.map(http::Response::status))
            .field("error", &self.error)
            .field("reason", &self.reason)
            .finish()
    }
}

/// Decides on retries in place of the modes and the quota of the client: [`Config::retry_strategy`].
///
/// Requests whose body cannot be sent again are never retried, and it is not asked about them.
///
/// [`Config::retry_strategy`]: crate::Config::retry_strategy
pub trait RetryStrategy: Send + Sync {
    /// How long to wait before the next attempt; `None` to give up. A success is not asked about.
    fn delay(&self, failed: &FailedAttempt<'_>) -> Option<Duration>;
}

impl<F: Fn(&FailedAttempt<'_>) -> Option<Duration> + Send + Sync> RetryStrategy for F {
    fn delay(&self, failed: &FailedAttempt<'_>) -> Option<Duration> {
        self(failed)
    }
}
