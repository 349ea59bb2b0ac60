//! How much of a response is read into memory.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use smithgen_client::transport::{
    Body, BodyStream, SendFuture, Transport, TransportError, TransportErrorKind,
};
use smithgen_client::{Client, Config};
use smithgen_runtime::{Kind, Member, OperationSpec, Schema, Trait, Unit, prelude};

use super::run;
use super::service::{GET, getting};

static STREAM: Schema = Schema::new(
    "example#GetOutput",
    Kind::Structure,
    &[Member::new("body", &prelude::BLOB).with_traits(&[Trait::HttpPayload, Trait::Streaming])],
);

static DOWNLOAD: OperationSpec = getting(&prelude::UNIT, &STREAM);

/// Answers with a hundred pieces of ten bytes, and counts those that were read and the requests.
#[derive(Clone, Default)]
struct Hundred {
    status: u16,
    tells: bool,
    read: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
}

struct Pieces(Hundred, u64);

impl BodyStream for Pieces {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        if self.1 == 0 {
            return Poll::Ready(None);
        }
        self.1 -= 10;
        self.0.read.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Bytes::from_static(b"          "))))
    }

    fn remaining(&self) -> Option<u64> {
        self.0.tells.then_some(self.1)
    }
}

impl Transport for Hundred {
    fn send(&self, _: Request<Body>) -> SendFuture<'_> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let mut response = Response::new(Body::stream(Pieces(self.clone(), 1000)));
        *response.status_mut() = http::StatusCode::from_u16(self.status).unwrap();
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// The length of the answer; and how many pieces were read, and how often.
fn call(
    operation: &'static OperationSpec,
    (status, tells): (u16, bool),
    limit: Option<u64>,
) -> (Result<usize, TransportError>, usize, usize) {
    let hundred = Hundred {
        status,
        tells,
        ..Hundred::default()
    };
    let config = Config::new()
        .endpoint_url("https://example.com")
        .transport(hundred.clone())
        .without_waiting()
        .max_response(limit);
    let length = match run(Client::new(config).dispatch(operation, &Unit)) {
        Ok(answer) => Ok(answer.response.body().len()),
        Err(error) => Err(error.downcast().unwrap()),
    };
    let count = |number: &AtomicUsize| number.load(Ordering::Relaxed);
    (length, count(&hundred.read), count(&hundred.requests))
}

#[test]
fn no_more_than_the_limit_is_read() {
    for (head, read) in [((200, false), 11), ((200, true), 0), ((400, false), 11)] {
        let (length, pieces, requests) = call(&GET, head, Some(100));
        let error = length.unwrap_err();
        assert_eq!(error.kind, TransportErrorKind::TooLarge);
        let expected = "too large a response from https://example.com/get: more than the 100 bytes \
                        allowed";
        assert_eq!(error.to_string(), expected);
        assert_eq!((pieces, requests), (read, 1));
    }
}

#[test]
fn what_is_within_it_is_read_whole() {
    for (operation, limit) in [(&GET, Some(1000)), (&GET, None), (&DOWNLOAD, Some(1000))] {
        let (length, ..) = call(operation, (200, true), limit);
        assert_eq!(length.unwrap(), 1000);
    }
    // A stream that is collected for the caller is in memory like any other answer.
    let (length, pieces, _) = call(&DOWNLOAD, (200, false), Some(100));
    assert_eq!(length.unwrap_err().kind, TransportErrorKind::TooLarge);
    assert_eq!(pieces, 11);
    assert_eq!(Config::new().max_response, Some(1 << 30));
    assert!(call(&DOWNLOAD, (400, false), Some(100)).0.is_err());
}

#[test]
fn what_streams_to_the_caller_has_no_limit() {
    let hundred = Hundred {
        status: 200,
        ..Hundred::default()
    };
    let config = Config::new()
        .endpoint_url("https://example.com")
        .transport(hundred)
        .max_response(Some(100));
    let client = Client::new(config);
    let mut prepared = client.prepare(&DOWNLOAD, &Unit).unwrap();
    prepared.streams = true;
    let answer = run(client.transmit(prepared)).unwrap();
    let mut body = answer.body.unwrap();
    let mut context = Context::from_waker(std::task::Waker::noop());
    let mut length = 0;
    while let Poll::Ready(Some(piece)) = body.poll_piece(&mut context) {
        length += piece.unwrap().len();
    }
    assert_eq!(length, 1000);
}
