//! Bodies that stream, signed: in chunks, by their hash, or not at all.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Request;
use smithgen_client::auth::{AuthError, Credentials};
use smithgen_client::transport::{Body, BodyStream, TransportError};
use smithgen_runtime::value::{ByteSource, ByteStream};
use smithgen_runtime::{
    Auth, DateTime, Http, Kind, Member, OperationSpec, OperationTrait, Ref, Schema, Segment,
    Service, Slot, Structure, Trait, prelude, protocol,
};

use super::run;
use super::service::{answer, scripted};

static INPUT: Schema = Schema::new(
    "example#PutInput",
    Kind::Structure,
    &[Member::new("body", &prelude::BLOB).with_traits(&[Trait::HttpPayload, Trait::Streaming])],
);

#[derive(Default)]
struct Input(ByteStream);

impl Structure for Input {
    fn schema(&self) -> &'static Schema {
        &INPUT
    }

    fn get(&self, _: usize) -> Ref<'_> {
        Ref::Stream(&self.0)
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Stream(&mut self.0)
    }
}

/// A body that can be read again and is not in memory.
struct Pieces(&'static [&'static str]);

impl ByteSource for Pieces {
    fn open(&self) -> std::io::Result<Body> {
        Ok(Body::stream(Piecewise(self.0.iter().copied().collect())))
    }

    fn length(&self) -> Option<u64> {
        Some(self.0.iter().map(|piece| piece.len() as u64).sum())
    }
}

struct Piecewise(VecDeque<&'static str>);

impl BodyStream for Piecewise {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let piece = self.0.pop_front();
        Poll::Ready(piece.map(|piece| Ok(Bytes::from_static(piece.as_bytes()))))
    }
}

fn operation(name: &'static str, traits: &'static [OperationTrait]) -> &'static OperationSpec {
    static HTTP: Http = Http::new("PUT", &[Segment::Literal("put")], 200);
    let service = Service::new("example#Example", "", "Example", &protocol::REST_JSON_1);
    let service = Box::leak(Box::new(service.with_signing_name(name)));
    Box::leak(Box::new(
        OperationSpec::new("Put", service, &INPUT, &prelude::UNIT)
            .with_http(&HTTP)
            .with_auth(&[Auth::SigV4])
            .with_traits(traits),
    ))
}

fn send(
    operation: &'static OperationSpec,
    url: &str,
    body: ByteStream,
) -> Result<Request<Bytes>, AuthError> {
    let (config, log) = scripted(vec![answer(200, "")]);
    let config = config
        .endpoint_url(url)
        .credentials(Credentials::new("AKID", "hush"))
        .clock(|| DateTime::from_secs(1_440_938_160));
    let client = smithgen_client::Client::new(config);
    match run(client.dispatch(operation, &Input(body))) {
        Ok(_) => Ok(log.last()),
        Err(error) => Err(error.downcast().unwrap()),
    }
}

fn pieces() -> ByteStream {
    ByteStream::from_source(Pieces(&["some", " ", "bytes"]))
}

fn header<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    let value = request.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap())
}

const HTTP: &str = "http://example.com";
const HTTPS: &str = "https://example.com";

#[test]
fn without_tls_the_object_store_gets_signed_chunks() {
    let request = send(operation("s3", &[]), HTTP, pieces()).unwrap();
    let hash = header(&request, "x-amz-content-sha256");
    assert_eq!(hash, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
    assert_eq!(header(&request, "x-amz-decoded-content-length"), "10");
    assert_eq!(header(&request, "content-encoding"), "aws-chunked");
    let body = std::str::from_utf8(request.body()).unwrap();
    assert!(body.starts_with("a;chunk-signature="), "{body}");
    assert!(
        body.contains("\r\nsome bytes\r\n0;chunk-signature="),
        "{body}"
    );
    assert_eq!(header(&request, "content-length"), body.len().to_string());
    let covered = header(&request, "authorization");
    assert!(
        covered.contains("content-encoding;content-length;"),
        "{covered}"
    );
}

#[test]
fn over_tls_the_object_store_trusts_the_connection() {
    let request = send(operation("s3", &[]), HTTPS, pieces()).unwrap();
    assert_eq!(header(&request, "x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
    assert_eq!(request.body(), "some bytes");
}

#[test]
fn other_services_get_the_hash_of_a_body_that_can_be_read_twice() {
    const HASH: &str = "0d22cdcc10e6d049dbe1af5123d50873fdfc1a4f58306e58cb6241be9472014d";
    let request = send(operation("other", &[]), HTTPS, pieces()).unwrap();
    assert_eq!(header(&request, "x-amz-content-sha256"), HASH);
    assert_eq!(request.body(), "some bytes");
    let once = ByteStream::from_stream(Piecewise(["once"].into()));
    let error = send(operation("other", &[]), HTTPS, once).unwrap_err();
    assert_eq!(error, AuthError::Unsignable);
}

#[test]
fn an_operation_may_leave_its_payload_unsigned() {
    static UNSIGNED: &[OperationTrait] = &[OperationTrait::UnsignedPayload];
    let once = ByteStream::from_stream(Piecewise(["once"].into()));
    let request = send(operation("other", UNSIGNED), HTTP, once).unwrap();
    assert_eq!(header(&request, "x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
    assert_eq!(request.body(), "once");
    let request = send(operation("other", UNSIGNED), HTTP, "x".into()).unwrap();
    assert_eq!(header(&request, "x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
}

#[test]
fn an_operation_may_ask_for_leave_to_send_its_body() {
    static ASKING: &[OperationTrait] = &[OperationTrait::ExpectContinue];
    let request = send(operation("s3", ASKING), HTTPS, pieces()).unwrap();
    assert_eq!(header(&request, "expect"), "100-continue");
    // A proxy may take it off.
    assert!(!header(&request, "authorization").contains("expect"));
    // What is in memory is sent with its head.
    let request = send(operation("s3", ASKING), HTTPS, "x".into()).unwrap();
    assert_eq!(header(&request, "expect"), "");
    let request = send(operation("s3", &[]), HTTPS, pieces()).unwrap();
    assert_eq!(header(&request, "expect"), "");
}
