//! Lets one caller after the other refresh credentials, on any executor.

use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

/// Lets in one caller at a time.
#[derive(Default)]
pub(super) struct Gate(Mutex<State>);

#[derive(Default)]
struct State {
    /// Whether someone is in.
    is_taken: bool,
    /// How many have left.
    round: u64,
    waiting: Vec<Waker>,
}

/// Whoever has this is in. The next one is let in when it is dropped, even if its owner was cancelled.
pub(super) struct Pass<'a> {
    gate: &'a Gate,
    /// The first round that the owner waited for, if any.
    pub(super) waited_for: Option<u64>,
    /// The owner's own round.
    pub(super) round: u64,
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A pass, if nobody is in.
    pub(super) fn try_enter(&self) -> Option<Pass<'_>> {
        let mut state = self.state();
        if state.is_taken {
            return None;
        }
        state.is_taken = true;
        Some(Pass {
            gate: self,
            waited_for: None,
            round: state.round,
        })
    }

    /// Waits until nobody is in.
    pub(super) async fn enter(&self) -> Pass<'_> {
        let mut waited_for = None;
        poll_fn(|context| {
            let mut state = self.state();
            if state.is_taken {
                waited_for.get_or_insert(state.round);
                // Each round wakes all who wait, so none is missed when another gives up.
                if !state.waiting.iter().any(|it| it.will_wake(context.waker())) {
                    state.waiting.push(context.waker().clone());
                }
                return Poll::Pending;
            }
            state.is_taken = true;
            Poll::Ready(Pass {
                gate: self,
                waited_for,
                round: state.round,
            })
        })
        .await
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let waiting = {
            let mut state = self.gate.state();
            state.is_taken = false;
            state.round += 1;
            std::mem::take(&mut state.waiting)
        };
        for waker in waiting {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Context;

    use super::*;

    #[test]
    fn one_is_in_and_those_who_waited_know_for_whom() {
        let gate = Gate::default();
        let mut context = Context::from_waker(Waker::noop());
        let first = gate.try_enter().unwrap();
        assert!(gate.try_enter().is_none());
        let mut second = pin!(gate.enter());
        let mut third = pin!(gate.enter());
        assert!(second.as_mut().poll(&mut context).is_pending());
        assert!(third.as_mut().poll(&mut context).is_pending());
        let round = first.round;
        drop(first);
        let Poll::Ready(second) = second.as_mut().poll(&mut context) else {
            panic!("the gate is free");
        };
        assert_eq!(second.waited_for, Some(round));
        assert!(third.as_mut().poll(&mut context).is_pending());
        drop(second);
        assert!(third.as_mut().poll(&mut context).is_ready());
    }
}
