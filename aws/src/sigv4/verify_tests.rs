//! Signatures of botocore and our own are verified, and nothing else is.

use bytes::Bytes;
use http::Request;
use serde_json::Value;

use super::*;
use crate::sigv4::{Parameters, presign, sign};
use smithgen_runtime::operation::{OperationSpec, Service};
use smithgen_runtime::protocol;
use smithgen_runtime::schema::prelude;

static SERVICE: Service = Service::new("example#Service", "1", "Example", &protocol::REST_JSON_1)
    .with_signing_name("service");
static OPERATION: OperationSpec =
    OperationSpec::new("Operation", &SERVICE, &prelude::UNIT, &prelude::UNIT);

const NOW: i64 = 1_440_938_160;

fn keys() -> Credentials {
    Credentials::new("AKID", "secret")
}

fn parameters(credentials: &Credentials) -> Parameters<'_> {
    Parameters {
        credentials,
        name: "service",
        region: "us-east-1",
        time: DateTime::from_secs(NOW),
        plain_path: false,
        hash_header: false,
        token_header: SECURITY_TOKEN,
        symmetric: true,
        operation: &OPERATION,
        #[cfg(feature = "event-streams")]
        clock: std::sync::Arc::new(|| DateTime::from_secs(NOW)),
    }
}

fn request() -> Request<Bytes> {
    Request::post("https://example.com/a%20b/?x=1&y=%2F")
        .header("host", "example.com")
        .header("x-amz-target", "Service.Do")
        .body(Bytes::from_static(b"{}"))
        .unwrap()
}

fn signed(credentials: &Credentials) -> Request<Bytes> {
    let mut request = request();
    sign(&mut request, &parameters(credentials)).unwrap();
    request
}

fn verify_at(request: Request<Bytes>, now: i64) -> Result<Verified, VerifyError> {
    let (head, body) = request.into_parts();
    let verifier = Verifier::new("service").with_region("us-east-1");
    verifier.verify(&head, Some(&body), DateTime::from_secs(now), |id| {
        (id == "AKID").then(keys)
    })
}

fn verify(request: Request<Bytes>) -> Result<Verified, VerifyError> {
    verify_at(request, NOW)
}

#[test]
fn signatures_of_botocore_are_good() {
    let all: Value = serde_json::from_str(include_str!("vectors.json")).unwrap();
    let cases = all["requests"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let text = |name: &str| case[name].as_str().unwrap().to_owned();
        let time = DateTime::from_secs(case["time"].as_i64().unwrap());
        let mut builder = Request::builder().method(&*text("method")).uri(text("uri"));
        for header in case["headers"].as_array().unwrap() {
            builder = builder.header(header[0].as_str().unwrap(), header[1].as_str().unwrap());
        }
        builder = builder
            .header(AUTHORIZATION, text("authorization"))
            .header(DATE, crate::sigv4::key::timestamp(time));
        if case["plain"] == true
            && !case["headers"]
                .to_string()
                .to_lowercase()
                .contains("x-amz-content-sha256")
        {
            builder = builder.header(CONTENT_SHA256, sha256_hex(text("body").as_bytes()));
        }
        let mut key = Credentials::new(text("access"), text("secret"));
        if let Some(token) = case["token"].as_str() {
            builder = builder.header(SECURITY_TOKEN, token);
            key.session_token = Some(token.to_owned());
        }
        let (head, body) = builder.body(text("body")).unwrap().into_parts();
        let mut verifier = Verifier::new(text("name"))
            .with_region(text("region"))
            .allow_unsigned_payload();
        verifier.plain_path = case["plain"] == true;
        let verified = verifier.verify(&head, Some(body.as_bytes()), time, |id| {
            assert_eq!(id, text("access"));
            Some(key)
        });
        assert!(verified.is_ok(), "{verified:?} {case:#}");
    }
}

#[test]
fn whatever_is_changed_is_noticed() {
    let verified = verify(signed(&keys())).unwrap();
    assert_eq!(verified.access_key_id, "AKID");
    assert!(verified.covers_body);
    type Change = fn(&mut Request<Bytes>);
    let changes: [(Change, VerifyError); 8] = [
        (
            |r| *r.body_mut() = Bytes::from_static(b"[]"),
            VerifyError::Mismatch,
        ),
        (
            |r| *r.method_mut() = http::Method::PUT,
            VerifyError::Mismatch,
        ),
        (
            |r| *r.uri_mut() = "/a%20c/?x=1&y=%2F".parse().unwrap(),
            VerifyError::Mismatch,
        ),
        (
            |r| *r.uri_mut() = "/a%20b/?x=2&y=%2F".parse().unwrap(),
            VerifyError::Mismatch,
        ),
        (
            |r| {
                drop(
                    r.headers_mut()
                        .insert("x-amz-target", HeaderValue::from_static("o")),
                )
            },
            VerifyError::Mismatch,
        ),
        (
            |r| {
                drop(
                    r.headers_mut()
                        .insert("x-amz-other", HeaderValue::from_static("o")),
                )
            },
            VerifyError::UnsignedHeader,
        ),
        (
            |r| drop(r.headers_mut().remove(AUTHORIZATION)),
            VerifyError::Missing,
        ),
        (
            |r| {
                drop(
                    r.headers_mut()
                        .insert(SECURITY_TOKEN, HeaderValue::from_static("t")),
                )
            },
            VerifyError::UnsignedHeader,
        ),
    ];
    for (index, (change, error)) in changes.into_iter().enumerate() {
        let mut request = signed(&keys());
        change(&mut request);
        assert_eq!(verify(request).unwrap_err(), error, "{index}");
    }
    let other = Credentials::new("AKID", "other");
    assert_eq!(verify(signed(&other)).unwrap_err(), VerifyError::Mismatch);
    let unknown = Credentials::new("WHO", "secret");
    assert_eq!(
        verify(signed(&unknown)).unwrap_err(),
        VerifyError::UnknownKey
    );
}

#[test]
fn a_signature_is_good_for_its_time_region_and_service() {
    let skew = i64::try_from(CLOCK_SKEW_SECONDS).unwrap();
    for (now, good) in [
        (NOW + skew, true),
        (NOW - skew, true),
        (NOW + skew + 1, false),
        (NOW - skew - 1, false),
    ] {
        let found = verify_at(signed(&keys()), now);
        assert_eq!(found.is_ok(), good, "{now}: {found:?}");
    }
    let (head, body) = signed(&keys()).into_parts();
    for other in [
        Verifier::new("service").with_region("eu-west-1"),
        Verifier::new("other"),
    ] {
        let now = DateTime::from_secs(NOW);
        let found = other.verify(&head, Some(&body), now, |_| Some(keys()));
        assert_eq!(found.unwrap_err(), VerifyError::Scope);
    }
}

#[test]
fn a_url_is_good_until_it_expires() {
    let presigned = || {
        let mut request = Request::get("https://example.com/a?b=c")
            .header("host", "example.com")
            .body(Bytes::new())
            .unwrap();
        let keys = keys();
        presign(&mut request, &parameters(&keys), Duration::from_secs(3600)).unwrap();
        request
    };
    assert!(verify_at(presigned(), NOW + 3600).is_ok());
    assert_eq!(
        verify_at(presigned(), NOW + 3601).unwrap_err(),
        VerifyError::Time
    );
    let mut changed = presigned();
    let uri = changed
        .uri()
        .to_string()
        .replace("Expires=3600", "Expires=3601");
    *changed.uri_mut() = uri.parse().unwrap();
    assert_eq!(verify(changed).unwrap_err(), VerifyError::Mismatch);
    let mut twice = presigned();
    let uri = format!("{}&X-Amz-Expires=9", twice.uri());
    *twice.uri_mut() = uri.parse().unwrap();
    assert!(matches!(verify(twice), Err(VerifyError::Malformed(_))));
}

#[test]
fn an_unsigned_body_must_be_allowed() {
    let mut request = request();
    let unsigned = HeaderValue::from_static(UNSIGNED);
    request.headers_mut().insert(CONTENT_SHA256, unsigned);
    sign(&mut request, &parameters(&keys())).unwrap();
    let (head, _) = request.into_parts();
    let now = DateTime::from_secs(NOW);
    let verifier = Verifier::new("service");
    let found = verifier.verify(&head, None, now, |_| Some(keys()));
    assert_eq!(found.unwrap_err(), VerifyError::UnsignedBody);
    let found = verifier
        .allow_unsigned_payload()
        .verify(&head, None, now, |_| Some(keys()));
    assert!(!found.unwrap().covers_body);
}

#[test]
fn what_is_no_signature_is_refused() {
    for text in [
        "",
        "Bearer x",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=a/20150830/r/service/aws4_request",
        "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=/20150830/us-east-1/service/aws4_request, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=a/20150830/us-east-1/service/aws4_request, SignedHeaders=x;host, Signature=0",
    ] {
        let mut request = signed(&keys());
        let value = HeaderValue::from_static(text);
        request.headers_mut().insert(AUTHORIZATION, value);
        let found = verify(request);
        assert!(
            matches!(found, Err(VerifyError::Malformed(_))),
            "{text}: {found:?}"
        );
    }
    for time in [
        "",
        "20150830T123600",
        "20150830X123600Z",
        "20151330T123600Z",
        "2015083éT12360Z",
    ] {
        assert_eq!(parse_time(time), None, "{time}");
    }
    assert_eq!(
        parse_time("20150830T123600Z"),
        Some(DateTime::from_secs(NOW))
    );
}
