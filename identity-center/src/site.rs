//! The services and the pages at one address, told apart by path.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use smithgen_server::{Answer, BoxError, HttpService, ResponseBody};
use tower_service::Service;

use crate::api;
use crate::center::Center;
use crate::limits::{FORM_BYTES, REQUEST_SECONDS};
use crate::pages::Pages;
use crate::refusal::Refusal;

/// The first parts of the portal's paths.
const PORTAL: [&str; 3] = ["assignment", "federation", "logout"];

/// Where people are sent that would approve a device in process, where nobody can.
const IN_PROCESS: &str = "data:text/plain,There%20is%20nothing%20to%20approve:%20this%20stand-in%20approves%20\
                          every%20device%20by%20itself.";

/// An Identity Center over HTTP: a [`Service`] of requests with any body. Clones share it.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    center: Arc<Center>,
    pages: Pages,
    oidc: HttpService,
    portal: HttpService,
    /// Values of `Host` that are answered; all if none is given.
    hosts: Vec<String>,
}

impl Site {
    /// The services and pages of an Identity Center at an endpoint, as in `http://127.0.0.1:8080`.
    ///
    /// # Errors
    /// There are no random bytes.
    pub fn new(center: Center, endpoint: &str) -> Result<Site, Refusal> {
        let center = Arc::new(center);
        Ok(Site(Arc::new(Inner {
            pages: Pages::new(&center, endpoint.to_owned())?,
            oidc: api::oidc(center.clone(), format!("{endpoint}/device")).into_service(),
            portal: api::portal(center.clone()).into_service(),
            center,
            hosts: Vec::new(),
        })))
    }

    /// Answers requests for these hosts alone, each as `Host` names it. On a loopback address the listener has checked the
    /// host already.
    #[must_use]
    pub fn with_hosts(self, hosts: Vec<String>) -> Site {
        let inner = Inner {
            center: self.0.center.clone(),
            pages: self.0.pages.clone(),
            oidc: self.0.oidc.clone(),
            portal: self.0.portal.clone(),
            hosts,
        };
        Site(Arc::new(inner))
    }
}

/// The OIDC service within the process: a function from requests to responses. It works on any executor.
pub fn in_process(
    center: Center,
) -> impl Fn(Request<smithgen_server::runtime::body::Body>) -> Answer + Clone + Send + Sync + 'static
{
    api::oidc(Arc::new(center), IN_PROCESS.to_owned()).into_fn()
}

/// The response, boxed.
type Responding = Pin<Box<dyn Future<Output = Result<Response<ResponseBody>, Infallible>> + Send>>;

impl<B> Service<Request<B>> for Site
where
    B: http_body::Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    type Response = Response<ResponseBody>;
    type Error = Infallible;
    type Future = Responding;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Responding {
        let inner = self.0.clone();
        if !is_for(&inner.hosts, &request) {
            let words = "This server does not answer requests for this host.\n";
            return Box::pin(async { Ok(plain(StatusCode::MISDIRECTED_REQUEST, words)) });
        }
        let path = request.uri().path();
        if Pages::has(path) {
            return Box::pin(async move { Ok(inner.page(request).await) });
        }
        let first = path.split('/').nth(1).unwrap_or_default();
        let mut service = match PORTAL.contains(&first) {
            true => inner.portal.clone(),
            false => inner.oidc.clone(),
        };
        Box::pin(service.call(request))
    }
}

impl Inner {
    async fn page<B>(&self, request: Request<B>) -> Response<ResponseBody>
    where
        B: http_body::Body,
        B::Error: Into<BoxError>,
    {
        let (head, body) = request.into_parts();
        let body = Limited::new(body, FORM_BYTES).collect();
        let body: Bytes =
            match tokio::time::timeout(Duration::from_secs(REQUEST_SECONDS), body).await {
                Ok(Ok(body)) => body.to_bytes(),
                Ok(Err(error)) if error.is::<LengthLimitError>() => {
                    return plain(StatusCode::PAYLOAD_TOO_LARGE, "The form is too large.\n");
                }
                Ok(Err(_)) => return plain(StatusCode::BAD_REQUEST, "The form cannot be read.\n"),
                Err(_) => {
                    return plain(
                        StatusCode::REQUEST_TIMEOUT,
                        "The form did not come in time.\n",
                    );
                }
            };
        let request = Request::from_parts(head, body);
        self.pages
            .respond(&self.center, &request)
            .map(ResponseBody::from)
    }
}

/// Whether a request names one of these hosts, each time that it names one.
fn is_for<B>(hosts: &[String], request: &Request<B>) -> bool {
    let is_one = |host: &str| hosts.iter().any(|it| it.eq_ignore_ascii_case(host));
    let mut named = request.headers().get_all(http::header::HOST).iter();
    let host = match (named.next(), named.next()) {
        (Some(host), None) => host.to_str().ok(),
        _ => None,
    };
    hosts.is_empty()
        || host.is_some_and(is_one)
            && request
                .uri()
                .authority()
                .is_none_or(|host| is_one(host.as_str()))
}

fn plain(status: StatusCode, words: &'static str) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::from(Bytes::from_static(words.as_bytes())));
    *response.status_mut() = status;
    let kind = http::HeaderValue::from_static("text/plain; charset=utf-8");
    let headers = response.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, kind);
    // The rest of the request is not read.
    headers.insert(
        http::header::CONNECTION,
        http::HeaderValue::from_static("close"),
    );
    response
}
