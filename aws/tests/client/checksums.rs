//! Checksums of responses: compared with the body, where there is one.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderValue, Response};
use smithgen_client::transport::{
    Body, BodyStream, SendFuture, Transport, TransportError, TransportErrorKind,
};
use smithgen_client::{Client, Config};
use smithgen_runtime::{
    Checksum, ChecksumAlgorithm, Http, Kind, Member, OperationSpec, OperationTrait, Ref, Schema,
    Segment, Slot, Structure, Trait, prelude,
};

use super::run;
use super::service::{getting, scripted};

static INPUT: Schema = Schema::new(
    "example#GetInput",
    Kind::Structure,
    &[Member::new("mode", &prelude::STRING).with_traits(&[Trait::HttpHeader("x-mode")])],
);

struct Input;

impl Structure for Input {
    fn schema(&self) -> &'static Schema {
        &INPUT
    }

    fn get(&self, _: usize) -> Ref<'_> {
        Ref::Str("ENABLED")
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }
}

fn operation(method: &'static str) -> &'static OperationSpec {
    static CHECKSUM: Checksum = Checksum::new(None, &[], Some(0), &[ChecksumAlgorithm::Crc32]);
    let http = Box::leak(Box::new(Http::new(method, &[Segment::Literal("get")], 200)));
    Box::leak(Box::new(
        getting(&INPUT, &prelude::UNIT)
            .with_http(http)
            .with_traits(const { &[OperationTrait::Checksum(&CHECKSUM)] }),
    ))
}

/// Whether an answer with the checksum of `abc` passes.
fn passes(method: &'static str, status: u16, body: &'static str) -> bool {
    let mut response = Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    let sum = HeaderValue::from_static("NSRBwg==");
    response.headers_mut().insert("x-amz-checksum-crc32", sum);
    let (config, _) = scripted(vec![response]);
    let client = Client::new(config.endpoint_url("https://example.com").max_attempts(1));
    match run(client.dispatch(operation(method), &Input)) {
        Ok(_) => true,
        Err(error) => {
            let error: TransportError = error.downcast().unwrap();
            assert_eq!(error.kind, TransportErrorKind::Corrupt);
            false
        }
    }
}

#[test]
fn what_is_not_what_its_checksum_says_is_refused() {
    assert!(passes("GET", 200, "abc"));
    assert!(!passes("GET", 200, "abd"));
    assert!(!passes("GET", 200, ""));
}

/// A body and what comes after it.
struct Trailed(Option<Bytes>, http::HeaderMap);

impl BodyStream for Trailed {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        Poll::Ready(self.0.take().map(Ok))
    }

    fn trailers(&self) -> Option<&http::HeaderMap> {
        Some(&self.1)
    }
}

/// Answers with a body whose checksum comes after it.
struct Trailing(&'static str, &'static str);

impl Transport for Trailing {
    fn send(&self, _: http::Request<Body>) -> SendFuture<'_> {
        let mut trailers = http::HeaderMap::new();
        let sum = HeaderValue::from_static(self.1);
        trailers.insert("x-amz-checksum-crc32", sum);
        let body = Bytes::from_static(self.0.as_bytes());
        let mut response = Response::new(Body::stream(Trailed(Some(body), trailers)));
        let name = HeaderValue::from_static("x-other, X-Amz-Checksum-CRC32");
        response.headers_mut().insert("trailer", name);
        Box::pin(std::future::ready(Ok(response)))
    }
}

#[test]
fn a_checksum_may_come_after_the_body() {
    let passes = |body, sum| {
        let config = Config::new().endpoint_url("https://example.com");
        let config = config.max_attempts(1).transport(Trailing(body, sum));
        run(Client::new(config).dispatch(operation("GET"), &Input)).is_ok()
    };
    assert!(passes("abc", "NSRBwg=="));
    assert!(!passes("abd", "NSRBwg=="));
    // Of the checksums of parts.
    assert!(passes("abd", "NSRBwg==-2"));
}

#[test]
fn an_answer_without_a_body_has_the_checksum_of_another() {
    assert!(passes("HEAD", 200, ""));
    assert!(passes("DELETE", 204, ""));
    assert!(passes("GET", 304, ""));
}

#[cfg(feature = "sigv4")]
mod directory_buckets {
    use smithgen_client::auth::Credentials;
    use smithgen_runtime::Auth;
    use smithgen_runtime::endpoint_rules::{Expr, Literal};

    use super::super::auth::{rules, service};
    use super::*;

    /// Directory buckets take no MD5, and services may know algorithms that clients do not.
    #[test]
    fn what_nobody_chose_is_a_crc32_for_directory_buckets_too() {
        const SESSION: &[Expr] = &[Expr::Record(&[(
            "name",
            Expr::Literal(Literal::Str("sigv4-s3express")),
        )])];
        static REQUIRED: Checksum =
            Checksum::new(None, &[], None, &[ChecksumAlgorithm::Crc64Nvme]).with_required();
        for schemes in [SESSION, &[]] {
            let service = service().with_endpoint_rules(rules(schemes));
            let service = Box::leak(Box::new(service.with_signing_name("s3express")));
            let http = Box::leak(Box::new(Http::new("PUT", &[Segment::Literal("k")], 200)));
            let operation = OperationSpec::new("Put", service, &prelude::UNIT, &prelude::UNIT)
                .with_http(http)
                .with_auth(&[Auth::SigV4])
                .with_traits(const { &[OperationTrait::Checksum(&REQUIRED)] });
            let operation = Box::leak(Box::new(operation));
            let (config, log) = scripted(vec![Response::new(Bytes::new())]);
            let keys = Credentials::new("AKID", "hush");
            let mut config = config.credentials(keys.clone());
            config.auth.session = Some(std::sync::Arc::new(keys.session_token("token")));
            run(Client::new(config).dispatch(operation, &smithgen_runtime::Unit)).unwrap();
            let request = log.last();
            let headers = request.headers();
            assert_eq!(headers["x-amz-checksum-crc32"], "o6a/Qw==", "of {{}}");
            assert!(!headers.contains_key("content-md5"));
            assert_eq!(
                headers.contains_key("x-amz-s3session-token"),
                !schemes.is_empty()
            );
        }
    }
}
