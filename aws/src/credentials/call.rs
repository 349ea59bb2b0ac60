//! Calls of the services that give credentials.

use std::sync::Arc;

use bytes::Bytes;
use smithgen_client::auth::{Credentials, Settings};
use smithgen_client::transport::Transport;
use smithgen_client::{Client, Config, Operation, OperationError as _, decode};

use super::{CredentialsError, Refusal};
use crate::endpoint::AWS;

/// The output of a call, and the head of the response.
pub(super) struct Said<T> {
    pub(super) output: T,
    #[cfg_attr(not(feature = "sts"), expect(dead_code))]
    pub(super) response: http::Response<Bytes>,
    #[cfg_attr(not(feature = "sts"), expect(dead_code))]
    pub(super) attempts: u32,
}

/// Calls the services that give credentials, during one refresh.
pub(super) struct Caller {
    config: Config,
    transport: Option<Arc<dyn Transport>>,
}

impl Caller {
    /// Calls with these settings, except those for another service or for identities.
    pub(super) fn new(config: &Config) -> Self {
        let transport = config.sender();
        let mut config = config.clone();
        let clock = config.auth.clock.clone();
        config.endpoint_url = None;
        config.authorizer = None;
        config.anonymous = false;
        config.auth = Settings::default();
        config.auth.clock = clock;
        #[cfg(feature = "sigv4")]
        {
            config = config.signer(crate::sigv4::AwsSigner);
        }
        Caller {
            config: config.platform(&AWS),
            transport,
        }
    }

    /// Calls an operation: of `source`, signed with `keys` if they are given, in another region if one is given.
    ///
    /// # Errors
    /// The service refuses, or does not answer.
    #[cfg(any(feature = "sts", feature = "sso"))]
    pub(super) async fn call<O: Operation>(
        &self,
        source: &'static str,
        input: &O::Input,
        keys: Option<&Credentials>,
        region: Option<&str>,
    ) -> Result<Said<O::Output>, CredentialsError>
    where
        O::Error: Sync + 'static,
    {
        self.call_with::<O>(source, input, keys, region, |_| {})
            .await
    }

    /// The same, after a change of the request.
    ///
    /// # Errors
    /// Like [`Caller::call`].
    pub(super) async fn call_with<O: Operation>(
        &self,
        source: &'static str,
        input: &O::Input,
        keys: Option<&Credentials>,
        region: Option<&str>,
        change: impl FnOnce(&mut http::Request<Bytes>) + Send,
    ) -> Result<Said<O::Output>, CredentialsError>
    where
        O::Error: Sync + 'static,
    {
        let mut config = self.config.clone();
        config.transport.clone_from(&self.transport);
        if let Some(keys) = keys {
            config = config.credentials(keys.clone());
        }
        if let Some(region) = region {
            config = config.region(region);
        }
        let unanswered = |error| CredentialsError::Call {
            source,
            operation: O::SPEC.name(),
            error: Box::new(error),
        };
        let client = Client::new(config);
        let mut prepared = client.prepare(O::SPEC, input).map_err(unanswered)?;
        change(&mut prepared.request);
        let answer = client.transmit(prepared).await.map_err(unanswered)?;
        let attempts = answer.attempts;
        let error = match decode::<O>(answer.response.clone()) {
            Ok(output) => {
                return Ok(Said {
                    output,
                    response: answer.response,
                    attempts,
                });
            }
            Err(error) => error,
        };
        let view = error.view();
        let Some(code) = view.code().map(str::to_owned) else {
            return Err(CredentialsError::Call {
                source,
                operation: O::SPEC.name(),
                error: Box::new(error),
            });
        };
        Err(CredentialsError::Refused {
            source,
            refusal: Box::new(Refusal {
                operation: O::SPEC,
                message: view.message().unwrap_or_default().to_owned(),
                code,
                response: answer.response,
                attempts,
                reached_max: answer.reached_max,
            }),
        })
    }
}
