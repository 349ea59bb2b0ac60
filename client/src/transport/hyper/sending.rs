//! Tracks how much of a request has been sent. The response may arrive before that, and then the connection cannot
//! be reused: its server may have stopped reading.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// Part of the request has not been read by hyper.
const OPEN: u8 = 0;
/// All of the request has been read, but part of it may not have been sent.
const TAKEN: u8 = 1;
/// All of the request has been sent.
const SENT: u8 = 2;

/// How much of a request has been sent. Shared with the task that drives the connection.
#[derive(Clone, Default)]
pub(super) struct Sending(Arc<AtomicU8>);

impl Sending {
    /// Starts a request, which is completely read when the returned guard is dropped.
    pub(super) fn begin(&self) -> Untaken {
        self.0.store(OPEN, Ordering::Release);
        Untaken(self.clone())
    }

    /// Records that everything read so far has been sent.
    pub(super) fn flushed(&self) {
        let _ = self
            .0
            .compare_exchange(TAKEN, SENT, Ordering::AcqRel, Ordering::Relaxed);
    }

    /// Whether all of the request has been sent.
    pub(super) fn is_done(&self) -> bool {
        self.0.load(Ordering::Acquire) == SENT
    }
}

/// Guard for the unread part of a request.
pub(super) struct Untaken(Sending);

impl Drop for Untaken {
    fn drop(&mut self) {
        self.0.0.store(TAKEN, Ordering::Release);
    }
}
