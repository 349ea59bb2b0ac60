//! How far a connection has come with its request. An answer may be there before the request has been sent
//! to its end, and a connection that still sends is of no use to the next request: its server may have stopped reading.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// There is more of the request than what has been taken from it.
const OPEN: u8 = 0;
/// All of the request has been taken, and some of it may wait for the server to read on.
const TAKEN: u8 = 1;
/// All of the request has been handed to the network.
const SENT: u8 = 2;

/// How far a connection has come with its request. Shared with the task that drives it.
#[derive(Clone, Default)]
pub(super) struct Sending(Arc<AtomicU8>);

impl Sending {
    /// Begins a request, which is taken when what is returned is dropped with its body.
    pub(super) fn begin(&self) -> Untaken {
        self.0.store(OPEN, Ordering::Release);
        Untaken(self.clone())
    }

    /// Notes that nothing of what was taken is left to send.
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

/// The rest of a request, part of its body.
pub(super) struct Untaken(Sending);

impl Drop for Untaken {
    fn drop(&mut self) {
        self.0.0.store(TAKEN, Ordering::Release);
    }
}
