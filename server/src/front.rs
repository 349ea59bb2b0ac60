//! What a listener does with each request before the service: who sent it, and to which host.

use std::error::Error;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use http::{HeaderValue, Request, Response, StatusCode, Version};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use pin_project_lite::pin_project;
use tower_service::Service;

use crate::authority;
use crate::context::Peer;

/// A service behind a listener.
#[derive(Clone)]
pub(crate) struct Front<S> {
    pub(crate) service: S,
    pub(crate) peer: Option<SocketAddr>,
    /// The port that requests must name, if only loopback hosts are allowed.
    pub(crate) local_port: Option<u16>,
}

impl<S, B> hyper::service::Service<Request<Incoming>> for Front<S>
where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone,
{
    type Response = Response<FrontBody<B>>;
    type Error = S::Error;
    type Future = Fronted<S, S::Future>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        if let Some(port) = self.local_port
            && !authority::is_local(&request, port)
        {
            let response = misdirected(port, request.version());
            return Fronted::Refused {
                response: Some(response),
            };
        }
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(Peer(peer));
        }
        Fronted::Waiting {
            service: self.service.clone(),
            request: Some(request),
        }
    }
}

/// The answer to a request for another host.
fn misdirected(port: u16, version: Version) -> Response<Bytes> {
    let words =
        format!("This server answers requests to localhost:{port} and 127.0.0.1:{port} alone.\n");
    let mut response = Response::new(Bytes::from(words));
    *response.status_mut() = StatusCode::MISDIRECTED_REQUEST;
    let headers = response.headers_mut();
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(http::header::CONTENT_TYPE, plain);
    if version <= Version::HTTP_11 {
        // The rest of the request is not read.
        let close = HeaderValue::from_static("close");
        headers.insert(http::header::CONNECTION, close);
    }
    response
}

pin_project! {
    #[project = FrontedProjection]
    pub(crate) enum Fronted<S, F> {
        Waiting {
            service: S,
            request: Option<Request<Incoming>>,
        },
        Called {
            #[pin]
            future: F,
        },
        Refused {
            response: Option<Response<Bytes>>,
        },
    }
}

impl<S, B> Future for Fronted<S, S::Future>
where
    S: Service<Request<Incoming>, Response = Response<B>>,
{
    type Output = Result<Response<FrontBody<B>>, S::Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let future = match self.as_mut().project() {
                FrontedProjection::Waiting { service, request } => {
                    ready!(service.poll_ready(context))?;
                    match request.take() {
                        Some(request) => service.call(request),
                        None => return Poll::Pending,
                    }
                }
                FrontedProjection::Called { future } => {
                    let response = ready!(future.poll(context))?;
                    return Poll::Ready(Ok(response.map(|body| FrontBody::Served { body })));
                }
                FrontedProjection::Refused { response } => {
                    return match response.take() {
                        Some(response) => Poll::Ready(Ok(
                            response.map(|words| FrontBody::Refusal { words: Some(words) })
                        )),
                        None => Poll::Pending,
                    };
                }
            };
            self.set(Fronted::Called { future });
        }
    }
}

pin_project! {
    /// The service's body, or one of the listener's own.
    #[project = FrontBodyProjection]
    pub(crate) enum FrontBody<B> {
        Served {
            #[pin]
            body: B,
        },
        Refusal {
            words: Option<Bytes>,
        },
    }
}

impl<B: Body> Body for FrontBody<B>
where
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    type Data = FrontData<B::Data>;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        match self.project() {
            FrontBodyProjection::Served { body } => body
                .poll_frame(context)
                .map_ok(|frame| frame.map_data(FrontData::Served)),
            FrontBodyProjection::Refusal { words } => {
                let words = words.take().map(FrontData::Refusal);
                Poll::Ready(words.map(|words| Ok(Frame::data(words))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            FrontBody::Served { body } => body.is_end_stream(),
            FrontBody::Refusal { words } => words.is_none(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            FrontBody::Served { body } => body.size_hint(),
            FrontBody::Refusal { words } => {
                let length = words.as_ref().map_or(0, Bytes::len);
                SizeHint::with_exact(u64::try_from(length).unwrap_or(u64::MAX))
            }
        }
    }
}

pub(crate) enum FrontData<D> {
    Served(D),
    Refusal(Bytes),
}

impl<D: Buf> Buf for FrontData<D> {
    fn remaining(&self) -> usize {
        match self {
            FrontData::Served(data) => data.remaining(),
            FrontData::Refusal(data) => data.remaining(),
        }
    }

    fn chunk(&self) -> &[u8] {
        match self {
            FrontData::Served(data) => data.chunk(),
            FrontData::Refusal(data) => data.chunk(),
        }
    }

    fn chunks_vectored<'a>(&'a self, slices: &mut [std::io::IoSlice<'a>]) -> usize {
        match self {
            FrontData::Served(data) => data.chunks_vectored(slices),
            FrontData::Refusal(data) => data.chunks_vectored(slices),
        }
    }

    fn advance(&mut self, length: usize) {
        match self {
            FrontData::Served(data) => data.advance(length),
            FrontData::Refusal(data) => data.advance(length),
        }
    }
}
