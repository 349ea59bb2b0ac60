//! Corrects this machine's clock using the service's responses.
//!
//! A signature includes its time, and services reject one that is more than a few minutes off.
//! Source: clock skew correction of the AWS SDKs.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bytes::Bytes;
use http::header::{AGE, DATE};

use crate::auth::Clock;
use smithgen_runtime::Metadata;
use smithgen_runtime::schema::TimestampFormat;
use smithgen_runtime::value::DateTime;

/// Error codes for a wrong time, and for invalid signatures in general.
const CODES: [&str; 6] = [
    "AuthFailure",
    "InvalidSignatureException",
    "RequestExpired",
    "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
];

/// Difference in seconds below which the clock is not suspected: services allow five minutes.
const ALLOWED: u64 = 4 * 60;

/// Offset to the settings' clock, in seconds.
#[derive(Default)]
pub(super) struct Skew(AtomicI64);

impl Skew {
    /// The corrected clock.
    pub(super) fn corrected(&self, clock: &Clock) -> Clock {
        match self.offset() {
            0 => clock.clone(),
            offset => {
                let clock = clock.clone();
                Arc::new(move || shifted(clock(), offset))
            }
        }
    }

    /// The current offset.
    pub(super) fn offset(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Adopts the service's time if an error may come from a wrong one. Returns whether the next request's time
    /// will differ significantly from one with the offset `sent_with`, since another call may have adopted the time
    /// in the meantime. Metadata is evaluated only if the times differ.
    pub(super) fn learn(
        &self,
        clock: &Clock,
        sent_with: i64,
        response: &http::Response<Bytes>,
        metadata: impl FnOnce() -> Metadata,
    ) -> bool {
        let Some(theirs) = date(response) else {
            return false;
        };
        let ours = clock().secs();
        let offset = theirs.saturating_sub(ours);
        if offset.abs_diff(sent_with) <= ALLOWED || !is_suspect(&metadata()) {
            return false;
        }
        self.0.store(offset, Ordering::Relaxed);
        true
    }
}

/// Whether the error may be due to a wrong time. A response to HEAD has a status but no code.
fn is_suspect(metadata: &Metadata) -> bool {
    CODES.contains(&metadata.code.as_str()) || matches!(metadata.code.as_str(), "401" | "403")
}

/// The time at which the service created the response. A cached response has no usable time.
fn date(response: &http::Response<Bytes>) -> Option<i64> {
    let headers = response.headers();
    if headers.contains_key(AGE) {
        return None;
    }
    let text = headers.get(DATE)?.to_str().ok()?;
    let date = DateTime::parse(text, TimestampFormat::HttpDate).ok()?;
    Some(date.secs())
}

fn shifted(time: DateTime, offset: i64) -> DateTime {
    DateTime::new(time.secs().saturating_add(offset), time.subsec_nanos())
}
