//! Blocking work on a thread of its own, so that the executor is not blocked.

use std::future::poll_fn;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

struct Shared<T> {
    outcome: Option<T>,
    /// Whether the thread is done, with an outcome or without.
    is_over: bool,
    waker: Option<Waker>,
}

fn lock<T>(shared: &Mutex<Shared<T>>) -> MutexGuard<'_, Shared<T>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Wakes who waits when the thread ends, even by a panic.
struct Worker<T>(Arc<Mutex<Shared<T>>>);

impl<T> Drop for Worker<T> {
    fn drop(&mut self) {
        let waker = {
            let mut shared = lock(&self.0);
            shared.is_over = true;
            shared.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// Does the work on a separate thread.
///
/// # Errors
/// The thread cannot be started, or the work panics.
pub async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    let shared = Arc::new(Mutex::new(Shared {
        outcome: None,
        is_over: false,
        waker: None,
    }));
    let theirs = shared.clone();
    std::thread::Builder::new().spawn(move || {
        let worker = Worker(theirs);
        let outcome = work();
        lock(&worker.0).outcome = Some(outcome);
    })?;
    poll_fn(move |context| {
        let mut shared = lock(&shared);
        match shared.outcome.take() {
            Some(outcome) => Poll::Ready(Ok(outcome)),
            None if shared.is_over => {
                Poll::Ready(Err(io::Error::other("a thread ended without a result")))
            }
            None => {
                shared.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::mpsc::{Sender, channel};
    use std::task::{Context, Wake};

    use super::*;

    struct Told(Sender<()>);

    impl Wake for Told {
        fn wake(self: Arc<Self>) {
            let _ = self.0.send(());
        }
    }

    fn outcome<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> io::Result<T> {
        let (sender, told) = channel();
        let waker = Arc::new(Told(sender)).into();
        let mut context = Context::from_waker(&waker);
        let mut future = pin!(on_a_thread(work));
        loop {
            match future.as_mut().poll(&mut context) {
                Poll::Ready(outcome) => return outcome,
                Poll::Pending => told.recv().unwrap(),
            }
        }
    }

    #[test]
    fn a_result_and_a_panic_both_wake_who_waits() {
        assert_eq!(outcome(|| 1).unwrap(), 1);
        // Nothing is printed about this one.
        let error = outcome(|| std::panic::resume_unwind(Box::new(()))).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::Other);
    }
}
