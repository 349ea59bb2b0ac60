//! A transport in this process: keeps the request, gives the response of the case.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use smithgen_client::transport::{Body, BodyStream, SendFuture};
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::http;

/// Responses arrive in pieces of this size: none may rely on the borders.
const PIECE: usize = 13;

/// Both ends of one call.
#[derive(Clone, Default)]
pub(crate) struct Exchange(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    requests: Vec<http::Request<Bytes>>,
    response: Option<http::Response<Bytes>>,
}

impl Exchange {
    /// One that answers nothing: the call ends with an error once the request was kept.
    pub(crate) fn silent() -> Self {
        Exchange::default()
    }

    /// One that answers each request with this response.
    pub(crate) fn answering(response: http::Response<Bytes>) -> Self {
        let exchange = Exchange::default();
        exchange.state(|state| state.response = Some(response));
        exchange
    }

    /// The requests that were sent, whole.
    pub(crate) fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.state(|state| std::mem::take(&mut state.requests))
    }

    fn state<T>(&self, read: impl FnOnce(&mut State) -> T) -> T {
        read(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl smithgen_client::Transport for Exchange {
    fn send(&self, request: http::Request<Body>) -> SendFuture<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await?;
            let request = http::Request::from_parts(head, body);
            let response = self.state(|state| {
                state.requests.push(request);
                state.response.clone()
            });
            match response {
                Some(response) => Ok(response.map(|body| Body::stream(Pieces::of(&body)))),
                None => Err(smithgen_runtime::TransportError::new(
                    smithgen_runtime::TransportErrorKind::Unusable,
                    "",
                )),
            }
        })
    }
}

/// A body that arrives piece by piece.
struct Pieces(VecDeque<Bytes>);

impl Pieces {
    fn of(body: &Bytes) -> Self {
        Pieces(body.chunks(PIECE).map(Bytes::copy_from_slice).collect())
    }
}

impl BodyStream for Pieces {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, smithgen_runtime::TransportError>>> {
        Poll::Ready(self.0.pop_front().map(Ok))
    }
}
