//! Bearer tokens (`@httpBearerAuth`). Source: RFC 6750.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::HeaderValue;
use http::header::AUTHORIZATION;
use http::request::Parts;
use smithgen_runtime::Auth;
use smithgen_runtime::served::{Found, RouteError};

use super::sealed::Sealed;
use super::{AuthFuture, Guarded, takes, without_credentials};
use crate::body::{BoxError, ResponseBody};
use crate::fault::Fault;
use crate::identity::Identity;
use crate::standing::Standing;

/// Admits requests with a bearer token that a function knows.
///
/// The function gets the token and returns who that is, `None` if it does not know the token, or a [`Fault`] if it
/// cannot tell.
pub struct BearerLayer<F> {
    verify: Arc<F>,
    is_everywhere: bool,
}

impl<F, V> BearerLayer<F>
where
    F: Fn(String) -> V + Send + Sync + 'static,
    V: Future<Output = Result<Option<Identity>, Fault>> + Send + 'static,
{
    /// Admits requests with a token that this function knows.
    pub fn new(verify: F) -> Self {
        BearerLayer {
            verify: Arc::new(verify),
            is_everywhere: false,
        }
    }

    /// Asks for a token for every operation, whatever the model says.
    #[must_use]
    pub fn everywhere(mut self) -> Self {
        self.is_everywhere = true;
        self
    }
}

impl<F> Clone for BearerLayer<F> {
    fn clone(&self) -> Self {
        BearerLayer {
            verify: self.verify.clone(),
            is_everywhere: self.is_everywhere,
        }
    }
}

impl<S: Guarded, F> tower_layer::Layer<S> for BearerLayer<F> {
    type Service = Bearer<S, F>;

    fn layer(&self, service: S) -> Bearer<S, F> {
        Bearer {
            service,
            layer: self.clone(),
        }
    }
}

/// A service behind a [`BearerLayer`].
pub struct Bearer<S, F> {
    service: S,
    layer: BearerLayer<F>,
}

impl<S: Clone, F> Clone for Bearer<S, F> {
    fn clone(&self) -> Self {
        Bearer {
            service: self.service.clone(),
            layer: self.layer.clone(),
        }
    }
}

impl<S, F> Sealed for Bearer<S, F> {}

impl<S, F, V> Guarded for Bearer<S, F>
where
    S: Guarded,
    F: Fn(String) -> V + Send + Sync + 'static,
    V: Future<Output = Result<Option<Identity>, Fault>> + Send + 'static,
{
    fn find(&self, head: &Parts) -> Result<Found, RouteError> {
        self.service.find(head)
    }

    #[cfg(feature = "sigv4")]
    fn limits(&self) -> crate::settings::Limits {
        self.service.limits()
    }

    fn proceed<B>(
        &self,
        mut head: Parts,
        body: B,
        found: Result<Found, RouteError>,
        standing: Option<Standing>,
    ) -> AuthFuture
    where
        B: http_body::Body + Send + 'static,
        B::Error: Into<BoxError>,
    {
        if let Some(Standing::Admitted) = standing {
            return self.service.proceed(head, body, found, standing);
        }
        let layer = &self.layer;
        let token = match layer.credentials(&head, &found) {
            Credentials::Token(token) => token,
            Credentials::Broken => {
                let standing = layer.refused(unknown());
                return self.service.proceed(head, body, found, Some(standing));
            }
            Credentials::None => {
                let standing = without_credentials(standing, layer.anonymous());
                return self.service.proceed(head, body, found, Some(standing));
            }
        };
        let verifying = (layer.verify)(token);
        let this = self.clone();
        Box::pin(async move {
            let standing = match verifying.await {
                Ok(Some(identity)) => {
                    head.extensions.insert(identity);
                    Standing::Admitted
                }
                Ok(None) => this.layer.refused(unknown()),
                Err(fault) => this.layer.refused(fault),
            };
            let response = this.service.proceed(head, body, found, Some(standing));
            response.await
        })
    }
}

impl<S, F, V, B> tower_service::Service<http::Request<B>> for Bearer<S, F>
where
    S: Guarded,
    F: Fn(String) -> V + Send + Sync + 'static,
    V: Future<Output = Result<Option<Identity>, Fault>> + Send + 'static,
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = http::Response<ResponseBody>;
    type Error = Infallible;
    type Future = AuthFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> AuthFuture {
        let (head, body) = request.into_parts();
        let found = self.find(&head);
        self.proceed(head, body, found, None)
    }
}

/// What a request has of bearer tokens.
enum Credentials {
    Token(String),
    /// Something that is no token.
    Broken,
    None,
}

impl<F> BearerLayer<F> {
    /// What a request for an operation that takes tokens has of them.
    fn credentials(&self, head: &Parts, found: &Result<Found, RouteError>) -> Credentials {
        if !self.is_everywhere && !takes(found, Auth::Bearer) {
            return Credentials::None;
        }
        let mut values = head.headers.get_all(AUTHORIZATION).iter();
        match (values.next(), values.next()) {
            (None, _) => Credentials::None,
            (Some(value), None) => token(value),
            (Some(_), Some(_)) => Credentials::Broken,
        }
    }

    fn refused(&self, fault: Fault) -> Standing {
        match self.is_everywhere {
            true => Standing::Barred(fault),
            false => Standing::Refused(fault),
        }
    }

    fn anonymous(&self) -> Standing {
        let fault = Fault::unauthorized().with_challenge("Bearer");
        match self.is_everywhere {
            true => Standing::Barred(fault),
            false => Standing::Anonymous(fault),
        }
    }
}

/// The token in a value of `Authorization`. Other schemes are for other layers.
fn token(value: &HeaderValue) -> Credentials {
    let bytes = value.as_bytes();
    let (scheme, rest) =
        bytes.split_at(bytes.iter().position(|b| *b == b' ').unwrap_or(bytes.len()));
    if !scheme.eq_ignore_ascii_case(b"bearer") {
        return Credentials::None;
    }
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(byte);
    match str::from_utf8(rest.trim_ascii()) {
        Ok(token) if !token.is_empty() && token.as_bytes().iter().all(is_token) => {
            Credentials::Token(token.to_owned())
        }
        _ => Credentials::Broken,
    }
}

fn unknown() -> Fault {
    Fault::unauthorized().with_challenge("Bearer error=\"invalid_token\"")
}
