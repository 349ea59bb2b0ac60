//! A call that is not sent yet: what the types of calls in generated code are made of.

use std::fmt;

use crate::call::Client;
use crate::operation::Operation;
use crate::pages::{Paged, Pages};

/// An operation's input on its way to a client, of which it holds a clone: a call can be moved to another task.
pub struct Call<O: Operation> {
    client: Client,
    /// What is sent.
    pub input: O::Input,
}

impl<O: Operation> Call<O> {
    /// A call without anything set.
    pub fn new(client: Client) -> Self {
        Call {
            client,
            input: O::Input::default(),
        }
    }

    /// Sends the request and waits for the response.
    ///
    /// # Errors
    /// As [`Client::send`].
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
        f.debug_tuple(O::SPEC.name).field(&self.input).finish()
    }
}
