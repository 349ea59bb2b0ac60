//! What a tokio runtime must have for the transport, and what to say when it has not. tokio has no way to ask:
//! neither its handle nor its metrics tell of a timer or of I/O, and it panics where something is used that is
//! missing. That is caught here. A program that is built with `panic = "abort"` ends there instead, with
//! tokio's own message, which names the call that is needed too.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::super::Settings;

/// What is missing of what the settings need, I/O aside.
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

/// Whether the runtime that is running can wait.
pub(crate) fn has_time() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
        && catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).is_ok()
}

/// What to say where [`with_io`] finds nothing.
pub(super) const NO_IO: &str =
    "the tokio runtime has no I/O: build it with `enable_io` or `enable_all`";

/// Waits for a future that uses sockets; nothing where the runtime has no I/O.
pub(super) async fn with_io<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|context| {
        // The future is not polled again after a panic.
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.map_or(Poll::Ready(None), |polled| polled.map(Some))
    })
    .await
}
