//! A request that waits for the server's leave to send its body. Source: RFC 9110, section 10.1.1.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use http::header::EXPECT;
use http::{Request, StatusCode};
use tokio::time::Sleep;

use super::drivers;

/// Whether a request asks for leave to send its body.
pub(super) fn is_asking<B>(request: &Request<B>) -> bool {
    let expected = request.headers().get(EXPECT);
    expected.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

/// What holds a body back until the server gives leave, or has been silent for too long: many servers never do.
pub(super) struct Gate {
    leave: Leave,
    limit: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
}

/// Opens a gate.
#[derive(Clone, Default)]
pub(super) struct Leave(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    is_given: bool,
    waiting: Option<Waker>,
}

impl Gate {
    /// A closed gate; none where there is no timer to open it.
    pub(super) fn new(limit: Duration) -> Option<Self> {
        drivers::has_time().then(|| Gate {
            leave: Leave::default(),
            limit,
            sleep: None,
        })
    }

    /// What opens it.
    pub(super) fn leave(&self) -> Leave {
        self.leave.clone()
    }

    /// Ready when the body may be sent.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        {
            let mut state = self.leave.state();
            if state.is_given {
                return Poll::Ready(());
            }
            state.waiting = Some(context.waker().clone());
        }
        let limit = self.limit;
        let sleep = self
            .sleep
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        sleep.as_mut().poll(context)
    }
}

impl Leave {
    /// An interim response; others than 100 say nothing of the body.
    pub(super) fn hear(&self, status: StatusCode) {
        if status != StatusCode::CONTINUE {
            return;
        }
        let waiting = {
            let mut state = self.state();
            state.is_given = true;
            state.waiting.take()
        };
        if let Some(waker) = waiting {
            waker.wake();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
