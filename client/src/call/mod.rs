//! Calls an operation: serialize, resolve the endpoint, sign, send, retry, deserialize.

mod attempts;
mod dialect;
mod prepare;
mod skew;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::{Schema, Trait};
use smithgen_runtime::view::Structure;

pub use prepare::{INVOCATION_ID, Prepared};

use crate::config::Config;
use crate::error::ClientError;
use crate::messages::{self, Answer};
use crate::operation::Operation;
use crate::retry::{RateLimiter, TokenBucket};
use crate::transport::Transport;

/// The result of an untyped call.
pub type AnswerFuture<'a> = Pin<Box<dyn Future<Output = Result<Answer, ClientError>> + Send + 'a>>;

/// Calls operations. Cheap to clone; clones share connections, the retry quota, and corrections of the clock.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

struct Shared {
    config: Config,
    transport: Option<Arc<dyn Transport>>,
    quota: TokenBucket,
    limiter: RateLimiter,
    skew: skew::Skew,
    kept: OnceLock<prepare::Kept>,
}

impl Client {
    /// A client with these settings. Makes no connections yet.
    pub fn new(config: Config) -> Self {
        let transport = config.sender();
        Client(Arc::new(Shared {
            config,
            transport,
            quota: TokenBucket::default(),
            limiter: RateLimiter::default(),
            skew: skew::Skew::default(),
            kept: OnceLock::new(),
        }))
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Calls an operation.
    ///
    /// # Errors
    /// The operation's error: one from the service, or a client-side failure.
    pub fn send<O: Operation>(
        &self,
        input: O::Input,
    ) -> impl Future<Output = Result<O::Output, O::Error>> + Send {
        self.send_ref::<O>(&input)
    }

    /// Like [`Client::send`], but borrows the input.
    ///
    /// # Errors
    /// Like [`Client::send`].
    pub fn send_ref<O: Operation>(
        &self,
        input: &O::Input,
    ) -> impl Future<Output = Result<O::Output, O::Error>> + Send + use<O> {
        let prepared = self.prepare(O::SPEC, input);
        let answer = prepared.map(|mut prepared| {
            prepared.streams = streams(O::SPEC.output());
            self.transmit(prepared)
        });
        async move {
            match answer?.await {
                Ok(answer) => messages::decode_answer::<O>(answer).await,
                Err(error) => Err(error.into()),
            }
        }
    }

    /// Calls an operation given by its tables. An error response from the service is an answer, too.
    pub fn dispatch(
        &self,
        operation: &'static OperationSpec,
        input: &dyn Structure,
    ) -> AnswerFuture<'static> {
        match self.prepare(operation, input) {
            Ok(prepared) => self.transmit(prepared),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    /// Builds the request of a call without sending it.
    ///
    /// # Errors
    /// The call cannot be sent.
    pub fn prepare(
        &self,
        operation: &'static OperationSpec,
        input: &dyn Structure,
    ) -> Result<Prepared, ClientError> {
        prepare::prepare(&self.0.config, &self.0.kept, operation, input)
    }

    /// Sends a prepared request, with retries.
    pub fn transmit(&self, prepared: Prepared) -> AnswerFuture<'static> {
        Box::pin(attempts::run(self.0.clone(), prepared))
    }
}

/// Whether the structure has a streaming member.
fn streams(schema: &Schema) -> bool {
    let mut members = schema.members().iter();
    members.any(|member| member.traits().contains(&Trait::Streaming))
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Client").field(&self.0.config).finish()
    }
}
