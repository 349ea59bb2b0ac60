//! What a test calls, and how it ends.

use std::fmt;
use std::pin::Pin;

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
pub(crate) fn expect(what: &str, expected: &str, found: &str) -> Result<(), String> {
    match expected == found {
        true => Ok(()),
        false => Err(format!("{what}: expected {expected:?}, found {found:?}")),
    }
}
