//! Streams whose length only the caller knows: announced as he says, and held to it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Request;
use smithgen_client::auth::{Authorized, Authorizer, Hashed, Signer, Signing, SigningFuture};
use smithgen_client::endpoint::Endpoint;
use smithgen_client::transport::{
    Body, BodyStream, SendFuture, Transport, TransportError, TransportErrorKind,
};
use smithgen_client::{Client, ClientError, ClientErrorKind};
use smithgen_runtime::message::Payload;
use smithgen_runtime::value::{ByteSource, ByteStream};
use smithgen_runtime::{
    Http, InputError, Kind, Member, OperationSpec, OperationTrait, Ref, Schema, Segment, Slot,
    Structure, Trait, prelude,
};

use super::run;
use super::service::{PLAIN, answer, scripted};

static INPUT: Schema = Schema::new(
    "example#PutInput",
    Kind::Structure,
    &[
        Member::new("Body", &prelude::BLOB).with_traits(&[
            Trait::HttpPayload,
            Trait::Streaming,
            Trait::RequiresLength,
        ]),
        Member::new("ContentLength", &prelude::LONG)
            .with_traits(&[Trait::HttpHeader("Content-Length")]),
    ],
);

struct Input(Option<ByteStream>, Option<i64>);

impl Structure for Input {
    fn schema(&self) -> &'static Schema {
        &INPUT
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match (member, &self.0, self.1) {
            (0, Some(body), _) => Ref::Stream(body),
            (1, _, Some(length)) => Ref::Int(length),
            _ => Ref::Unset,
        }
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }
}

/// Pieces whose number is not known.
struct Pieces(VecDeque<&'static str>);

impl BodyStream for Pieces {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let piece = self.0.pop_front();
        Poll::Ready(piece.map(|piece| Ok(Bytes::from_static(piece.as_bytes()))))
    }
}

fn stream() -> Option<ByteStream> {
    Some(Body::stream(Pieces(["some", " ", "bytes"].into())).into())
}

fn operation(traits: &'static [OperationTrait]) -> &'static OperationSpec {
    static HTTP: Http = Http::new("PUT", &[Segment::Literal("put")], 200);
    let operation = OperationSpec::new("Put", &PLAIN, &INPUT, &prelude::UNIT).with_http(&HTTP);
    Box::leak(Box::new(operation.with_traits(traits)))
}

fn send(traits: &'static [OperationTrait], input: &Input) -> Result<Request<Bytes>, ClientError> {
    let (config, log) = scripted(vec![answer(200, "")]);
    let client = Client::new(config.endpoint_url("https://example.com"));
    run(client.dispatch(operation(traits), input)).map(|_| log.last())
}

fn refused(input: &Input) -> String {
    let error = send(&[], input).unwrap_err();
    match error.downcast::<InputError>() {
        Ok(InputError::Invalid { path, reason }) => {
            assert_eq!(path, "ContentLength", "{reason}");
            reason
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_callers_length_is_announced() {
    let request = send(&[], &Input(stream(), Some(10))).unwrap();
    assert_eq!(request.headers()["content-length"], "10");
    assert_eq!(request.body(), "some bytes");
    let error = send(&[], &Input(stream(), None)).unwrap_err();
    assert!(error.kind() == ClientErrorKind::Input, "{error}");
}

#[test]
fn it_is_that_of_the_body_within_chunks() {
    static CHECKSUM: &[OperationTrait] = &[OperationTrait::Checksum(
        &smithgen_runtime::Checksum::new(Some(1), &[], None, &[]).with_required(),
    )];
    let request = send(CHECKSUM, &Input(stream(), Some(10))).unwrap();
    let headers = request.headers();
    assert_eq!(headers["content-encoding"], "aws-chunked");
    assert_eq!(headers["x-amz-decoded-content-length"], "10");
    let length = request.body().len().to_string();
    assert_eq!(headers["content-length"], length.as_str());
}

#[test]
fn a_stream_is_held_to_it() {
    for (length, reason) in [
        (9, "it is longer than the 9 bytes announced"),
        (11, "it is shorter than the 11 bytes announced"),
        (0, "it is longer than the 0 bytes announced"),
    ] {
        let error = send(&[], &Input(stream(), Some(length))).unwrap_err();
        let error: TransportError = error.downcast().unwrap();
        assert_eq!(error.kind, TransportErrorKind::Body);
        assert_eq!(
            error.to_string(),
            format!("cannot read the body of the request to https://example.com/put: {reason}")
        );
    }
}

/// A service on a socket: takes as many bytes as are announced, and is content.
fn socket() -> std::net::SocketAddr {
    use std::io::{BufRead, BufReader, Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let mut length = 0;
            let mut line = String::new();
            while stream.read_line(&mut line).unwrap() > 2 {
                if let Some(text) = line.strip_prefix("content-length: ") {
                    length = text.trim().parse().unwrap();
                }
                line.clear();
            }
            if stream.read_exact(&mut vec![0; length]).is_ok() {
                let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
                stream.get_mut().write_all(answer).unwrap();
            }
        }
    });
    address
}

/// hyper asks for no more bytes than it announced: what a stream has too much must be seen before.
#[test]
fn a_connection_holds_a_stream_to_it_as_well() {
    let address = socket();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    for (length, expected) in [
        (10, ""),
        (5, "it is longer than the 5 bytes announced"),
        (0, "it is longer than the 0 bytes announced"),
        (11, "it is shorter than the 11 bytes announced"),
    ] {
        let config = smithgen_client::Config::new().endpoint_url(format!("http://{address}"));
        let client = Client::new(config.max_attempts(1));
        let input = Input(stream(), Some(length));
        let sent = runtime.block_on(client.dispatch(operation(&[]), &input));
        let error = sent.map_or_else(|error| error.to_string(), |_| String::new());
        assert!(error.ends_with(expected), "{length}: {error}");
        assert_eq!(error.is_empty(), expected.is_empty(), "{length}: {error}");
    }
}

#[derive(Debug)]
struct Wrapped(TransportError);

impl std::fmt::Display for Wrapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("error from user's body")
    }
}

impl std::error::Error for Wrapped {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// Tells of a body that fails as HTTP libraries do.
struct Wrapping;

impl Transport for Wrapping {
    fn send(&self, request: Request<Body>) -> SendFuture<'_> {
        Box::pin(async move {
            let url = request.uri().to_string();
            let error = request.into_body().collect().await.unwrap_err();
            Err(TransportError::new(TransportErrorKind::Unusable, url).because(Wrapped(error)))
        })
    }
}

#[test]
fn the_reason_is_told_whatever_the_transport_makes_of_it() {
    let config = scripted(vec![answer(200, "")]).0.transport(Wrapping);
    let client = Client::new(config.endpoint_url("https://example.com"));
    let call = client.dispatch(operation(&[]), &Input(stream(), Some(9)));
    let error = run(call).unwrap_err().to_string();
    let expected = "cannot read the body of the request to https://example.com/put: it is longer \
                    than the 9 bytes announced";
    assert_eq!(error, expected);
}

/// Hands the error of the body on, as the default transport does.
struct Frank;

impl Transport for Frank {
    fn send(&self, request: Request<Body>) -> SendFuture<'_> {
        Box::pin(async move {
            let error = request.into_body().collect().await.unwrap_err();
            Err(TransportError::new(TransportErrorKind::Closed, "").because(error))
        })
    }
}

#[derive(Debug)]
struct Unread;

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no microphone")
    }
}

impl std::error::Error for Unread {}

struct Mute;

impl BodyStream for Mute {
    fn poll_piece(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let error = TransportError::new(TransportErrorKind::Body, "").because(Unread);
        Poll::Ready(Some(Err(error)))
    }
}

#[test]
fn the_error_of_a_body_keeps_its_type() {
    let address = socket();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    for frank in [true, false] {
        let mut config = smithgen_client::Config::new()
            .endpoint_url(format!("http://{address}"))
            .max_attempts(1);
        if frank {
            config = config.transport(Frank);
        }
        let input = Input(Some(ByteStream::from_stream(Mute)), Some(9));
        let sent = runtime.block_on(Client::new(config).dispatch(operation(&[]), &input));
        let error: TransportError = sent.unwrap_err().downcast().unwrap();
        assert_eq!(error.kind, TransportErrorKind::Body);
        assert!(error.to_string().ends_with(": no microphone"), "{error}");
        assert!(error.source.unwrap().downcast_ref::<Unread>().is_some());
    }
}

/// Bytes that can be read again and again.
struct Again;

impl ByteSource for Again {
    fn open(&self) -> std::io::Result<Body> {
        Ok(Body::stream(Pieces(VecDeque::from(["again"]))))
    }

    fn length(&self) -> Option<u64> {
        None
    }
}

struct Own;

impl Authorizer for Own {
    fn authorize<'a>(
        &'a self,
        _: &'static OperationSpec,
        _: &'a Endpoint,
        request: Request<Bytes>,
    ) -> Authorized<'a> {
        Box::pin(std::future::ready(Ok(request)))
    }
}

/// Must not be asked.
struct Nobody;

impl Signer for Nobody {
    fn read_ahead<'a>(
        &'a self,
        _: &'static OperationSpec,
        _: &'a mut http::HeaderMap,
        _: &'a Payload,
    ) -> Hashed<'a> {
        panic!("there is an authorizer")
    }

    fn sign<'a>(&'a self, _: Signing<'a>, _: &'a mut Request<Bytes>) -> SigningFuture<'a> {
        panic!("there is an authorizer")
    }
}

#[test]
fn nothing_is_read_ahead_for_a_signer_that_is_not_asked() {
    let config = scripted(vec![answer(200, "")]).0;
    let config = config
        .endpoint_url("https://example.com")
        .authorizer(Own)
        .signer(Nobody);
    let input = Input(Some(ByteStream::from_source(Again)), Some(5));
    assert!(run(Client::new(config).dispatch(operation(&[]), &input)).is_ok());
}

#[test]
fn what_contradicts_a_known_length_is_not_sent() {
    let bytes = || Some(ByteStream::from_static(b"bytes"));
    assert!(send(&[], &Input(bytes(), Some(5))).is_ok());
    let expected = "it must be the length of the body, which is 5 bytes";
    assert_eq!(refused(&Input(bytes(), Some(6))), expected);
    assert!(send(&[], &Input(None, Some(0))).is_ok());
    let expected = "it must be the length of the body, which is 0 bytes";
    assert_eq!(refused(&Input(None, Some(1))), expected);
    let expected = "it must be a number of bytes";
    assert_eq!(refused(&Input(stream(), Some(-1))), expected);
}
