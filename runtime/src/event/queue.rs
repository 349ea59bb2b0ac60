//! A bounded queue of events for a request, with any number of senders.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

struct Shared<T> {
    events: VecDeque<T>,
    capacity: usize,
    senders: usize,
    /// Whether the receiver is gone.
    abandoned: bool,
    receiver: Option<Waker>,
    waiting: Vec<Waker>,
}

fn lock<T>(shared: &Mutex<Shared<T>>) -> MutexGuard<'_, Shared<T>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sends events into a stream, which ends when all its senders are dropped.
pub struct EventSender<T>(Arc<Mutex<Shared<T>>>);

/// The stream was dropped, or its request failed; returns the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T> EventSender<T> {
    /// Sends an event; waits while the queue is full.
    ///
    /// # Errors
    /// The receiver is gone.
    pub async fn send(&self, event: T) -> Result<(), Closed<T>> {
        let mut event = Some(event);
        poll_fn(|context| self.poll_send(&mut event, context)).await
    }

    fn poll_send(
        &self,
        event: &mut Option<T>,
        context: &Context<'_>,
    ) -> Poll<Result<(), Closed<T>>> {
        let mut shared = lock(&self.0);
        let Some(next) = event.take() else {
            return Poll::Ready(Ok(()));
        };
        if shared.abandoned {
            return Poll::Ready(Err(Closed(next)));
        }
        if shared.events.len() >= shared.capacity {
            *event = Some(next);
            shared.waiting.push(context.waker().clone());
            return Poll::Pending;
        }
        shared.events.push_back(next);
        if let Some(receiver) = shared.receiver.take() {
            receiver.wake();
        }
        Poll::Ready(Ok(()))
    }
}

impl<T> Clone for EventSender<T> {
    fn clone(&self) -> Self {
        lock(&self.0).senders += 1;
        EventSender(self.0.clone())
    }
}

impl<T> Drop for EventSender<T> {
    fn drop(&mut self) {
        let mut shared = lock(&self.0);
        shared.senders -= 1;
        if shared.senders == 0
            && let Some(receiver) = shared.receiver.take()
        {
            receiver.wake();
        }
    }
}

impl<T> std::fmt::Debug for EventSender<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EventSender")
    }
}

/// The receiving end.
pub(super) struct Receiver<T>(Arc<Mutex<Shared<T>>>);

impl<T> Receiver<T> {
    pub(super) fn poll(&mut self, context: &Context<'_>) -> Poll<Option<T>> {
        let mut shared = lock(&self.0);
        if let Some(event) = shared.events.pop_front() {
            shared.waiting.drain(..).for_each(Waker::wake);
            return Poll::Ready(Some(event));
        }
        if shared.senders == 0 {
            return Poll::Ready(None);
        }
        shared.receiver = Some(context.waker().clone());
        Poll::Pending
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let mut shared = lock(&self.0);
        shared.abandoned = true;
        shared.waiting.drain(..).for_each(Waker::wake);
    }
}

/// A queue of bounded size.
pub(super) fn queue<T>(
    capacity: usize,
    events: impl IntoIterator<Item = T>,
) -> (EventSender<T>, Receiver<T>) {
    let shared = Arc::new(Mutex::new(Shared {
        events: events.into_iter().collect(),
        capacity: capacity.max(1),
        senders: 1,
        abandoned: false,
        receiver: None,
        waiting: Vec::new(),
    }));
    (EventSender(shared.clone()), Receiver(shared))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context() -> Context<'static> {
        Context::from_waker(Waker::noop())
    }

    #[test]
    fn a_full_queue_makes_senders_wait() {
        let (sender, mut receiver) = queue(1, []);
        let mut second = Some(2);
        assert!(sender.poll_send(&mut Some(1), &context()).is_ready());
        assert!(sender.poll_send(&mut second, &context()).is_pending());
        assert_eq!(receiver.poll(&context()), Poll::Ready(Some(1)));
        assert!(sender.poll_send(&mut second, &context()).is_ready());
        assert_eq!(receiver.poll(&context()), Poll::Ready(Some(2)));
        assert_eq!(receiver.poll(&context()), Poll::Pending);
    }

    #[test]
    fn it_ends_with_its_last_sender() {
        let (sender, mut receiver) = queue(8, [1]);
        let other = sender.clone();
        drop(sender);
        assert_eq!(receiver.poll(&context()), Poll::Ready(Some(1)));
        assert_eq!(receiver.poll(&context()), Poll::Pending);
        drop(other);
        assert_eq!(receiver.poll(&context()), Poll::Ready(None));
    }

    #[test]
    fn events_that_nobody_receives_come_back() {
        let (sender, receiver) = queue(8, []);
        drop(receiver);
        let sent = sender.poll_send(&mut Some(1), &context());
        assert_eq!(sent, Poll::Ready(Err(Closed(1))));
    }
}
