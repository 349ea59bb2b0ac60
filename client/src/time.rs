//! Waiting and time, replaceable so that tests need not wait.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use crate::blocking;

/// A future that waits.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Waits between attempts and tells the time.
pub trait Time: Send + Sync {
    /// Monotonic time since an arbitrary moment.
    fn now(&self) -> Duration;
    /// Waits.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// Tokio's timer, or a thread if no tokio runtime with time enabled is running.
#[cfg(feature = "hyper")]
#[derive(Clone, Copy, Debug)]
pub struct TokioTime;

#[cfg(feature = "hyper")]
impl Time for TokioTime {
    fn now(&self) -> Duration {
        ThreadTime.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        match crate::transport::has_time() {
            true => Box::pin(tokio::time::sleep(duration)),
            false => ThreadTime.sleep(duration),
        }
    }
}

/// Waits on a separate thread, for runtimes without tokio's timer, which the caller's transport may not need.
#[derive(Clone, Copy, Debug)]
pub struct ThreadTime;

impl Time for ThreadTime {
    fn now(&self) -> Duration {
        static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        START.get_or_init(std::time::Instant::now).elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(on_a_thread(duration))
    }
}

async fn on_a_thread(duration: Duration) {
    // The thread ends when nobody waits any more, since that drops the sender.
    let (awaited, ends) = std::sync::mpsc::channel::<()>();
    let waited = blocking::on_a_thread(move || {
        let _ = ends.recv_timeout(duration);
    })
    .await;
    if waited.is_err() {
        // If no thread can be started, block the current one.
        std::thread::sleep(duration);
    }
    drop(awaited);
}

/// What a future gives; `None` if the time is over first.
pub(crate) async fn within<F: Future>(
    time: &dyn Time,
    limit: Option<Duration>,
    work: F,
) -> Option<F::Output> {
    let Some(limit) = limit else {
        return Some(work.await);
    };
    let mut work = std::pin::pin!(work);
    let mut over = time.sleep(limit);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => over.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// Never waits, and time stands still.
#[derive(Clone, Copy, Debug)]
pub struct NoTime;

impl Time for NoTime {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(std::future::ready(()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::{Sender, channel};
    use std::task::{Context, Wake};

    use super::*;

    struct Told(Sender<()>);

    impl Wake for Told {
        fn wake(self: Arc<Self>) {
            let _ = self.0.send(());
        }
    }

    #[test]
    fn a_thread_wakes_who_waits() {
        let (sender, told) = channel();
        let waker = Arc::new(Told(sender)).into();
        let mut context = Context::from_waker(&waker);
        let mut sleep = ThreadTime.sleep(Duration::from_nanos(1));
        while sleep.as_mut().poll(&mut context).is_pending() {
            told.recv().unwrap();
        }
        let before = ThreadTime.now();
        assert!(before <= ThreadTime.now());
        assert!(matches!(
            NoTime.sleep(Duration::MAX).as_mut().poll(&mut context),
            Poll::Ready(())
        ));
    }
}
