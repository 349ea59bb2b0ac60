//! Decides which failures to retry, and when.
//!
//! Source: the AWS SDKs' retry modes `standard` and `adaptive`, with the AWS CLI's lists of error codes.

mod adaptive;
mod bucket;
mod strategy;

use std::time::Duration;

pub(crate) use adaptive::RateLimiter;
pub(crate) use bucket::TokenBucket;
pub use strategy::{FailedAttempt, RetryStrategy};

use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::{Schema, Trait};
use smithgen_runtime::{Metadata, TransportError};

use crate::config_error::ConfigError;
use crate::error::ErrorView;
use crate::limits::BACKOFF;

/// Retry settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryConfig {
    /// How requests are paced.
    pub mode: RetryMode,
    /// Maximum number of attempts; at least 1.
    pub max_attempts: u32,
}

impl Default for RetryConfig {
    /// Standard mode with three attempts.
    fn default() -> Self {
        RetryConfig {
            mode: RetryMode::Standard,
            max_attempts: 3,
        }
    }
}

impl RetryConfig {
    /// Parses the number of attempts and the mode.
    ///
    /// # Errors
    /// A number below 1, or an unknown mode.
    pub fn parse(attempts: Option<String>, mode: Option<String>) -> Result<Self, ConfigError> {
        let mut retry = RetryConfig::default();
        if let Some(value) = attempts {
            retry.max_attempts = match value.trim().parse() {
                Ok(attempts) if attempts >= 1 => attempts,
                _ => return Err(ConfigError::InvalidMaxAttempts { value }),
            };
        }
        if let Some(value) = mode {
            retry.mode = RetryMode::parse(&value).ok_or(ConfigError::InvalidRetryMode { value })?;
        }
        Ok(retry)
    }
}

/// How requests are paced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryMode {
    /// Exponential backoff between attempts.
    #[default]
    Standard,
    /// Also slows down all requests while the service throttles.
    Adaptive,
}

impl RetryMode {
    /// Parses a mode's exact name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "standard" => Some(RetryMode::Standard),
            "adaptive" => Some(RetryMode::Adaptive),
            _ => None,
        }
    }
}

/// Why a failed attempt may succeed when repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A failure of the service or the network.
    Transient,
    /// A timeout.
    Timeout,
    /// The service throttles the caller.
    Throttling,
}

const TRANSIENT: [&str; 2] = ["RequestTimeout", "RequestTimeoutException"];

const THROTTLING: [&str; 14] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "RequestThrottled",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
];

/// The reason to retry an error response, if there is one. `by_status` also considers a throttling status.
pub(crate) fn reason(
    operation: &OperationSpec,
    metadata: &Metadata,
    by_status: bool,
) -> Option<Reason> {
    if let Some(reason) = reason_of_code(metadata) {
        return Some(reason);
    }
    let protocol = operation.service().protocol();
    let modelled = protocol
        .error_index(operation, metadata)
        .and_then(|index| operation.errors().get(index));
    match modelled {
        Some(error) => error.traits().iter().find_map(|t| match t {
            Trait::Retryable { throttling: true } => Some(Reason::Throttling),
            Trait::Retryable { throttling: false } => Some(Reason::Transient),
            _ => None,
        }),
        // A gateway's page, or an error that is not in the model, can be judged only by status. A modelled error
        // specifies itself whether to retry.
        None => (by_status && is_throttling_status(metadata)).then_some(Reason::Throttling),
    }
}

/// 429, "Too Many Requests".
fn is_throttling_status(metadata: &Metadata) -> bool {
    metadata.status == 429
}

fn reason_of_code(metadata: &Metadata) -> Option<Reason> {
    if THROTTLING.contains(&metadata.code.as_str()) {
        return Some(Reason::Throttling);
    }
    // An error with a success status: the service failed after it had started to respond. As in the AWS SDKs, it
    // counts as a 500.
    let transient = matches!(metadata.status, 200..=299 | 500 | 502 | 503 | 504)
        || TRANSIENT.contains(&metadata.code.as_str());
    transient.then_some(Reason::Transient)
}

impl ErrorView<'_> {
    /// Whether a retry may succeed. Source: the AWS SDKs' standard retry mode.
    pub fn is_retryable(&self) -> bool {
        match self {
            ErrorView::Modeled(metadata, shape) => {
                reason_of_code(metadata).is_some() || is_marked(shape.schema())
            }
            ErrorView::Unmodeled(error) => {
                let metadata = error.metadata();
                reason_of_code(metadata).is_some() || is_throttling_status(metadata)
            }
            ErrorView::Client(error) => error
                .downcast_ref::<TransportError>()
                .is_some_and(TransportError::is_retryable),
        }
    }
}

/// `@retryable`.
fn is_marked(schema: &Schema) -> bool {
    let mut traits = schema.traits().iter();
    traits.any(|t| matches!(t, Trait::Retryable { .. }))
}

/// The wait after attempt number `attempt`: `fraction` (0 to 1) of 1, 2, 4, 8, 16, 20 s.
pub(crate) fn backoff(attempt: u32, fraction: f64) -> Duration {
    let doubled = 1_u64
        .checked_shl(attempt.saturating_sub(1))
        .map_or(BACKOFF, Duration::from_secs);
    doubled.min(BACKOFF).mul_f64(fraction.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(status: u16, code: &str) -> Option<Reason> {
        reason_of_code(&Metadata {
            status,
            code: code.to_owned(),
            ..Metadata::default()
        })
    }

    #[test]
    fn statuses_and_codes_decide() {
        for status in [200, 206, 500, 502, 503, 504] {
            assert_eq!(reason(status, "X"), Some(Reason::Transient));
        }
        for status in [400, 408, 429, 501, 505, 301] {
            assert_eq!(reason(status, "X"), None);
        }
        assert_eq!(reason(400, "SlowDown"), Some(Reason::Throttling));
        assert_eq!(reason(200, "SlowDown"), Some(Reason::Throttling));
        assert_eq!(reason(400, "SlowDownException"), None);
        assert_eq!(reason(400, "RequestTimeout"), Some(Reason::Transient));
    }

    #[test]
    fn waits_double_up_to_twenty_seconds() {
        let waits: Vec<u64> = (1..=7)
            .map(|attempt| backoff(attempt, 1.0).as_secs())
            .collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 20, 20]);
        assert_eq!(backoff(2, 0.25), Duration::from_millis(500));
        assert_eq!(backoff(u32::MAX, 1.0).as_secs(), 20);
    }
}
