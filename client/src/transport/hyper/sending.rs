//! Tracks how much of a request has been sent. The response may arrive before that, and then the connection cannot
//! be reused: its server may have stopped reading.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::{TransportError, TransportErrorKind};

/// Part of the request has not been read by hyper.
const OPEN: u8 = 0;
/// All of the request has been read, but part of it may not have been sent.
const TAKEN: u8 = 1;
/// All of the request has been sent.
const SENT: u8 = 2;

/// How much of a request has been sent. Shared with the task that drives the connection.
#[derive(Clone, Default)]
pub(super) struct Sending(Arc<State>);

#[derive(Default)]
struct State {
    progress: AtomicU8,
    /// Why the request's body could not be read to its end.
    failure: Mutex<Option<TransportError>>,
}

impl Sending {
    /// Starts a request, which is completely read when the returned guard is dropped.
    pub(super) fn begin(&self) -> Untaken {
        self.0.progress.store(OPEN, Ordering::Release);
        *self.kept() = None;
        Untaken(self.clone())
    }

    /// Records that everything read so far has been sent.
    pub(super) fn flushed(&self) {
        let _ = self
            .0
            .progress
            .compare_exchange(TAKEN, SENT, Ordering::AcqRel, Ordering::Relaxed);
    }

    /// Whether all of the request has been sent.
    pub(super) fn is_done(&self) -> bool {
        self.0.progress.load(Ordering::Acquire) == SENT
    }

    /// Why the request's body could not be read to its end.
    pub(super) fn failure(&self) -> Option<TransportError> {
        self.kept().take()
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<TransportError>> {
        self.0
            .failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Guard for the unread part of a request.
pub(super) struct Untaken(Sending);

impl Untaken {
    /// Keeps the error of the request body, and returns a substitute for hyper.
    pub(super) fn fail(&self, error: TransportError) -> TransportError {
        *self.0.kept() = Some(error);
        TransportError::new(TransportErrorKind::Body, "")
    }
}

impl Drop for Untaken {
    fn drop(&mut self) {
        self.0.0.progress.store(TAKEN, Ordering::Release);
    }
}
