//! What the tests that the conformance harness writes call.
//!
//! A test names a generated operation and holds one case of a model. Here the operation's input is filled from the
//! case's parameters, sent by the generated client to a transport in the same process, and what was sent or
//! returned is compared with what the case expects. Nothing of this knows a service.

pub mod case;
mod client;
pub mod compare;
mod events;
mod exchange;
mod frame;
mod params;
mod request;
mod response;
mod run;
mod values;

use std::fmt;
use std::pin::Pin;

pub use events::{Streams, events, put, take};
pub use request::request;
pub use response::{error, response};
pub use smithgen_runtime::Unit;
pub use smithgen_runtime::event::EventStream;

/// What a test returns.
pub type Outcome = Result<(), Failure>;

/// Why a case failed.
pub struct Failure(String);

impl fmt::Debug for Failure {
    /// The reason as it is: the test harness prints errors with `Debug`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Failure(reason)
    }
}

/// What calling an operation returns.
pub type Calling<O> = Pin<
    Box<
        dyn Future<
            Output = Result<
                <O as smithgen_runtime::operation::TypedOperation>::Output,
                <O as smithgen_client::Operation>::Error,
            >,
        >,
    >,
>;

/// A call of an operation through the client that was generated for its service.
pub type Call<O> = fn(
    smithgen_client::Config,
    <O as smithgen_runtime::operation::TypedOperation>::Input,
) -> Calling<O>;

/// An error when the two differ.
fn expect(what: &str, expected: &str, found: &str) -> Result<(), String> {
    match expected == found {
        true => Ok(()),
        false => Err(format!("{what}: expected {expected:?}, found {found:?}")),
    }
}
