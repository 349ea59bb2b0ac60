//! Which failures are worth another attempt, and when. Source: the AWS SDKs' standard retry mode.

use crate::error::Metadata;

/// Whether status or code alone make the error worth another attempt.
pub(crate) fn is_retryable_code(metadata: &Metadata) -> bool {
    matches!(metadata.status, 500 | 502 | 503 | 504)
}
