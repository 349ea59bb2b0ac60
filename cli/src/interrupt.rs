//! Ctrl-C: ends a call with exit code 130, and is left to a pager while one runs.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use tokio::runtime::Runtime;

/// Whether Ctrl-C no longer ends the program by itself.
static HEARD: AtomicBool = AtomicBool::new(false);

/// Whether a call or the pager handles Ctrl-C.
#[cfg(unix)]
pub(crate) fn is_heard() -> bool {
    HEARD.load(Ordering::SeqCst)
}

/// Stops Ctrl-C from ending the program.
pub(crate) fn ignore() {
    if let Some(runtime) = runtime() {
        runtime.block_on(async {
            let mut interrupt = pin!(tokio::signal::ctrl_c());
            // The listener is registered on the first poll.
            poll_fn(|context| {
                let _ = interrupt.as_mut().poll(context);
                HEARD.store(true, Ordering::SeqCst);
                Poll::Ready(())
            })
            .await;
        });
    }
}

pub(crate) fn runtime() -> Option<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .ok()
}

/// The future's output, or `None` if Ctrl-C came first.
pub(crate) async fn unless_interrupted<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut interrupt = pin!(tokio::signal::ctrl_c());
    let mut future = pin!(future);
    let mut listening = true;
    HEARD.store(true, Ordering::SeqCst);
    poll_fn(|context| {
        if listening && let Poll::Ready(pressed) = interrupt.as_mut().poll(context) {
            if pressed.is_ok() {
                return Poll::Ready(None);
            }
            // Without a signal handler the future cannot be interrupted.
            listening = false;
        }
        future.as_mut().poll(context).map(Some)
    })
    .await
}
