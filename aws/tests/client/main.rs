//! The client against a service within the process: requests, endpoints, retries.

#[cfg(feature = "sigv4")]
mod accounts;
mod auth;
mod checksums;
#[cfg(feature = "sigv4")]
mod credentials;
mod digests;
mod encodings;
mod endpoint;
mod max_response;
mod retry;
mod secrets;
mod service;
#[cfg(feature = "sigv4")]
mod signed_streams;
#[cfg(feature = "sigv4")]
mod skew;
mod stated_length;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use smithgen_client::AnswerFuture;
use smithgen_client::{Answer, ClientError};

/// Runs a call that never really waits: no runtime is needed where nothing touches the network.
fn run(call: AnswerFuture<'_>) -> Result<Answer, ClientError> {
    now(call)
}

/// What comes of a future that never really waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("the future waits for something"),
    }
}
