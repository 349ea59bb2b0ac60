//! What the transport needs from a tokio runtime, and errors if that is missing. tokio offers no way to check:
//! neither its handle nor its metrics reveal whether there is a timer or I/O driver, and it panics if a missing one
//! is used. We catch that panic. A program built with `panic = "abort"` ends there instead, with tokio's message,
//! which also names the missing call.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::super::Settings;

/// What the settings need and the runtime lacks, except I/O.
pub(super) fn missing(settings: &Settings) -> Option<&'static str> {
    if tokio::runtime::Handle::try_current().is_err() {
        return Some(
            "no tokio runtime is running: call from within one, such as a function under `#[tokio::main]`",
        );
    }
    let has_limit = settings.connect_timeout.is_some() || settings.read_timeout.is_some();
    (has_limit && !has_time()).then_some(
        "the tokio runtime has no timer, which timeouts need: build it with `enable_time` or `enable_all`",
    )
}

/// Whether the current runtime has a timer.
pub(crate) fn has_time() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
        && catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).is_ok()
}

/// The error if [`with_io`] returns nothing.
pub(super) const NO_IO: &str =
    "the tokio runtime has no I/O: build it with `enable_io` or `enable_all`";

/// Awaits a future that uses sockets; `None` if the runtime has no I/O driver.
pub(super) async fn with_io<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|context| {
        // The future is not polled again after a panic.
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.map_or(Poll::Ready(None), |polled| polled.map(Some))
    })
    .await
}
