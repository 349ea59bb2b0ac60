//! Calls without async.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake};
use std::thread::Thread;

use futures_core::Stream;

use crate::error::ClientError;
#[cfg(feature = "hyper")]
use crate::error::ClientErrorKind;

/// Runs a future to its end on this thread. With the feature `hyper`, connections are those of a runtime of this crate's
/// own, which all threads share; it does its work whenever one of them waits.
///
/// # Errors
/// This thread is one of an asynchronous runtime, which must not be blocked; or no runtime can be started.
pub fn block_on<F: Future>(future: F) -> Result<F::Output, ClientError> {
    #[cfg(feature = "hyper")]
    {
        if tokio::runtime::Handle::try_current().is_ok() {
            let message = "this thread is one of an asynchronous runtime: use `send().await`, or `spawn_blocking`";
            return Err(ClientError::new(ClientErrorKind::Transport, message));
        }
        match runtime() {
            Ok(runtime) => Ok(runtime.block_on(future)),
            Err(error) => Err(ClientError::new(ClientErrorKind::Transport, error.as_str())),
        }
    }
    #[cfg(not(feature = "hyper"))]
    Ok(parked(future))
}

/// The runtime of all blocking calls.
#[cfg(feature = "hyper")]
fn runtime() -> Result<&'static tokio::runtime::Runtime, &'static String> {
    static RUNTIME: std::sync::OnceLock<Result<tokio::runtime::Runtime, String>> =
        std::sync::OnceLock::new();
    let start = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_io().enable_time().build();
        runtime.map_err(|error| format!("no runtime for blocking calls: {error}"))
    };
    RUNTIME.get_or_init(start).as_ref()
}

/// Wakes a thread.
struct Parked(Thread);

impl Wake for Parked {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs a future that needs no runtime.
#[cfg_attr(feature = "hyper", allow(dead_code))]
fn parked<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Arc::new(Parked(std::thread::current())).into();
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}

/// The elements of a stream, each awaited on this thread.
#[derive(Debug)]
pub struct Blocking<S>(S);

impl<S> Blocking<S> {
    /// Iterates over a stream.
    pub(crate) fn new(stream: S) -> Self {
        Blocking(stream)
    }
}

impl<T, E: From<ClientError>, S: Stream<Item = Result<T, E>> + Unpin> Iterator for Blocking<S> {
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = std::future::poll_fn(|context| Pin::new(&mut self.0).poll_next(context));
        block_on(next).unwrap_or_else(|error| Some(Err(error.into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_future_ends_on_this_thread_when_another_wakes_it() {
        let work = crate::blocking::on_a_thread(|| 7);
        assert_eq!(parked(work).unwrap(), 7);
        assert_eq!(block_on(async { 7 }).unwrap(), 7);
    }

    #[cfg(feature = "hyper")]
    #[tokio::test]
    async fn a_thread_of_a_runtime_is_not_blocked() {
        let error = block_on(async {}).unwrap_err();
        assert!(error.to_string().contains("send().await"), "{error}");
    }
}
