//! What a service answers that refuses to give credentials.

use bytes::Bytes;
use smithgen_runtime::operation::OperationSpec;

/// An error response of a service that was asked for credentials.
pub struct Refusal {
    /// The operation.
    pub operation: &'static OperationSpec,
    /// The response.
    pub response: http::Response<Bytes>,
    /// Number of attempts.
    pub attempts: u32,
    /// Whether the maximum number of attempts was reached.
    pub reached_max: bool,
    /// The service's error code.
    pub(super) code: String,
    /// The service's message.
    pub(super) message: String,
}

impl std::fmt::Debug for Refusal {
    /// Omits headers and body, which may contain secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Refusal")
            .field("operation", &self.operation.name())
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Display for Refusal {
    /// The AWS CLI's words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "An error occurred ({}) when calling the ", self.code)?;
        write!(f, "{} operation", self.operation.name())?;
        if self.reached_max {
            let retries = self.attempts.saturating_sub(1);
            write!(f, " (reached max retries: {retries})")?;
        }
        write!(f, ": {}", self.message)
    }
}
