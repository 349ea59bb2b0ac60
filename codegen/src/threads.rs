//! Pieces of work at the same time.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

use crate::limits::FORMAT_STACK;

/// How many threads there are, where nobody says: as many as cores.
pub(crate) fn cores() -> NonZero<usize> {
    thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

/// What two pieces of work come to. Neither sees the other, so that the outcome is the same as one after the other.
pub(crate) fn both<T: Send>(first: impl FnOnce() -> T, second: impl Fn() -> T + Sync) -> [T; 2] {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(FORMAT_STACK);
        let thread = thread.spawn_scoped(scope, &second);
        let first = first();
        let second = match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            // Without a second thread, it is this one's turn.
            Err(_) => second(),
        };
        [first, second]
    })
}
