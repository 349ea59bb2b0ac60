//! How long a peer has been silent.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

/// When bytes last went either way over a connection. Shared with the task that drives it.
#[derive(Clone)]
pub(super) struct Activity(Arc<(Instant, AtomicU64)>);

impl Activity {
    pub(super) fn new() -> Self {
        Activity(Arc::new((Instant::now(), AtomicU64::new(0))))
    }

    /// Notes that bytes went just now.
    pub(super) fn touch(&self) {
        let (start, last) = &*self.0;
        let nanos = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        last.store(nanos, Ordering::Relaxed);
    }

    fn last(&self) -> Instant {
        let (start, last) = &*self.0;
        *start + Duration::from_nanos(last.load(Ordering::Relaxed))
    }
}

/// Ends when a connection has been silent for too long. One timer serves a whole exchange: it is
/// not reset at each piece, but looks at its end how long ago the last piece was.
pub(super) struct Silence {
    limit: Option<Duration>,
    activity: Activity,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Silence {
    /// Counts from now.
    pub(super) fn new(limit: Option<Duration>, activity: &Activity) -> Self {
        activity.touch();
        Silence {
            limit,
            activity: activity.clone(),
            sleep: None,
        }
    }

    /// Ready when the peer has been silent for too long.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(limit) = self.limit else {
            return Poll::Pending;
        };
        let due = |activity: &Activity| activity.last().checked_add(limit);
        let Some(deadline) = due(&self.activity) else {
            return Poll::Pending;
        };
        let sleep = self
            .sleep
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline)));
        loop {
            ready!(sleep.as_mut().poll(context));
            match due(&self.activity) {
                Some(deadline) if deadline > Instant::now() => sleep.as_mut().reset(deadline),
                _ => return Poll::Ready(()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn only_a_whole_limit_without_bytes_is_silence() {
        let limit = Duration::from_secs(60);
        let activity = Activity::new();
        let mut silence = Silence::new(Some(limit), &activity);
        let mut poll = || silence.poll(&mut Context::from_waker(Waker::noop()));
        for _ in 0..10 {
            tokio::time::advance(Duration::from_secs(40)).await;
            activity.touch();
            assert_eq!(poll(), Poll::Pending);
        }
        tokio::time::advance(Duration::from_secs(59)).await;
        assert_eq!(poll(), Poll::Pending);
        tokio::time::advance(Duration::from_secs(2)).await;
        assert_eq!(poll(), Poll::Ready(()));
    }

    #[test]
    fn without_a_limit_no_timer_is_needed() {
        let mut silence = Silence::new(None, &Activity::new());
        let poll = silence.poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(poll, Poll::Pending);
    }
}
