//! How far this machine's clock is off, as the service's answers tell.
//!
//! A signature carries its time, and services refuse one that is more than some minutes old or ahead.
//! Source: clock skew correction of the AWS SDKs.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bytes::Bytes;
use http::header::{AGE, DATE};

use crate::auth::Clock;
use smithgen_runtime::Metadata;
use smithgen_runtime::schema::TimestampFormat;
use smithgen_runtime::value::DateTime;

/// Codes that say so, and those of signatures that are wrong for whatever reason.
const CODES: [&str; 6] = [
    "AuthFailure",
    "InvalidSignatureException",
    "RequestExpired",
    "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
];

/// Seconds that a request may be off before the clock is doubted: services allow five minutes.
const ALLOWED: u64 = 4 * 60;

/// What to add to the clock of the settings, in seconds.
#[derive(Default)]
pub(super) struct Skew(AtomicI64);

impl Skew {
    /// The clock, put right.
    pub(super) fn corrected(&self, clock: &Clock) -> Clock {
        match self.offset() {
            0 => clock.clone(),
            offset => {
                let clock = clock.clone();
                Arc::new(move || shifted(clock(), offset))
            }
        }
    }

    /// What is added now.
    pub(super) fn offset(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Takes the service's time for the right one where an error may come from another. Whether the next
    /// request will carry a time that is much different from that of one with this offset: another call may
    /// have learnt it meanwhile. What the error says of itself is read only where the times differ.
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

/// Whether a wrong time may be the reason. The answer to a HEAD has a status and no code.
fn is_suspect(metadata: &Metadata) -> bool {
    CODES.contains(&metadata.code.as_str()) || matches!(metadata.code.as_str(), "401" | "403")
}

/// When the service made the response. One that a cache kept tells nothing.
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
