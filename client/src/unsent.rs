//! A call that has not been sent yet, on which generated call types are based.

use std::fmt;

use crate::call::Client;
use crate::operation::Operation;
use crate::pages::{Paged, Pages};

/// An operation's input with a clone of its client, so that it can be moved to another task.
pub struct Call<O: Operation> {
    client: Client,
    /// The input.
    pub input: O::Input,
}

impl<O: Operation> Call<O> {
    /// A call with nothing set.
    pub fn new(client: Client) -> Self {
        Call {
            client,
            input: O::Input::default(),
        }
    }

    /// Sends the request and waits for the response.
    ///
    /// # Errors
    /// Like [`Client::send`].
    pub async fn send(self) -> Result<O::Output, O::Error> {
        self.client.send::<O>(self.input).await
    }
}

impl<O: Paged> Call<O> {
    /// All pages of the result.
    pub fn into_pages(self) -> Pages<O> {
        Pages::new(self.client, self.input)
    }
}

impl<O: Operation<Input: fmt::Debug>> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(O::SPEC.name()).field(&self.input).finish()
    }
}
