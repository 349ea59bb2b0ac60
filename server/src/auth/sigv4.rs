//! AWS Signature Version 4 (`aws.auth#sigv4`).

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http_body_util::Full;
use smithgen_aws::sigv4::{SignedBody, Verifier, VerifyError};
use smithgen_client::auth::Credentials;
use smithgen_runtime::body::Body;
use smithgen_runtime::served::{Found, RouteError};
use smithgen_runtime::{Auth, DateTime};

use super::sealed::Sealed;
use super::{AuthFuture, Guarded, takes, without_credentials};
use crate::body::{BoxError, ResponseBody, Streamed, poll_timer};
use crate::collect::{Collect, Failed};
use crate::fault::Fault;
use crate::identity::Identity;
use crate::settings::Limits;
use crate::standing::Standing;

/// Admits requests that are signed with a key that a function knows.
///
/// The function gets the id of an access key, and returns the key and who that is, `None` if it does not know the key,
/// or a [`Fault`] if it cannot tell. Signatures cover the body, which is read as a whole before they are verified,
/// unless it is signed piece by piece: then each piece is verified as it is read, and the operation fails where one is
/// wrong. Whether bodies may be unsigned is up to the [`Verifier`].
pub struct SigV4Layer<F>(Arc<Inner<F>>);

struct Inner<F> {
    verifier: Verifier,
    look_up: F,
}

impl<F, L> SigV4Layer<F>
where
    F: Fn(String) -> L + Send + Sync + 'static,
    L: Future<Output = Result<Option<(Credentials, Identity)>, Fault>> + Send + 'static,
{
    /// Admits requests whose signature is good, with a key that this function knows.
    pub fn new(verifier: Verifier, look_up: F) -> Self {
        SigV4Layer(Arc::new(Inner { verifier, look_up }))
    }
}

impl<F> Clone for SigV4Layer<F> {
    fn clone(&self) -> Self {
        SigV4Layer(self.0.clone())
    }
}

impl<S: Guarded, F> tower_layer::Layer<S> for SigV4Layer<F> {
    type Service = SigV4<S, F>;

    fn layer(&self, service: S) -> SigV4<S, F> {
        SigV4 {
            service,
            layer: self.clone(),
        }
    }
}

/// A service behind a [`SigV4Layer`].
pub struct SigV4<S, F> {
    service: S,
    layer: SigV4Layer<F>,
}

impl<S: Clone, F> Clone for SigV4<S, F> {
    fn clone(&self) -> Self {
        SigV4 {
            service: self.service.clone(),
            layer: self.layer.clone(),
        }
    }
}

impl<S, F> Sealed for SigV4<S, F> {}

impl<S, F, L> Guarded for SigV4<S, F>
where
    S: Guarded,
    F: Fn(String) -> L + Send + Sync + 'static,
    L: Future<Output = Result<Option<(Credentials, Identity)>, Fault>> + Send + 'static,
{
    fn find(&self, head: &Parts) -> Result<Found, RouteError> {
        self.service.find(head)
    }

    fn limits(&self) -> Limits {
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
        if !takes(&found, Auth::SigV4) || !is_signed(&head) {
            let now = Standing::Anonymous(denied(VerifyError::Missing));
            let standing = without_credentials(standing, now);
            return self.service.proceed(head, body, found, Some(standing));
        }
        let this = self.clone();
        if !is_hash_of_body(&head) {
            return Box::pin(async move {
                let (standing, signed) = this.layer.0.standing(&mut head, None).await;
                let Some(signed) = signed else {
                    let response = this.service.proceed(head, body, found, Some(standing));
                    return response.await;
                };
                let body = Body::stream(Streamed::new(body, None));
                let body = ResponseBody::from(signed.verify(body));
                this.service
                    .proceed(head, body, found, Some(standing))
                    .await
            });
        }
        Box::pin(async move {
            let limits = this.limits();
            let (body, standing) = match whole(body, limits).await {
                Ok(body) => {
                    let (standing, _) = this.layer.0.standing(&mut head, Some(&body)).await;
                    (body, standing)
                }
                Err(failed) => {
                    let fault = failed.fault(limits.body_bytes);
                    (Bytes::new(), Standing::Barred(fault))
                }
            };
            let body = Full::new(body);
            this.service
                .proceed(head, body, found, Some(standing))
                .await
        })
    }
}

impl<S, F, L, B> tower_service::Service<http::Request<B>> for SigV4<S, F>
where
    S: Guarded,
    F: Fn(String) -> L + Send + Sync + 'static,
    L: Future<Output = Result<Option<(Credentials, Identity)>, Fault>> + Send + 'static,
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

impl<F, L> Inner<F>
where
    F: Fn(String) -> L,
    L: Future<Output = Result<Option<(Credentials, Identity)>, Fault>>,
{
    /// What the signature proves, and what verifies a body that is signed piece by piece.
    async fn standing(
        &self,
        head: &mut Parts,
        body: Option<&[u8]>,
    ) -> (Standing, Option<SignedBody>) {
        let refused = |fault| (Standing::Refused(fault), None);
        let now = now();
        let mut id = String::new();
        // Anything else that is wrong is found before a key is looked for.
        let looked = self.verifier.verify(head, body, now, |asked| {
            asked.clone_into(&mut id);
            None
        });
        if let Err(error) = looked
            && id.is_empty()
        {
            return refused(denied(error));
        }
        let (credentials, identity) = match (self.look_up)(id).await {
            Ok(Some(known)) => known,
            Ok(None) => return refused(denied(VerifyError::UnknownKey)),
            Err(fault) => return refused(fault),
        };
        match self.verifier.verify(head, body, now, |_| Some(credentials)) {
            Ok(verified) => {
                head.extensions.insert(identity);
                (Standing::Admitted, verified.body)
            }
            Err(error) => refused(denied(error)),
        }
    }
}

/// Whether a request claims to be signed. Other schemes are for other layers.
fn is_signed(head: &Parts) -> bool {
    match head.headers.get(AUTHORIZATION) {
        Some(value) => value.as_bytes().starts_with(b"AWS4-"),
        None => {
            let query = head.uri.query().unwrap_or_default();
            query
                .split('&')
                .any(|pair| pair.starts_with("X-Amz-Algorithm="))
        }
    }
}

/// Whether the signature covers a hash of the whole body, which then has to be read first.
fn is_hash_of_body(head: &Parts) -> bool {
    let hash = head.headers.get("x-amz-content-sha256");
    hash.is_none_or(|hash| {
        hash != "UNSIGNED-PAYLOAD" && !hash.as_bytes().starts_with(b"STREAMING-")
    })
}

/// The whole body, within the limits.
async fn whole<B>(body: B, limits: Limits) -> Result<Bytes, Failed>
where
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    let mut collecting = pin!(Collect::new(body, limits.body_bytes));
    let mut timer = pin!(None);
    poll_fn(|context| match collecting.as_mut().poll(context) {
        Poll::Ready(body) => Poll::Ready(body),
        Poll::Pending => {
            poll_timer(timer.as_mut(), Some(limits.body_time), context).map(|()| Err(Failed::Late))
        }
    })
    .await
}

fn now() -> DateTime {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.as_ref().map_or(0, Duration::as_secs);
    DateTime::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX))
}

fn denied(error: VerifyError) -> Fault {
    Fault::access_denied().with_message(error.to_string())
}
