//! Only what is signed passes, as it was sent, in whatever pieces it arrives.

use std::task::Waker;

use http::Request;
use http::header::{AUTHORIZATION, CONTENT_LENGTH};
use smithgen_client::auth::{Credentials, Streamed};
use smithgen_runtime::DateTime;
use smithgen_runtime::operation::{OperationSpec, Service};
use smithgen_runtime::protocol;
use smithgen_runtime::schema::prelude;

use super::*;
use crate::sigv4::verify::{Verified, Verifier, VerifyError};
use crate::sigv4::{CONTENT_SHA256, Parameters, SECURITY_TOKEN, sign};

static SERVICE: Service =
    Service::new("example#Store", "1", "Store", &protocol::REST_XML).with_signing_name("s3");
static OPERATION: OperationSpec =
    OperationSpec::new("Put", &SERVICE, &prelude::UNIT, &prelude::UNIT);

const NOW: DateTime = DateTime::from_secs(1_440_938_160);

fn keys() -> Credentials {
    Credentials::new("AKID", "secret")
}

/// A body that arrives in pieces of so many bytes.
struct Pieces(Bytes, usize);

impl BodyStream for Pieces {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let length = self.1.min(self.0.len());
        let piece = self.0.split_to(length);
        Poll::Ready((length > 0).then_some(Ok(piece)))
    }
}

/// What passes of a body.
fn passed(signed: &SignedBody, body: &[u8], pieces: usize) -> Result<Bytes, TransportErrorKind> {
    let body = Body::stream(Pieces(Bytes::copy_from_slice(body), pieces));
    let body = signed.clone().verify(body);
    let mut context = Context::from_waker(Waker::noop());
    match std::pin::pin!(body.collect()).poll(&mut context) {
        Poll::Ready(found) => found.map_err(|error| error.kind),
        Poll::Pending => panic!("all of it is there"),
    }
}

/// Every changed byte, and every place to cut the body off, but that before the last line end.
fn assert_guarded(signed: &SignedBody, body: &[u8]) {
    for at in 0..body.len() {
        let mut changed = body.to_vec();
        changed[at] ^= 1;
        assert!(passed(signed, &changed, 7).is_err(), "changed at {at}");
        let cut = passed(signed, &body[..at], 7);
        assert_eq!(
            cut.is_ok(),
            at + 2 == body.len() && body.ends_with(b"\r\n"),
            "cut at {at}"
        );
    }
    let more = [body, b"more"].concat();
    assert!(passed(signed, &more, 7).is_err());
}

fn parameters(credentials: &Credentials) -> Parameters<'_> {
    Parameters {
        credentials,
        name: "s3",
        region: "us-east-1",
        time: NOW,
        plain_path: true,
        hash_header: true,
        token_header: SECURITY_TOKEN,
        symmetric: true,
        operation: &OPERATION,
        #[cfg(feature = "event-streams")]
        clock: std::sync::Arc::new(|| NOW),
    }
}

/// A request whose body is signed in chunks, what signs them, and what verifies them.
fn signed(trailer: bool) -> (Box<dyn smithgen_runtime::body::ChunkSigner>, SignedBody) {
    let mut request = Request::put("http://example.com/key")
        .header("host", "example.com")
        .header(CONTENT_LENGTH, "14");
    if trailer {
        request = request
            .header(CONTENT_SHA256, "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            .header("x-amz-decoded-content-length", "14")
            .header("x-amz-trailer", "x-amz-checksum-crc32");
    }
    let mut request = request
        .extension(Streamed::Bytes)
        .body(Bytes::new())
        .unwrap();
    let keys = keys();
    let signer = sign(&mut request, &parameters(&keys)).unwrap().chunks;
    (signer.unwrap(), verified(request).unwrap().body.unwrap())
}

fn verified(request: Request<Bytes>) -> Result<Verified, VerifyError> {
    let (head, _) = request.into_parts();
    Verifier::new("s3").verify(&head, None, NOW, |_| Some(keys()))
}

#[test]
fn chunks_of_our_own_signer_pass_as_they_are() {
    for trailer in [false, true] {
        let (mut signer, verifier) = signed(trailer);
        let mut body = String::new();
        for chunk in ["some bytes", "more", ""] {
            let signature = signer.chunk(chunk.as_bytes());
            body += &format!("{:x};chunk-signature={signature}\r\n{chunk}", chunk.len());
            body += if chunk.is_empty() { "" } else { "\r\n" };
        }
        if trailer {
            let signature = signer.trailer("x-amz-checksum-crc32:NSRBwg==\n");
            body += "x-amz-checksum-crc32:NSRBwg==\r\n";
            body += &format!("x-amz-trailer-signature:{signature}\r\n");
        }
        body += "\r\n";
        for pieces in [1, 7, 1000] {
            let found = passed(&verifier, body.as_bytes(), pieces);
            assert_eq!(found.unwrap(), body, "{pieces}");
        }
        assert_guarded(&verifier, body.as_bytes());
    }
}

#[test]
fn what_is_wrong_is_told_apart() {
    let (mut signer, verifier) = signed(false);
    let first = signer.chunk(b"abc");
    let large = format!("{:x};chunk-signature={first}\r\n", SIGNED_CHUNK_BYTES + 1);
    let long = "0".repeat(CHUNK_LINE + 1);
    let trailer = |signer: &mut Box<dyn smithgen_runtime::body::ChunkSigner>| {
        format!(
            "3;chunk-signature={first}\r\nabc\r\n0;chunk-signature={}\r\na:b\r\n\r\n",
            signer.chunk(b"")
        )
    };
    for (body, kind) in [
        (
            format!("3;chunk-signature={first}\r\nabd\r\n"),
            TransportErrorKind::Unsigned,
        ),
        (
            "3\r\nabc\r\n0\r\n\r\n".to_owned(),
            TransportErrorKind::Unsigned,
        ),
        (trailer(&mut signer), TransportErrorKind::Unsigned),
        (large, TransportErrorKind::TooLarge),
        (long, TransportErrorKind::Corrupt),
        (String::new(), TransportErrorKind::Corrupt),
    ] {
        let found = passed(&verifier, body.as_bytes(), 1000);
        assert_eq!(found, Err(kind), "{body:.60}");
    }
    let (mut signer, verifier) = signed(true);
    let body = format!("0;chunk-signature={}\r\n", signer.chunk(b""));
    let body = body + &format!("x-a:{}\r\n", "b".repeat(1000)).repeat(20);
    let found = passed(&verifier, body.as_bytes(), 1000);
    assert_eq!(found, Err(TransportErrorKind::Corrupt));
}

/// The example of "Signature calculation: transferring payload in multiple chunks" in the Amazon S3 API reference.
#[test]
fn the_example_of_the_documentation_passes() {
    let credential = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";
    let names = "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;\
                 x-amz-decoded-content-length;x-amz-storage-class";
    let seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    let request = Request::put("https://s3.amazonaws.com/examplebucket/chunkObject.txt")
        .header("host", "s3.amazonaws.com")
        .header("x-amz-date", "20130524T000000Z")
        .header("x-amz-storage-class", "REDUCED_REDUNDANCY")
        .header(CONTENT_SHA256, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
        .header("content-encoding", "aws-chunked")
        .header("x-amz-decoded-content-length", "66560")
        .header(CONTENT_LENGTH, "66824")
        .header(
            AUTHORIZATION,
            format!(
                "AWS4-HMAC-SHA256 Credential={credential},SignedHeaders={names},Signature={seed}"
            ),
        );
    let (head, ()) = request.body(()).unwrap().into_parts();
    let now = DateTime::from_secs(1_369_353_600);
    let verified = Verifier::new("s3").verify(&head, None, now, |_| {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        Some(Credentials::new("AKIAIOSFODNN7EXAMPLE", secret))
    });
    let verified = verified.unwrap();
    assert!(verified.covers_body);
    let mut body = String::new();
    for (length, signature) in [
        (
            65536,
            "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
        ),
        (
            1024,
            "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
        ),
        (
            0,
            "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
        ),
    ] {
        body += &format!(
            "{length:x};chunk-signature={signature}\r\n{}\r\n",
            "a".repeat(length)
        );
    }
    assert_eq!(body.len(), 66824);
    let signed = verified.body.unwrap();
    assert_eq!(passed(&signed, body.as_bytes(), 4096).unwrap(), body);
}

#[test]
fn chunks_that_are_not_signed_must_be_allowed() {
    let request = || {
        let mut request = Request::put("https://example.com/key")
            .header("host", "example.com")
            .header(CONTENT_SHA256, "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            .body(Bytes::new())
            .unwrap();
        let keys = keys();
        sign(&mut request, &parameters(&keys)).unwrap();
        request
    };
    assert_eq!(verified(request()).unwrap_err(), VerifyError::UnsignedBody);
    let (head, _) = request().into_parts();
    let verifier = Verifier::new("s3").allow_unsigned_payload();
    let found = verifier.verify(&head, None, NOW, |_| Some(keys())).unwrap();
    assert!(!found.covers_body && found.body.is_none());
}

#[cfg(feature = "event-streams")]
#[test]
fn events_pass_out_of_the_messages_that_sign_them() {
    let request = || {
        Request::post("http://example.com/events")
            .header("host", "example.com")
            .extension(Streamed::Events)
            .body(Bytes::new())
            .unwrap()
    };
    let mut request = request();
    let keys = keys();
    let mut signer = sign(&mut request, &parameters(&keys))
        .unwrap()
        .events
        .unwrap();
    let verifier = verified(request).unwrap().body.unwrap();
    let mut body = signer.sign(b"first").unwrap().to_vec();
    let unended = body.len();
    body.extend_from_slice(&signer.sign(b" second").unwrap());
    body.extend_from_slice(&signer.last().unwrap());
    for pieces in [1, 7, 1000] {
        assert_eq!(passed(&verifier, &body, pieces).unwrap(), "first second");
    }
    assert_guarded(&verifier, &body);
    let out_of_order = &body[unended..];
    let found = passed(&verifier, out_of_order, 1000);
    assert_eq!(found, Err(TransportErrorKind::Unsigned));
    let twice = [&body[..], &signer.last().unwrap()].concat();
    let found = passed(&verifier, &twice, 1000);
    assert_eq!(found, Err(TransportErrorKind::Unsigned));
}
