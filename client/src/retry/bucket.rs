//! The retry quota, which stops retries while most requests of a client fail.

use std::sync::{Mutex, PoisonError};

use super::Reason;

const CAPACITY: u32 = 500;
const COST: u32 = 5;
const TIMEOUT_COST: u32 = 10;
/// Tokens returned by a success without retries.
const GAIN: u32 = 1;

/// Tokens that retries cost and successes give back.
#[derive(Debug)]
pub(crate) struct TokenBucket(Mutex<u32>);

impl Default for TokenBucket {
    fn default() -> Self {
        TokenBucket(Mutex::new(CAPACITY))
    }
}

impl TokenBucket {
    /// Pays for a retry; `None` if there are too few tokens.
    pub(crate) fn acquire(&self, reason: Reason) -> Option<u32> {
        let cost = if reason == Reason::Timeout {
            TIMEOUT_COST
        } else {
            COST
        };
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *tokens = tokens.checked_sub(cost)?;
        Some(cost)
    }

    /// Returns the cost of the last retry after a success.
    pub(crate) fn release(&self, paid: Option<u32>) {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *tokens = tokens.saturating_add(paid.unwrap_or(GAIN)).min(CAPACITY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_end_when_the_bucket_is_empty_and_successes_fill_it() {
        let bucket = TokenBucket::default();
        let paid = std::iter::from_fn(|| bucket.acquire(Reason::Transient)).count();
        assert_eq!(paid, 100);
        bucket.release(Some(10));
        assert_eq!(bucket.acquire(Reason::Timeout), Some(10));
        for _ in 0..4 {
            bucket.release(None);
        }
        assert_eq!(bucket.acquire(Reason::Throttling), None);
        bucket.release(None);
        assert_eq!(bucket.acquire(Reason::Throttling), Some(5));
    }
}
