//! The OIDC service.

use std::sync::Arc;

use smithgen_server::{Context, Fault, Rejection};

use crate::center::{Center, Registration, TokenRequest};
use crate::refusal::{Reason, Refusal};
use crate::services::sso_oidc::operations::create_token::{CreateTokenInput, CreateTokenOutput};
use crate::services::sso_oidc::operations::register_client::{
    RegisterClientInput, RegisterClientOutput,
};
use crate::services::sso_oidc::operations::start_device_authorization::{
    StartDeviceAuthorizationInput, StartDeviceAuthorizationOutput,
};
use crate::services::sso_oidc::server::{
    AwsssooidcService, CreateTokenError, RegisterClientError, StartDeviceAuthorizationError,
};
use crate::services::sso_oidc::types;

/// The OIDC service.
pub(super) struct Oidc {
    pub(super) center: Arc<Center>,
    /// Where devices are approved.
    pub(super) device_page: String,
}

impl AwsssooidcService for Oidc {
    async fn register_client(
        &self,
        input: RegisterClientInput,
        _: &Context,
    ) -> Result<RegisterClientOutput, RegisterClientError> {
        let registered = self.center.register(Registration {
            name: input.client_name,
            client_type: input.client_type,
            scopes: input.scopes.unwrap_or_default(),
            redirect_uris: input.redirect_uris.unwrap_or_default(),
            grant_types: input.grant_types.unwrap_or_default(),
        })?;
        Ok(RegisterClientOutput {
            client_id: Some(registered.client_id),
            client_secret: Some(registered.client_secret),
            client_id_issued_at: registered.issued_at,
            client_secret_expires_at: registered.expires_at,
            ..RegisterClientOutput::default()
        })
    }

    async fn start_device_authorization(
        &self,
        input: StartDeviceAuthorizationInput,
        _: &Context,
    ) -> Result<StartDeviceAuthorizationOutput, StartDeviceAuthorizationError> {
        let (id, secret) = (&input.client_id, &input.client_secret);
        let started = self.center.start_device(id, secret, &input.start_url)?;
        Ok(StartDeviceAuthorizationOutput {
            verification_uri_complete: Some(complete(&self.device_page, &started.user_code)),
            verification_uri: Some(self.device_page.clone()),
            device_code: Some(started.device_code),
            user_code: Some(started.user_code),
            expires_in: seconds(started.expires_in),
            interval: seconds(started.interval),
        })
    }

    async fn create_token(
        &self,
        input: CreateTokenInput,
        _: &Context,
    ) -> Result<CreateTokenOutput, CreateTokenError> {
        let issued = self.center.token(&TokenRequest {
            client_id: input.client_id,
            client_secret: input.client_secret,
            grant_type: input.grant_type,
            device_code: input.device_code,
            code: input.code,
            redirect_uri: input.redirect_uri,
            code_verifier: input.code_verifier,
            refresh_token: input.refresh_token,
            scopes: input.scope.unwrap_or_default(),
        })?;
        Ok(CreateTokenOutput {
            access_token: Some(issued.access_token),
            token_type: Some("Bearer".to_owned()),
            expires_in: seconds(issued.expires_in),
            refresh_token: issued.refresh_token,
            ..CreateTokenOutput::default()
        })
    }
}

/// The page with the code filled in.
fn complete(page: &str, user_code: &str) -> String {
    match page.starts_with("data:") {
        true => format!("{page}%20Code:%20{user_code}"),
        false => format!("{page}?user_code={user_code}"),
    }
}

fn seconds(seconds: u32) -> i32 {
    i32::try_from(seconds).unwrap_or(i32::MAX)
}

/// An input that is not what the model wants.
pub(super) fn invalid(rejection: &Rejection) -> types::InvalidRequestException {
    types::InvalidRequestException::default()
        .with_error(Reason::InvalidRequest.code())
        .with_error_description(rejection.to_string())
}

/// `refused!(refusal, Exception)`: the exception that says so.
macro_rules! refused {
    ($refusal:ident, $exception:ident) => {
        types::$exception::default()
            .with_error($refusal.reason.code())
            .with_error_description($refusal.description)
            .into()
    };
}

impl From<Refusal> for RegisterClientError {
    fn from(refusal: Refusal) -> Self {
        match refusal.reason {
            Reason::InvalidClientMetadata => refused!(refusal, InvalidClientMetadataException),
            Reason::InvalidRedirectUri => refused!(refusal, InvalidRedirectUriException),
            Reason::InvalidRequest => refused!(refusal, InvalidRequestException),
            Reason::InvalidScope => refused!(refusal, InvalidScopeException),
            Reason::UnsupportedGrantType => refused!(refusal, UnsupportedGrantTypeException),
            Reason::ServerError => refused!(refusal, InternalServerException),
            _ => Fault::internal(refusal).into(),
        }
    }
}

impl From<Refusal> for StartDeviceAuthorizationError {
    fn from(refusal: Refusal) -> Self {
        match refusal.reason {
            Reason::InvalidClient => refused!(refusal, InvalidClientException),
            Reason::InvalidRequest => refused!(refusal, InvalidRequestException),
            Reason::UnauthorizedClient => refused!(refusal, UnauthorizedClientException),
            Reason::ServerError => refused!(refusal, InternalServerException),
            _ => Fault::internal(refusal).into(),
        }
    }
}

impl From<Refusal> for CreateTokenError {
    fn from(refusal: Refusal) -> Self {
        match refusal.reason {
            Reason::AccessDenied => refused!(refusal, AccessDeniedException),
            Reason::AuthorizationPending => refused!(refusal, AuthorizationPendingException),
            Reason::ExpiredToken => refused!(refusal, ExpiredTokenException),
            Reason::InvalidClient => refused!(refusal, InvalidClientException),
            Reason::InvalidGrant => refused!(refusal, InvalidGrantException),
            Reason::InvalidRequest => refused!(refusal, InvalidRequestException),
            Reason::InvalidScope => refused!(refusal, InvalidScopeException),
            Reason::SlowDown => refused!(refusal, SlowDownException),
            Reason::UnauthorizedClient => refused!(refusal, UnauthorizedClientException),
            Reason::UnsupportedGrantType => refused!(refusal, UnsupportedGrantTypeException),
            Reason::ServerError => refused!(refusal, InternalServerException),
            _ => Fault::internal(refusal).into(),
        }
    }
}
