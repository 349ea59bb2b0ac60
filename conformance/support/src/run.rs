//! Drives a future to its end on this thread: nothing that a test waits for happens elsewhere.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

/// How long a future may sleep before it is taken for one that nothing will wake.
const PATIENCE: Duration = Duration::from_secs(20);

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// The future's result; an error when nothing wakes it any more.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> Result<T, String> {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return Ok(value);
        }
        let start = std::time::Instant::now();
        thread::park_timeout(PATIENCE);
        if start.elapsed() >= PATIENCE {
            return Err("it waits for something that never happens".to_owned());
        }
    }
}
