//! A server as a service over HTTP: routes, reads, lets a method work, writes.

use std::convert::Infallible;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, StatusCode, Version};
use pin_project_lite::pin_project;
use smithgen_runtime::body::Body;
use smithgen_runtime::{OperationSpec, Protocol};
use tokio::time::Sleep;

use crate::body::{BoxError, ResponseBody, Streamed, poll_timer};
use crate::collect::{Collect, Failed};
use crate::fault::{Fault, ServedError};
use crate::handler::{Handler, Work};
use crate::hooks::Invalid;
use crate::server::{Answer, Server};
use crate::settings::Limits;
use crate::wire::{self, Rejection, Route, Router};

/// A server over HTTP: a [`tower_service::Service`] of requests with any body.
///
/// It never fails and is always ready. Clones share the implementation.
#[derive(Clone)]
pub struct HttpService(Arc<Inner>);

struct Inner {
    router: Router,
    /// The handlers by the addresses of their operations, in that order.
    handlers: Vec<(usize, Arc<dyn Handler>)>,
    server: Server,
    is_timed: bool,
}

impl HttpService {
    pub(crate) fn new(server: Server) -> Self {
        let operations = server.handlers.iter().map(|it| it.operation());
        let router = Router::new(
            server.protocols,
            operations.collect(),
            server.service.protocol(),
        );
        let handlers = server.handlers.iter().cloned();
        let mut handlers: Vec<_> = handlers.map(|it| (address(it.operation()), it)).collect();
        handlers.sort_by_key(|(address, _)| *address);
        HttpService(Arc::new(Inner {
            router,
            handlers,
            server,
            is_timed: true,
        }))
    }

    /// The same without limits of time, which need a runtime that has timers.
    pub(crate) fn untimed(self) -> Self {
        let mut service = HttpService::new(self.0.server.clone());
        if let Some(inner) = Arc::get_mut(&mut service.0) {
            inner.is_timed = false;
        }
        service
    }

    /// Answers a request in process.
    pub(crate) fn answer(&self, request: http::Request<Body>) -> Answer {
        let response = self.respond(request.map(ResponseBody::from));
        Box::pin(async move {
            match response.await {
                Ok(response) => response.map(ResponseBody::into_inner),
                Err(never) => match never {},
            }
        })
    }

    fn respond<B>(&self, request: http::Request<B>) -> ResponseFuture<B>
    where
        B: http_body::Body + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let (head, body) = request.into_parts();
        let inner = self.0.clone();
        let reply = Reply {
            is_head: head.method == Method::HEAD,
            version: head.version,
        };
        let state = match inner.router.find(&head) {
            Err(fault) => State::answered(inner.fault(None, &fault)),
            Ok(route) if wire::is_streaming(route) => {
                let body = Body::stream(Streamed::new(body, inner.time(|it| it.body_time)));
                inner.start(route, head, body)
            }
            Ok(route) if body.is_end_stream() => inner.start(route, head, Bytes::new().into()),
            Ok(route) => State::Reading {
                read: Collect::new(body, inner.server.limits.body_bytes),
                route,
                head: Some(head),
            },
        };
        ResponseFuture {
            inner,
            reply,
            state,
            timer: None,
        }
    }
}

impl std::fmt::Debug for HttpService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("HttpService").field(&self.0.server).finish()
    }
}

impl<B> tower_service::Service<http::Request<B>> for HttpService
where
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = http::Response<ResponseBody>;
    type Error = Infallible;
    type Future = ResponseFuture<B>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> ResponseFuture<B> {
        self.respond(request)
    }
}

fn address(operation: &'static OperationSpec) -> usize {
    std::ptr::from_ref(operation).addr()
}

impl Inner {
    fn time(&self, of: impl Fn(&Limits) -> Duration) -> Option<Duration> {
        self.is_timed.then(|| of(&self.server.limits))
    }

    /// Lets the operation begin.
    fn start<B>(&self, route: Route, head: Parts, body: Body) -> State<B> {
        let at = self
            .handlers
            .binary_search_by_key(&address(route.operation), |(address, _)| *address);
        let Some((_, handler)) = at.ok().and_then(|at| self.handlers.get(at)) else {
            return State::answered(self.fault(Some(route), &Fault::not_implemented()));
        };
        let started = catch_unwind(AssertUnwindSafe(|| handler.start(route, head, body)));
        match started {
            Ok(Ok(work)) => State::Working { work, route },
            Ok(Err(rejection)) => State::answered(self.rejection(route, &rejection)),
            Err(panic) => State::answered(self.fault(Some(route), &panicked(&*panic))),
        }
    }

    fn fault(&self, route: Option<Route>, fault: &Fault) -> http::Response<Body> {
        if let Some(watch) = &self.server.on_fault {
            watch(route.map(|route| route.operation), fault);
        }
        let protocol: &'static dyn Protocol = match route {
            Some(route) => route.protocol,
            None => self.router.default_protocol(),
        };
        wire::write_fault(protocol, fault)
    }

    fn error(&self, route: Route, error: &dyn ServedError) -> http::Response<Body> {
        let written = match error.modeled() {
            Ok(error) => wire::write_error(route, error),
            Err(fault) => return self.fault(Some(route), fault),
        };
        written.unwrap_or_else(|fault| self.fault(Some(route), &fault))
    }

    fn rejection(&self, route: Route, rejection: &Rejection) -> http::Response<Body> {
        let invalid = match rejection {
            Rejection::Malformed(error) => Invalid::Malformed(error),
            Rejection::Invalid(found) => Invalid::Violations(found),
        };
        let map = self.server.on_invalid.as_deref();
        match map.and_then(|map| map(route.operation, invalid)) {
            Some(error) => wire::write_error(route, &*error)
                .unwrap_or_else(|fault| self.fault(Some(route), &fault)),
            None => wire::write_rejection(route, rejection),
        }
    }
}

/// A fault of a method that panicked.
fn panicked(panic: &(dyn std::any::Any + Send)) -> Fault {
    let words = panic.downcast_ref::<&'static str>().copied();
    let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Fault::internal(format!(
        "the method panicked: {}",
        words.unwrap_or("without a message")
    ))
}

/// What the response depends on beside the operation.
#[derive(Clone, Copy)]
struct Reply {
    is_head: bool,
    version: Version,
}

pin_project! {
    /// The response to a request of an [`HttpService`].
    pub struct ResponseFuture<B> {
        inner: Arc<Inner>,
        reply: Reply,
        #[pin]
        state: State<B>,
        // Runs while the state waits.
        #[pin]
        timer: Option<Sleep>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<B> {
        Reading {
            #[pin]
            read: Collect<B>,
            route: Route,
            head: Option<Parts>,
        },
        Working {
            work: Work,
            route: Route,
        },
        Answered {
            response: Option<http::Response<Body>>,
        },
    }
}

impl<B> State<B> {
    fn answered(response: http::Response<Body>) -> Self {
        State::Answered {
            response: Some(response),
        }
    }
}

impl<B> Future for ResponseFuture<B>
where
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Output = Result<http::Response<ResponseBody>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let inner = &**this.inner;
        loop {
            let next = match this.state.as_mut().project() {
                StateProjection::Reading { read, route, head } => {
                    let time = inner.time(|it| it.body_time);
                    let body = match read.poll(context) {
                        Poll::Ready(body) => body,
                        Poll::Pending => {
                            ready!(poll_timer(this.timer.as_mut(), time, context));
                            Err(Failed::Late)
                        }
                    };
                    match (body, head.take()) {
                        (Ok(body), Some(head)) => inner.start(*route, head, body.into()),
                        (Ok(_), None) => return Poll::Pending,
                        (Err(failed), _) => {
                            let fault = failed.fault(inner.server.limits.body_bytes);
                            let response = inner.fault(Some(*route), &fault);
                            State::answered(closing(response, *this.reply))
                        }
                    }
                }
                StateProjection::Working { work, route } => {
                    let time = inner.time(|it| it.handler_time);
                    let worked = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
                    State::answered(match worked {
                        Ok(Poll::Ready(Ok(response))) => response,
                        Ok(Poll::Ready(Err(error))) => inner.error(*route, &*error),
                        Ok(Poll::Pending) => {
                            ready!(poll_timer(this.timer.as_mut(), time, context));
                            inner.fault(Some(*route), &late())
                        }
                        Err(panic) => inner.fault(Some(*route), &panicked(&*panic)),
                    })
                }
                StateProjection::Answered { response } => {
                    return match response.take() {
                        Some(response) => Poll::Ready(Ok(finish(response, *this.reply))),
                        None => Poll::Pending,
                    };
                }
            };
            this.timer.set(None);
            this.state.set(next);
        }
    }
}

/// The fault of a method that takes too long.
fn late() -> Fault {
    Fault::new(StatusCode::SERVICE_UNAVAILABLE, "RequestTimeout")
        .because("the method did not answer in time")
}

/// The response, after which an HTTP/1 connection is closed: the rest of the request is not read.
fn closing(mut response: http::Response<Body>, reply: Reply) -> http::Response<Body> {
    if reply.version <= Version::HTTP_11 {
        let close = http::HeaderValue::from_static("close");
        let headers = response.headers_mut();
        headers.insert(http::header::CONNECTION, close);
    }
    response
}

/// The response as it is sent: to `HEAD`, without its body.
fn finish(response: http::Response<Body>, reply: Reply) -> http::Response<ResponseBody> {
    if !reply.is_head {
        return response.map(ResponseBody::from);
    }
    let (mut head, body) = response.into_parts();
    if let Some(length @ 1..) = body.remaining() {
        let headers = &mut head.headers;
        let length = http::HeaderValue::from(length);
        headers
            .entry(http::header::CONTENT_LENGTH)
            .or_insert(length);
    }
    http::Response::from_parts(head, Bytes::new().into())
}
