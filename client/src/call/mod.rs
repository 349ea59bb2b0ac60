//! Calls an operation: serialize, resolve the endpoint, sign, send, retry, deserialize.

mod attempts;
mod begun;
mod dialect;
mod digests;
mod discover;
mod place;
mod prepare;
mod presign;
mod resolve;
mod skew;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::{Schema, Trait};
use smithgen_runtime::view::Structure;

pub use place::INVOCATION_ID;
pub use prepare::Prepared;
pub use presign::PresignedRequest;

use crate::config::Config;
use crate::error::ClientError;
use crate::hooks::CallContext;
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
    learned: Arc<Learned>,
    kept: OnceLock<resolve::Kept>,
}

/// What calls have taught, which clients with other settings share.
#[derive(Default)]
struct Learned {
    quota: TokenBucket,
    limiter: RateLimiter,
    skew: skew::Skew,
    discovered: discover::Discovered,
}

impl Client {
    /// A client with these settings. Makes no connections yet.
    pub fn new(config: Config) -> Self {
        let transport = config.sender();
        Client(Arc::new(Shared {
            config,
            transport,
            learned: Arc::default(),
            kept: OnceLock::new(),
        }))
    }

    /// This client with some settings changed, for a call or for many. Both share connections, the retry quota, and
    /// corrections of the clock. [`Config::http`] is that of the connections, and stays as it is unless a new transport
    /// is set.
    #[must_use]
    pub fn with_config(&self, change: impl FnOnce(Config) -> Config) -> Self {
        let config = change(self.0.config.clone());
        let transport = match (&self.0.config.transport, &config.transport) {
            (Some(old), Some(new)) if Arc::ptr_eq(old, new) => self.0.transport.clone(),
            (_, Some(new)) => Some(new.clone()),
            (_, None) => self.0.transport.clone(),
        };
        Client(Arc::new(Shared {
            transport,
            config,
            learned: self.0.learned.clone(),
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
        self.send_view::<O>(input)
    }

    /// Like [`Client::send_ref`], of any view of an input.
    pub(crate) fn send_view<O: Operation>(
        &self,
        input: &dyn Structure,
    ) -> impl Future<Output = Result<O::Output, O::Error>> + Send + use<O> {
        let sent = digests::Sent::of(&self.0.config, O::SPEC, input);
        let answer = self.answer(O::SPEC, input);
        async move {
            match answer?.await {
                Ok(answer) => {
                    let output = messages::decode_answer::<O>(answer).await?;
                    sent.compare(&output)?;
                    Ok(output)
                }
                Err(error) => Err(error.into()),
            }
        }
    }

    /// Like [`Client::send_ref`], with status and headers of the response.
    ///
    /// # Errors
    /// Like [`Client::send`].
    pub fn send_with_response<O: Operation>(
        &self,
        input: &O::Input,
    ) -> impl Future<Output = Result<(O::Output, http::Response<()>), O::Error>> + Send + use<O>
    {
        self.send_view_with_response::<O>(input)
    }

    /// Like [`Client::send_with_response`], of any view of an input.
    pub(crate) fn send_view_with_response<O: Operation>(
        &self,
        input: &dyn Structure,
    ) -> impl Future<Output = Result<(O::Output, http::Response<()>), O::Error>> + Send + use<O>
    {
        let sent = digests::Sent::of(&self.0.config, O::SPEC, input);
        let answer = self.answer(O::SPEC, input);
        async move {
            match answer?.await {
                Ok(answer) => {
                    let mut head = http::Response::new(());
                    *head.status_mut() = answer.response.status();
                    *head.version_mut() = answer.response.version();
                    head.headers_mut().clone_from(answer.response.headers());
                    let output = messages::decode_answer::<O>(answer).await?;
                    sent.compare(&output)?;
                    Ok((output, head))
                }
                Err(error) => Err(error.into()),
            }
        }
    }

    /// The answer to come; its body is left to the caller if it streams.
    fn answer(
        &self,
        operation: &'static OperationSpec,
        input: &dyn Structure,
    ) -> Result<AnswerFuture<'static>, ClientError> {
        let mut begun = self.begin(operation, input)?;
        *begun.streams() = streams(operation.output());
        Ok(Box::pin(attempts::call(self.0.clone(), begun)))
    }

    /// Calls an operation given by its tables. An error response from the service is an answer, too.
    pub fn dispatch(
        &self,
        operation: &'static OperationSpec,
        input: &dyn Structure,
    ) -> AnswerFuture<'static> {
        match self.begin(operation, input) {
            Ok(begun) => Box::pin(attempts::call(self.0.clone(), begun)),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    /// Builds the request of a call without sending it. Nobody is asked for an account; [`Client::account`] does.
    ///
    /// # Errors
    /// The call cannot be sent.
    pub fn prepare(
        &self,
        operation: &'static OperationSpec,
        input: &dyn Structure,
    ) -> Result<Prepared, ClientError> {
        self.show(operation, input)?;
        let account = resolve::account(&self.0.config, operation.service());
        prepare::prepare(&self.0.config, &self.0.kept, operation, input, &account)
    }

    /// The caller's account, if the operation's endpoint depends on it and only the provider of the keys knows it. It is
    /// meant for `AWS::Auth::AccountId` in [`Config::endpoint_parameter`], before [`Client::prepare`]; calls that are
    /// sent do without.
    ///
    /// # Errors
    /// The provider fails.
    pub async fn account(
        &self,
        operation: &'static OperationSpec,
    ) -> Result<Option<String>, ClientError> {
        let config = &self.0.config;
        let account = resolve::account(config, operation.service());
        match resolve::is_open(config, operation, &account) {
            true => begun::account(&self.0, operation).await,
            false => Ok(None),
        }
    }

    /// Sends a prepared request, with retries.
    pub fn transmit(&self, prepared: Prepared) -> AnswerFuture<'static> {
        Box::pin(attempts::call(self.0.clone(), prepared.into()))
    }

    /// Builds the request of a call as far as it can be without asking anybody.
    fn begin(
        &self,
        operation: &'static OperationSpec,
        input: &dyn Structure,
    ) -> Result<begun::Begun, ClientError> {
        self.show(operation, input)?;
        begun::begin(&self.0, operation, input)
    }

    /// Shows the input to those who want to see it.
    fn show(
        &self,
        operation: &'static OperationSpec,
        input: &dyn Structure,
    ) -> Result<(), ClientError> {
        let context = CallContext::new(operation, 0);
        for interceptor in &self.0.config.interceptors {
            let allowed = interceptor.before_serialization(&context, input);
            allowed.map_err(ClientError::intercepted)?;
        }
        Ok(())
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
