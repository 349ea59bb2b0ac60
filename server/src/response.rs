//! The future of a response: reads the body, lets the method work, watches the time.

use std::convert::Infallible;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH};
use http::request::Parts;
use http::{HeaderValue, Method, Version};
use pin_project_lite::pin_project;
use smithgen_runtime::body::Body;
use smithgen_runtime::served::{Found, Problem, Route, RouteError};
use tokio::time::Sleep;

use crate::body::{BoxError, ResponseBody, Streamed, poll_timer};
use crate::collect::{Collect, Failed};
use crate::dispatch::{Begun, Dispatch};
use crate::handler::Work;
use crate::standing::Standing;
use crate::trace::Traced;

pin_project! {
    /// The response to a request of an [`HttpService`](crate::HttpService).
    pub struct ResponseFuture<B> {
        dispatch: Arc<Dispatch>,
        reply: Reply,
        traced: Traced,
        #[pin]
        state: State<B>,
        // Runs while the state waits.
        #[pin]
        timer: Option<Sleep>,
    }
}

/// What the response depends on beside the operation.
#[derive(Clone, Copy)]
struct Reply {
    is_head: bool,
    version: Version,
}

pin_project! {
    #[project = StateProjection]
    enum State<B> {
        Reading {
            #[pin]
            read: Collect<B>,
            found: Found,
            standing: Standing,
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

impl<B> From<Begun> for State<B> {
    fn from(begun: Begun) -> Self {
        match begun {
            Begun::Working(work, route) => State::Working { work, route },
            Begun::Answered(response) => State::answered(response),
        }
    }
}

impl<B> ResponseFuture<B>
where
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    /// Begins with a request whose operation has been looked for.
    pub(crate) fn new(
        dispatch: Arc<Dispatch>,
        mut head: Parts,
        body: B,
        found: Result<Found, RouteError>,
        standing: Standing,
    ) -> Self {
        let reply = Reply {
            is_head: head.method == Method::HEAD,
            version: head.version,
        };
        let traced = Traced::new(&found);
        let state = match found {
            Ok(found) => {
                dispatch.locate(found, &mut head);
                traced.enter(|| begin(&dispatch, head, body, found, standing))
            }
            Err(error) => State::answered(dispatch.unrouted(&error)),
        };
        ResponseFuture {
            dispatch,
            reply,
            traced,
            state,
            timer: None,
        }
    }
}

fn begin<B>(dispatch: &Dispatch, head: Parts, body: B, found: Found, standing: Standing) -> State<B>
where
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    if let Some(response) = dispatch.refuse(found, &standing) {
        return State::answered(response);
    }
    if let Some(route) = dispatch.streaming(found) {
        let body = Streamed::new(body, dispatch.time(|it| it.body_time));
        let begun = dispatch.begin_streaming(route, head, Body::stream(body));
        return begun.into();
    }
    if body.is_end_stream() {
        let request = http::Request::from_parts(head, Bytes::new());
        return dispatch.begin(found, &standing, request).into();
    }
    State::Reading {
        read: Collect::new(body, dispatch.server().limits.body_bytes),
        found,
        standing,
        head: Some(head),
    }
}

impl<B> Future for ResponseFuture<B>
where
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Output = Result<http::Response<ResponseBody>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let (mut state, mut timer) = (this.state, this.timer);
        let (dispatch, reply) = (&**this.dispatch, *this.reply);
        let response = this.traced.enter(|| {
            loop {
                let next =
                    match state.as_mut().project() {
                        StateProjection::Reading {
                            read,
                            found,
                            standing,
                            head,
                        } => {
                            let body = match read.poll(context) {
                                Poll::Ready(body) => body,
                                Poll::Pending => {
                                    let time = dispatch.time(|it| it.body_time);
                                    ready!(poll_timer(timer.as_mut(), time, context));
                                    Err(Failed::Late)
                                }
                            };
                            match (body, head.take()) {
                                (Ok(body), Some(head)) => {
                                    let request = http::Request::from_parts(head, body);
                                    dispatch.begin(*found, standing, request).into()
                                }
                                // It has been answered.
                                (Ok(_), None) => return Poll::Pending,
                                (Err(failed), _) => {
                                    let response = dispatch.unread(*found, failed);
                                    State::answered(closing(response, reply))
                                }
                            }
                        }
                        StateProjection::Working { work, route } => State::answered(ready!(
                            poll_work(dispatch, work, *route, timer.as_mut(), context)
                        )),
                        StateProjection::Answered { response } => match response.take() {
                            Some(response) => return Poll::Ready(response),
                            None => return Poll::Pending,
                        },
                    };
                timer.set(None);
                state.set(next);
            }
        });
        let response = finish(ready!(response), reply);
        this.traced.answered(response.status());
        Poll::Ready(Ok(response))
    }
}

fn poll_work(
    dispatch: &Dispatch,
    work: &mut Work,
    route: Route,
    timer: Pin<&mut Option<Sleep>>,
    context: &mut Context<'_>,
) -> Poll<http::Response<Body>> {
    // What a method leaves behind when it panics is its own; nothing here is used again.
    let worked = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
    Poll::Ready(match worked {
        Ok(Poll::Ready(Ok(response))) => response,
        Ok(Poll::Ready(Err(failure))) => dispatch.failure(route, &failure),
        Ok(Poll::Pending) => {
            ready!(poll_timer(timer, dispatch.handler_time(route), context));
            dispatch.fault(route, &Problem::timed_out().into())
        }
        Err(panic) => dispatch.panicked(route, &*panic),
    })
}

/// The response, after which an HTTP/1 connection is closed: the rest of the request is not read.
fn closing(mut response: http::Response<Body>, reply: Reply) -> http::Response<Body> {
    if reply.version <= Version::HTTP_11 {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(CONNECTION, close);
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
        let length = HeaderValue::from(length);
        head.headers.entry(CONTENT_LENGTH).or_insert(length);
    }
    http::Response::from_parts(head, Bytes::new().into())
}
