//! Sends one operation: encode, resolve the endpoint, sign, send, retry, decode.

mod attempts;
mod prepare;
mod skew;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::{Schema, Trait};
use smithgen_runtime::view::Structure;

pub use prepare::Prepared;

use crate::config::Config;
use crate::error::ClientError;
use crate::messages::{self, Answer};
use crate::operation::Operation;
use crate::retry::{RateLimiter, TokenBucket};
use crate::transport::Transport;

/// What a call without types returns.
pub type AnswerFuture<'a> = Pin<Box<dyn Future<Output = Result<Answer, ClientError>> + Send + 'a>>;

/// Calls operations. Cheap to clone; clones share connections, the retry quota, and what the service
/// says of the clock.
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
    /// A client with these settings. Connects to nothing yet.
    pub fn new(config: Config) -> Self {
        let transport = config
            .transport
            .clone()
            .or_else(|| default_transport(&config));
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
    /// The operation's error: what the service said, or what went wrong on this side.
    pub fn send<O: Operation>(
        &self,
        input: O::Input,
    ) -> impl Future<Output = Result<O::Output, O::Error>> + Send {
        self.send_ref::<O>(&input)
    }

    /// [`Client::send`] with an input that stays with the caller.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub fn send_ref<'c, O: Operation>(
        &'c self,
        input: &O::Input,
    ) -> impl Future<Output = Result<O::Output, O::Error>> + Send + use<'c, O> {
        let prepared = self.prepare(O::SPEC, input);
        let answer = prepared.map(|mut prepared| {
            prepared.streams = streams(O::SPEC.output);
            self.transmit(prepared)
        });
        async move {
            match answer?.await {
                Ok(answer) => messages::decode_answer::<O>(answer).await,
                Err(error) => Err(error.into()),
            }
        }
    }

    /// Calls an operation that is known by its tables only. A response of the service is an answer
    /// even if it is an error.
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

    /// Makes the request of a call and sends nothing.
    ///
    /// # Errors
    /// What keeps the call from being sent.
    pub fn prepare(
        &self,
        operation: &'static OperationSpec,
        input: &dyn Structure,
    ) -> Result<Prepared, ClientError> {
        prepare::prepare(&self.0.config, &self.0.kept, operation, input)
    }

    /// Sends a prepared request, again if need be.
    pub fn transmit(&self, prepared: Prepared) -> AnswerFuture<'static> {
        Box::pin(attempts::run(self.0.clone(), prepared))
    }
}

/// Whether a member of the structure is a stream.
fn streams(schema: &Schema) -> bool {
    let mut members = schema.members().iter();
    members.any(|member| member.traits().contains(&Trait::Streaming))
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Client").field(&self.0.config).finish()
    }
}

#[cfg(feature = "hyper")]
fn default_transport(config: &Config) -> Option<Arc<dyn Transport>> {
    Some(Arc::new(crate::transport::HyperTransport::new(
        config.http.clone(),
    )))
}

#[cfg(not(feature = "hyper"))]
fn default_transport(_: &Config) -> Option<Arc<dyn Transport>> {
    None
}
