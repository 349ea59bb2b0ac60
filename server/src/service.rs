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
use http::{Method, Version};
use pin_project_lite::pin_project;
use smithgen_runtime::body::Body;
use smithgen_runtime::served::{
    Found, Problem, Rejection, Route, RouteError, Router, Streams, streams, write_error,
    write_rejection,
};
use tokio::time::Sleep;

use crate::body::{BoxError, ResponseBody, Streamed, poll_timer};
use crate::collect::{Collect, Failed};
use crate::fault::Fault;
use crate::handler::{Failure, Handler, Work};
use crate::server::Server;
use crate::settings::Limits;

impl Server {
    /// The service over HTTP.
    pub fn into_service(self) -> HttpService {
        HttpService::new(self, true)
    }

    /// A function from requests to responses, for clients in the same process. Nothing is timed, so it works on any
    /// executor.
    pub fn into_fn(self) -> impl Fn(http::Request<Body>) -> Answer + Clone + Send + Sync + 'static {
        let service = HttpService::new(self, false);
        move |request| service.answer(request)
    }
}

/// The response to a request, in process.
pub type Answer = Pin<Box<dyn Future<Output = http::Response<Body>> + Send>>;

/// A server over HTTP: a [`tower_service::Service`] of requests with any body.
///
/// It never fails and is always ready. Clones share the implementation.
#[derive(Clone)]
pub struct HttpService(Arc<Inner>);

struct Inner {
    router: Router,
    /// In the order of the router's operations.
    entries: Vec<Entry>,
    server: Server,
    is_timed: bool,
}

struct Entry {
    handler: Arc<dyn Handler>,
    streams: Streams,
}

impl HttpService {
    fn new(server: Server, is_timed: bool) -> Self {
        let operations = server.handlers.iter().map(|it| it.operation());
        let router = Router::new(server.service, server.protocols, operations);
        let entries = server.handlers.iter().map(|handler| Entry {
            streams: streams(handler.operation()),
            handler: handler.clone(),
        });
        HttpService(Arc::new(Inner {
            router,
            entries: entries.collect(),
            server,
            is_timed,
        }))
    }

    /// Answers a request in process.
    fn answer(&self, request: http::Request<Body>) -> Answer {
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
            Err(error) => State::answered(inner.unrouted(&error)),
            Ok(Found::Route(route)) if inner.streams(route).input => {
                let body = Body::stream(Streamed::new(body, inner.time(|it| it.body_time)));
                inner.start_streaming(route, head, body)
            }
            Ok(found) if body.is_end_stream() => {
                inner.start(found, http::Request::from_parts(head, Bytes::new()))
            }
            Ok(found) => State::Reading {
                read: Collect::new(body, inner.server.limits.body_bytes),
                found,
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

impl Inner {
    fn time(&self, of: impl Fn(&Limits) -> Duration) -> Option<Duration> {
        self.is_timed.then(|| of(&self.server.limits))
    }

    fn streams(&self, route: Route) -> Streams {
        let entry = self.entries.get(route.index);
        entry.map_or_else(Streams::default, |entry| entry.streams)
    }

    /// Lets the operation begin, given the whole request.
    fn start<B>(&self, found: Found, request: http::Request<Bytes>) -> State<B> {
        let route = match found {
            Found::Route(route) => Ok(route),
            Found::Form(protocol) => self.router.find_in_form(protocol, request.body()),
        };
        match route {
            Ok(route) => self.begin(route, |handler| handler.start(route, request)),
            Err(error) => State::answered(self.unrouted(&error)),
        }
    }

    /// Lets the operation begin, which reads the body by itself.
    fn start_streaming<B>(&self, route: Route, head: Parts, body: Body) -> State<B> {
        self.begin(route, |handler| {
            Ok(handler.start_streaming(route, head, body))
        })
    }

    fn begin<B>(
        &self,
        route: Route,
        start: impl FnOnce(&dyn Handler) -> Result<Work, Rejection>,
    ) -> State<B> {
        let Some(entry) = self.entries.get(route.index) else {
            return State::answered(self.fault(route, &Fault::not_implemented()));
        };
        match catch_unwind(AssertUnwindSafe(|| start(&*entry.handler))) {
            Ok(Ok(work)) => State::Working { work, route },
            Ok(Err(rejection)) => State::answered(self.rejection(route, &rejection)),
            Err(panic) => State::answered(self.fault(route, &panicked(&*panic))),
        }
    }

    fn unrouted(&self, error: &RouteError) -> http::Response<Body> {
        error.answer().map(Body::from)
    }

    fn fault(&self, route: Route, fault: &Fault) -> http::Response<Body> {
        if let Some(watch) = &self.server.on_fault {
            watch(Some(route.operation), fault);
        }
        fault.write(route.protocol).map(Body::from)
    }

    /// Answers a request whose body cannot be read.
    fn unread(&self, found: Found, failed: Failed) -> http::Response<Body> {
        let (operation, protocol) = match found {
            Found::Route(route) => (Some(route.operation), route.protocol),
            Found::Form(protocol) => (None, protocol),
        };
        let fault = failed.fault(self.server.limits.body_bytes);
        if let Some(watch) = &self.server.on_fault {
            watch(operation, &fault);
        }
        fault.write(protocol).map(Body::from)
    }

    fn failure(&self, route: Route, failure: &Failure) -> http::Response<Body> {
        match failure {
            Failure::Rejection(rejection) => self.rejection(route, rejection),
            Failure::Fault(fault) => self.fault(route, fault),
            Failure::Error(error) => match error.modeled() {
                Ok(error) => write_error(route, error).map(Body::from),
                Err(fault) => self.fault(route, fault),
            },
        }
    }

    fn rejection(&self, route: Route, rejection: &Rejection) -> http::Response<Body> {
        let map = self.server.on_invalid.as_deref();
        let response = match map.and_then(|map| map(route.operation, rejection)) {
            Some(error) => write_error(route, &*error),
            None => write_rejection(route, rejection),
        };
        response.map(Body::from)
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
            found: Found,
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
                StateProjection::Reading { read, found, head } => {
                    let time = inner.time(|it| it.body_time);
                    let body = match read.poll(context) {
                        Poll::Ready(body) => body,
                        Poll::Pending => {
                            ready!(poll_timer(this.timer.as_mut(), time, context));
                            Err(Failed::Late)
                        }
                    };
                    match (body, head.take()) {
                        (Ok(body), Some(head)) => {
                            inner.start(*found, http::Request::from_parts(head, body))
                        }
                        (Ok(_), None) => return Poll::Pending,
                        (Err(failed), _) => {
                            let response = inner.unread(*found, failed);
                            State::answered(closing(response, *this.reply))
                        }
                    }
                }
                StateProjection::Working { work, route } => {
                    let time = inner.time(|it| it.handler_time);
                    let worked = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
                    State::answered(match worked {
                        Ok(Poll::Ready(Ok(response))) => response,
                        Ok(Poll::Ready(Err(failure))) => inner.failure(*route, &failure),
                        Ok(Poll::Pending) => {
                            ready!(poll_timer(this.timer.as_mut(), time, context));
                            inner.fault(*route, &Problem::timed_out().into())
                        }
                        Err(panic) => inner.fault(*route, &panicked(&*panic)),
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
