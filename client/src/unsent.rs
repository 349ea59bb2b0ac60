//! A call that has not been sent yet, on which generated call types are based.

use std::fmt;
use std::time::Duration;

use crate::call::{Client, PresignedRequest};
use crate::config::Config;
use crate::error::ClientError;
use crate::given::{Missing, Noted};
use crate::operation::Operation;
use crate::pages::{Items, Paged, PagedItems, Pages};

/// An operation's input with a clone of its client, so that it can be moved to another task.
pub struct Call<O: Operation> {
    client: Client,
    /// The input.
    pub input: O::Input,
    missing: Missing,
}

impl<O: Operation> Call<O> {
    /// A call with nothing set.
    pub fn new(client: Client) -> Self {
        Call {
            client,
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

    fn noted(self) -> (Client, Noted<O::Input>) {
        let noted = Noted {
            input: self.input,
            missing: self.missing,
        };
        (self.client, noted)
    }

    /// Sends the request and waits for the response.
    ///
    /// # Errors
    /// Like [`Client::send`].
    pub async fn send(self) -> Result<O::Output, O::Error> {
        let (client, input) = self.noted();
        let sending = client.send_view::<O>(&input);
        // It may be large, and waiting may be long.
        drop(input);
        sending.await
    }

    /// Sends the request, and returns status and headers of the response besides the output.
    ///
    /// # Errors
    /// Like [`Client::send`].
    pub async fn send_with_response(self) -> Result<(O::Output, http::Response<()>), O::Error> {
        let (client, input) = self.noted();
        let sending = client.send_view_with_response::<O>(&input);
        drop(input);
        sending.await
    }

    /// Sends the request, and blocks this thread until the response is there.
    ///
    /// # Errors
    /// Like [`Client::send`], and like [`block_on`](crate::block_on).
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<O::Output, O::Error> {
        crate::block_on(self.send())?
    }

    /// Signs the request in its URL, for others to send before it expires; sends nothing.
    ///
    /// # Errors
    /// Like [`Client::presign`].
    pub async fn presign(self, expires: Duration) -> Result<PresignedRequest, ClientError> {
        let (client, input) = self.noted();
        let signing = client.presign_dynamic(O::SPEC, &input, &[], expires);
        drop(input);
        signing.await
    }

    /// Changes settings for this call alone: [`Client::with_config`].
    #[must_use]
    pub fn with_config(mut self, change: impl FnOnce(Config) -> Config) -> Self {
        self.client = self.client.with_config(change);
        self
    }
}

impl<O: Paged> Call<O> {
    /// All pages of the result.
    pub fn into_pages(self) -> Pages<O> {
        let (client, input) = self.noted();
        Pages::noted(client, input)
    }
}

impl<O: PagedItems> Call<O> {
    /// The items of all pages.
    pub fn into_items(self) -> Items<O> {
        let (client, input) = self.noted();
        Items::noted(client, input)
    }
}

impl<O: Operation<Input: fmt::Debug>> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(O::SPEC.name()).field(&self.input).finish()
    }
}
