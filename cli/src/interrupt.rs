//! Ctrl-C: ends a call with 130, and nothing else while a pager runs.

use std::future::Future;

use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// While it lives, Ctrl-C does not end the program.
pub(crate) struct Ignored {
    _signal: Option<Signal>,
    _runtime: Option<Runtime>,
}

/// Lets others handle Ctrl-C.
pub(crate) fn ignore() -> Ignored {
    let runtime = runtime();
    let signal = runtime.as_ref().and_then(|runtime| {
        let _context = runtime.enter();
        signal(SignalKind::interrupt()).ok()
    });
    Ignored {
        _signal: signal,
        _runtime: runtime,
    }
}

/// A runtime for one call.
pub(crate) fn runtime() -> Option<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .ok()
}

/// What the future gives, or nothing when Ctrl-C came first.
pub(crate) async fn unless_interrupted<T>(future: impl Future<Output = T>) -> Option<T> {
    let Ok(mut interrupt) = signal(SignalKind::interrupt()) else {
        return Some(future.await);
    };
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|context| {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(context) {
            return std::task::Poll::Ready(Some(value));
        }
        match interrupt.poll_recv(context) {
            std::task::Poll::Ready(_) => std::task::Poll::Ready(None),
            std::task::Poll::Pending => std::task::Poll::Pending,
        }
    })
    .await
}
