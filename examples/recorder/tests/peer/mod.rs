//! A stand-in for the service: keeps what it was sent, and answers piece by piece.
#![allow(dead_code)]

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use smithgen_client::runtime::bytes::Bytes;
use smithgen_client::auth::{Authorized, Authorizer};
use smithgen_client::endpoint::Endpoint;
use smithgen_client::runtime::event::{Decoder, EventSigner, Message};
use smithgen_client::runtime::http::{Request, Response};
use smithgen_client::transport::{Body, BodyStream, SendFuture, Transport};
use smithgen_client::Config;
use smithgen_client::runtime::{OperationSpec, TransportError};

/// A request as it arrived.
pub type Seen = Request<Bytes>;

/// Answers one request after the other.
#[derive(Clone, Default)]
pub struct Peer {
    pub seen: Arc<Mutex<Vec<Seen>>>,
    answers: Arc<Mutex<VecDeque<Response<Pieces>>>>,
}

impl Peer {
    pub fn answer(self, status: u16, headers: &[(&str, &str)], body: Pieces) -> Self {
        let mut builder = Response::builder().status(status);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let response = builder.body(body).expect("a response");
        self.answers.lock().unwrap().push_back(response);
        self
    }

    pub fn config(&self) -> Config {
        Config::new()
            .endpoint_url("https://recorder.example.com")
            .without_waiting()
            .transport(self.clone())
            .authorizer(Key)
    }

    pub fn requests(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Transport for Peer {
    fn send(&self, request: Request<Body>) -> SendFuture<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await?;
            let request = Request::from_parts(head, body);
            self.seen.lock().unwrap().push(request);
            let answer = self.answers.lock().unwrap().pop_front();
            Ok(answer.expect("an answer").map(Body::stream))
        })
    }
}

/// A body in pieces.
#[derive(Clone, Default)]
pub struct Pieces(pub VecDeque<Bytes>);

impl Pieces {
    pub fn of(pieces: impl IntoIterator<Item = impl Into<Bytes>>) -> Self {
        Pieces(pieces.into_iter().map(Into::into).collect())
    }
}

impl BodyStream for Pieces {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        Poll::Ready(self.0.pop_front().map(Ok))
    }
}

/// Sends a key, and "signs" events by wrapping them with a number.
struct Key;

impl Authorizer for Key {
    fn authorize<'a>(
        &'a self,
        _: &'static OperationSpec,
        _: &'a Endpoint,
        mut request: Request<Bytes>,
    ) -> Authorized<'a> {
        let key = "secret".parse().expect("a header");
        request.headers_mut().insert("x-key", key);
        Box::pin(async { Ok(request) })
    }

    fn event_signer(
        &self,
        _: &'static OperationSpec,
        _: &Endpoint,
        authorized: &Request<Bytes>,
    ) -> Option<Box<dyn EventSigner>> {
        let wanted = authorized.headers().get("x-language")? == "signed";
        wanted.then(|| Box::new(Numbers(0)) as _)
    }
}

struct Numbers(i64);

impl EventSigner for Numbers {
    fn sign(&mut self, frame: &[u8]) -> Result<Bytes, String> {
        self.0 += 1;
        let number = smithgen_client::runtime::event::HeaderValue::Long(self.0);
        let message = Message {
            headers: vec![("number".to_owned(), number)],
            payload: Bytes::copy_from_slice(frame),
        };
        message.encode().map_err(|error| error.to_string())
    }

    fn last(&mut self) -> Result<Bytes, String> {
        self.sign(&[])
    }
}

/// All messages of a body.
pub fn messages(body: &[u8]) -> Vec<Message> {
    let mut decoder = Decoder::default();
    decoder.push(body);
    let mut found = Vec::new();
    while let Some(message) = decoder.next_message().expect("frames") {
        found.push(message);
    }
    assert!(!decoder.is_inside());
    found
}

/// A frame with these texts as headers.
pub fn frame(headers: &[(&str, &str)], payload: impl Into<Bytes>) -> Bytes {
    let text = |text: &str| smithgen_client::runtime::event::HeaderValue::Text(text.to_owned());
    let message = Message {
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), text(value)))
            .collect(),
        payload: payload.into(),
    };
    message.encode().expect("a frame")
}

/// Runs to the end on this thread.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(future)
}
