//! Bodies of responses that come packed: unpacked where that was asked for, else refused in so many words.

use std::io::Write as _;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::Response;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue};
use smithgen_client::transport::TransportErrorKind;
use smithgen_client::{Answer, Client, ClientError};
use smithgen_runtime::TransportError;
use smithgen_runtime::Unit;

use super::run;
use super::service::{GET, scripted};

fn packed(text: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap().into()
}

fn response(status: u16, encoding: &'static str, body: Bytes) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .header(CONTENT_ENCODING, encoding)
        .header(CONTENT_LENGTH, body.len())
        .body(body)
        .unwrap()
}

fn call(
    accepts: Option<&'static str>,
    response: Response<Bytes>,
    limit: u64,
) -> Result<Answer, ClientError> {
    let (mut config, _) = scripted(vec![response]);
    config = config
        .endpoint_url("http://h")
        .max_response(Some(limit))
        .max_attempts(1);
    if let Some(value) = accepts {
        config = config.header(ACCEPT_ENCODING, HeaderValue::from_static(value));
    }
    run(Client::new(config).dispatch(&GET, &Unit))
}

#[test]
fn gzip_that_was_asked_for_is_unpacked() {
    for (status, accepts, encoding) in [
        (200, "gzip", "gzip"),
        (200, "br;q=0.5, GZIP;q=1.0", "X-GZip"),
        (400, "*", "gzip"),
    ] {
        let packed = response(status, encoding, packed(b"{\"code\":\"Wrong\"}"));
        let answer = call(Some(accepts), packed, 1000).unwrap();
        assert_eq!(answer.response.body(), "{\"code\":\"Wrong\"}");
        assert!(!answer.response.headers().contains_key(CONTENT_ENCODING));
        assert!(!answer.response.headers().contains_key(CONTENT_LENGTH));
    }
}

#[test]
fn gzip_that_was_not_asked_for_stays() {
    for accepts in [None, Some("identity"), Some("gzip;q=0"), Some("br")] {
        let answer = call(accepts, response(200, "gzip", packed(b"{}")), 1000).unwrap();
        assert_eq!(answer.response.body(), &packed(b"{}"));
    }
}

#[test]
fn what_becomes_more_than_the_limit_is_refused() {
    let text = vec![b' '; 100_000];
    let whole = call(Some("gzip"), response(200, "gzip", packed(&text)), 100_000).unwrap();
    assert_eq!(whole.response.body().len(), 100_000);
    let error = call(Some("gzip"), response(200, "gzip", packed(&text)), 99_999).unwrap_err();
    let error: TransportError = error.downcast().unwrap();
    assert_eq!(error.kind, TransportErrorKind::TooLarge);
}

#[test]
fn what_is_not_gzip_although_it_says_so_is_an_error() {
    let good = packed(b"some text");
    for body in [&b"{}"[..], &good[..good.len() - 3]] {
        let body = Bytes::copy_from_slice(body);
        let error = call(Some("gzip"), response(200, "gzip", body), 1000).unwrap_err();
        let error: TransportError = error.downcast().unwrap();
        assert!(error.to_string().contains("not gzip"), "{error}");
    }
}
