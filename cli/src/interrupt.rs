//! Ctrl-C: ends a call with 130, and nothing else while a pager runs.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use tokio::runtime::Runtime;

/// Whether Ctrl-C no longer ends the program by itself.
static HEARD: AtomicBool = AtomicBool::new(false);

/// Whether Ctrl-C is taken care of by a call or by the pager.
#[cfg(unix)]
pub(crate) fn is_heard() -> bool {
    HEARD.load(Ordering::SeqCst)
}

/// From now on Ctrl-C does not end the program by itself.
pub(crate) fn ignore() {
    if let Some(runtime) = runtime() {
        runtime.block_on(async {
            let mut interrupt = pin!(tokio::signal::ctrl_c());
            // Asking once is what makes it be listened to.
            poll_fn(|context| {
                let _ = interrupt.as_mut().poll(context);
                HEARD.store(true, Ordering::SeqCst);
                Poll::Ready(())
            })
            .await;
        });
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
    let mut interrupt = pin!(tokio::signal::ctrl_c());
    let mut future = pin!(future);
    let mut listening = true;
    HEARD.store(true, Ordering::SeqCst);
    poll_fn(|context| {
        if listening && let Poll::Ready(pressed) = interrupt.as_mut().poll(context) {
            if pressed.is_ok() {
                return Poll::Ready(None);
            }
            // Where nobody can listen, nobody is interrupted.
            listening = false;
        }
        future.as_mut().poll(context).map(Some)
    })
    .await
}
