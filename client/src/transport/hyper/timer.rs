//! Measures how long a peer has been silent.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

use crate::limits::INTERIM_RESPONSES;

/// When bytes were last transferred in either direction. Shared with the task that drives the connection.
#[derive(Clone)]
pub(super) struct Activity(Arc<Times>);

/// Times in nanoseconds since `start`.
struct Times {
    start: Instant,
    /// When bytes were last transferred.
    last: AtomicU64,
    /// When bytes were last received.
    heard: AtomicU64,
    /// When bytes were last sent.
    sent: AtomicU64,
    /// Number of interim responses to the current request.
    interim: AtomicUsize,
    /// The task that waits for the final response.
    waiting: Mutex<Option<Waker>>,
}

impl Times {
    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

impl Activity {
    pub(super) fn new() -> Self {
        Activity(Arc::new(Times {
            start: Instant::now(),
            last: AtomicU64::new(0),
            heard: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            interim: AtomicUsize::new(0),
            waiting: Mutex::default(),
        }))
    }

    /// Records that bytes were sent.
    pub(super) fn touch(&self) {
        let now = self.0.now();
        self.0.last.store(now, Ordering::Relaxed);
        self.0.sent.store(now, Ordering::Relaxed);
    }

    /// Records an interim response.
    pub(super) fn interim(&self) {
        let before = self.0.interim.fetch_add(1, Ordering::Relaxed);
        let waiting = || {
            self.0
                .waiting
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if before >= INTERIM_RESPONSES
            && let Some(waker) = waiting().take()
        {
            waker.wake();
        }
    }

    /// Whether there were more interim responses than allowed; otherwise the task is woken when there are.
    pub(super) fn is_flooded(&self, context: &Context<'_>) -> bool {
        let mut waiting = self
            .0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *waiting = Some(context.waker().clone());
        self.0.interim.load(Ordering::Relaxed) > INTERIM_RESPONSES
    }

    /// Resets the count of interim responses, when a request starts or its final response arrives.
    fn settle(&self) {
        self.0.interim.store(0, Ordering::Relaxed);
    }

    /// Records that bytes were received.
    pub(super) fn hear(&self) {
        let now = self.0.now();
        self.0.last.store(now, Ordering::Relaxed);
        self.0.heard.store(now, Ordering::Relaxed);
    }

    /// Whether nothing was received for this long.
    #[cfg(feature = "http2")]
    pub(super) fn is_unheard_for(&self, limit: Duration) -> bool {
        let heard = self.0.heard.load(Ordering::Relaxed);
        u128::from(self.0.now().saturating_sub(heard)) >= limit.as_nanos()
    }

    /// The time of the last progress. After an interim response, only the final response counts: a server that
    /// keeps repeating itself makes no progress.
    fn last(&self) -> Instant {
        let last = match self.0.interim.load(Ordering::Relaxed) {
            0 => &self.0.last,
            _ => &self.0.sent,
        };
        self.0.start + Duration::from_nanos(last.load(Ordering::Relaxed))
    }
}

/// Completes if a connection has been silent for too long while a reader waited. A single timer serves a whole
/// exchange: it is not reset on each piece, but checks on expiry how long ago the last piece arrived.
pub(super) struct Silence {
    limit: Option<Duration>,
    activity: Activity,
    /// When the reader started to wait. If a slow reader does not read, the silence is not the peer's fault.
    listening: Option<Instant>,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Silence {
    /// Starts measuring.
    pub(super) fn new(limit: Option<Duration>, activity: &Activity) -> Self {
        activity.touch();
        activity.settle();
        Silence {
            limit,
            activity: activity.clone(),
            listening: None,
            sleep: None,
        }
    }

    /// Records that the expected data arrived.
    pub(super) fn broken(&mut self) {
        self.listening = None;
        self.activity.settle();
    }

    /// Ready if the peer has been silent for too long.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(limit) = self.limit else {
            return Poll::Pending;
        };
        let listening = *self.listening.get_or_insert_with(Instant::now);
        let due = |activity: &Activity| activity.last().max(listening).checked_add(limit);
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

    #[tokio::test(start_paused = true)]
    async fn interim_responses_do_not_break_the_silence() {
        let limit = Duration::from_secs(60);
        let activity = Activity::new();
        let mut silence = Silence::new(Some(limit), &activity);
        let mut poll = || silence.poll(&mut Context::from_waker(Waker::noop()));
        for _ in 0..5 {
            assert_eq!(poll(), Poll::Pending);
            tokio::time::advance(Duration::from_secs(11)).await;
            activity.hear();
            activity.interim();
        }
        assert_eq!(poll(), Poll::Pending);
        tokio::time::advance(Duration::from_secs(6)).await;
        activity.hear();
        assert_eq!(poll(), Poll::Ready(()));
    }

    #[test]
    fn as_many_interim_responses_as_are_allowed_and_no_more() {
        let activity = Activity::new();
        let context = Context::from_waker(Waker::noop());
        for _ in 0..INTERIM_RESPONSES {
            activity.interim();
        }
        assert!(!activity.is_flooded(&context));
        activity.interim();
        assert!(activity.is_flooded(&context));
        activity.settle();
        assert!(!activity.is_flooded(&context));
    }

    #[cfg(feature = "http2")]
    #[tokio::test(start_paused = true)]
    async fn who_only_speaks_hears_nothing() {
        let limit = Duration::from_secs(60);
        let activity = Activity::new();
        tokio::time::advance(Duration::from_secs(59)).await;
        activity.touch();
        assert!(!activity.is_unheard_for(limit));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(activity.is_unheard_for(limit));
        activity.hear();
        assert!(!activity.is_unheard_for(limit));
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_reader_is_not_a_silent_peer() {
        let limit = Duration::from_secs(60);
        let mut silence = Silence::new(Some(limit), &Activity::new());
        let poll = |silence: &mut Silence| silence.poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(poll(&mut silence), Poll::Pending);
        silence.broken();
        // The reader is busy and does not read from the connection.
        tokio::time::advance(Duration::from_secs(600)).await;
        assert_eq!(poll(&mut silence), Poll::Pending);
        tokio::time::advance(Duration::from_secs(59)).await;
        assert_eq!(poll(&mut silence), Poll::Pending);
        tokio::time::advance(Duration::from_secs(2)).await;
        assert_eq!(poll(&mut silence), Poll::Ready(()));
    }

    #[test]
    fn without_a_limit_no_timer_is_needed() {
        let mut silence = Silence::new(None, &Activity::new());
        let poll = silence.poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(poll, Poll::Pending);
    }
}
