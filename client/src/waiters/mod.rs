//! Waiting: repeats a call until its answers are as expected.
//!
//! Source: Smithy 2.0, "waiters".

mod error;
mod table;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

pub use self::error::WaitError;
pub use self::table::{Acceptor, Expected, Matcher, State, Waiter};
use crate::call::Client;
use crate::given::{Missing, Noted};
use crate::operation::Operation;
use crate::time::within;

/// A call that is to be repeated, on which generated types are based. It needs a timeout before it can be awaited.
pub struct Wait<O: Operation> {
    client: Client,
    waiter: &'static Waiter,
    /// The input.
    pub input: O::Input,
    missing: Missing,
}

impl<O: Operation> Wait<O> {
    /// Waits for what the table says.
    pub fn new(client: Client, waiter: &'static Waiter) -> Self {
        Wait {
            client,
            waiter,
            input: O::Input::default(),
            missing: Missing::default(),
        }
    }

    /// The same, where these members of the input are unset until they are [given](Self::give): their types do not tell.
    #[must_use]
    pub fn noting(mut self, members: &[usize]) -> Self {
        self.missing = Missing::new(members);
        self
    }

    /// The input, a member of which is given now.
    pub fn give(&mut self, member: usize) -> &mut O::Input {
        self.missing.give(member);
        &mut self.input
    }

    /// Gives the whole input.
    pub fn give_all(&mut self, input: O::Input) {
        self.input = input;
        self.missing = Missing::default();
    }

    /// Sets how long to wait at most, with all calls.
    pub fn timeout(self, timeout: Duration) -> Waiting<O> {
        Waiting {
            wait: self,
            timeout,
        }
    }
}

impl<O: Operation<Input: fmt::Debug>> fmt::Debug for Wait<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(self.waiter.name())
            .field(&self.input)
            .finish()
    }
}

/// A call that is to be repeated, and for how long. Nothing is sent before it is awaited.
#[must_use = "nothing is asked for before it is awaited"]
pub struct Waiting<O: Operation> {
    wait: Wait<O>,
    timeout: Duration,
}

impl<O: Operation<Input: fmt::Debug>> fmt::Debug for Waiting<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting")
            .field("wait", &self.wait)
            .field("timeout", &self.timeout)
            .finish()
    }
}

/// What was waited for, and the answer that said so: an error if it is the absence of something.
#[derive(Debug)]
#[non_exhaustive]
pub struct Waited<T, E> {
    /// The last answer.
    pub answer: Result<T, E>,
    /// The number of calls.
    pub calls: u32,
}

/// The outcome of waiting.
pub type WaitResult<T, E> = Result<Waited<T, E>, WaitError<T, E>>;

impl<O> IntoFuture for Waiting<O>
where
    O: Operation<Input: Send + Sync, Output: Send, Error: Send> + 'static,
{
    type Output = WaitResult<O::Output, O::Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<O: Operation> Waiting<O> {
    async fn run(self) -> WaitResult<O::Output, O::Error> {
        let Waiting { wait, timeout } = self;
        let Wait {
            client,
            waiter,
            input,
            missing,
        } = wait;
        let input = Noted { input, missing };
        let config = client.config();
        let end = config.time.now().saturating_add(timeout);
        let mut calls = 0;
        let mut last = None;
        loop {
            let rest = end.saturating_sub(config.time.now());
            let call = client.send_view::<O>(&input);
            let Some(answer) = within(&*config.time, Some(rest), call).await else {
                return Err(WaitError::timed_out(waiter, timeout, last));
            };
            calls += 1;
            match waiter.state(&input, answer.as_ref()) {
                Some(State::Success) => return Ok(Waited { answer, calls }),
                Some(State::Failure) => return Err(WaitError::failed(waiter, answer)),
                Some(State::Retry) => {}
                None if answer.is_err() => return Err(WaitError::failed(waiter, answer)),
                None => {}
            }
            last = Some(answer);
            let rest = end.saturating_sub(config.time.now());
            let Some(delay) = waiter.delay(calls, rest, (config.jitter)()) else {
                return Err(WaitError::timed_out(waiter, timeout, last));
            };
            config.time.sleep(delay).await;
        }
    }
}
