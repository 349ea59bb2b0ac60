//! Takes off a request's body what a client put around it: chunks, checksums, compression. The server's side of what
//! [`encode`](super::encode) does.

use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderName, HeaderValue};

use super::dechunk::Dechunked;
use crate::body::{Body, TransportError, TransportErrorKind};
use crate::operation::{OperationSpec, OperationTrait};

const CHUNKED: &str = "aws-chunked";
const DECODED_LENGTH: HeaderName = HeaderName::from_static("x-amz-decoded-content-length");
const HASH: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// The body of a request as the operation has it, and the headers without what was about the rest. A body that is not
/// what its headers say fails while it is read: [`TransportErrorKind::Corrupt`], or, after decompression,
/// [`TransportErrorKind::TooLarge`].
///
/// # Errors
/// A checksum that the operation needs is missing.
pub fn unpack(
    operation: &OperationSpec,
    headers: &mut HeaderMap,
    body: Body,
    limit: u64,
) -> Result<Body, TransportError> {
    let mut body = body;
    if take_encoding(headers, CHUNKED) || signs_chunks(headers) {
        let length = headers.remove(DECODED_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        body = Body::stream(Dechunked::new(body, length));
        set_length(headers, length);
    }
    #[cfg(feature = "checksums")]
    {
        body = super::verify::verify_request(operation, headers, body)?;
    }
    #[cfg(feature = "compression")]
    if allows_gzip(operation) && take_encoding(headers, "gzip") {
        body = Body::stream(super::gunzip::Gunzip::new(body, limit));
        set_length(headers, None);
    }
    let _ = (operation, limit);
    Ok(body)
}

/// [`unpack`] for a body in memory.
///
/// # Errors
/// As [`unpack`] and reading the body.
pub fn unpack_bytes(
    operation: &OperationSpec,
    request: http::Request<Bytes>,
    limit: u64,
) -> Result<http::Request<Bytes>, TransportError> {
    if is_plain(operation, request.headers()) {
        return Ok(request);
    }
    let (mut head, bytes) = request.into_parts();
    let body = unpack(operation, &mut head.headers, bytes.into(), limit)?;
    let bytes = at_once(body)?;
    head.headers.insert(CONTENT_LENGTH, bytes.len().into());
    Ok(http::Request::from_parts(head, bytes))
}

/// Whether there is nothing around the body.
fn is_plain(operation: &OperationSpec, headers: &HeaderMap) -> bool {
    let needs = operation.traits.iter().any(|t| {
        matches!(
            t,
            OperationTrait::ChecksumRequired | OperationTrait::Checksum(_)
        )
    });
    !needs && !headers.contains_key(CONTENT_ENCODING) && !signs_chunks(headers)
}

/// Reads a body whose source is in memory.
fn at_once(body: Body) -> Result<Bytes, TransportError> {
    let mut context = Context::from_waker(Waker::noop());
    match std::pin::pin!(body.collect()).poll(&mut context) {
        Poll::Ready(bytes) => bytes,
        Poll::Pending => Err(TransportError::new(TransportErrorKind::Body, "")
            .because("a body in memory that is not there")),
    }
}

/// Whether the hash that the signature covers says that chunks are signed, or have a trailer.
fn signs_chunks(headers: &HeaderMap) -> bool {
    let hash = headers.get(HASH);
    hash.is_some_and(|hash| {
        hash.as_bytes().starts_with(b"STREAMING-") && !hash.as_bytes().ends_with(b"-EVENTS")
    })
}

/// Removes an encoding from `Content-Encoding`, if it is there.
fn take_encoding(headers: &mut HeaderMap, encoding: &str) -> bool {
    let lines = headers.get_all(CONTENT_ENCODING).iter();
    let names = lines.filter_map(|line| line.to_str().ok());
    let names: Vec<String> = names
        .flat_map(|line| line.split(','))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let place = names
        .iter()
        .rposition(|name| name.eq_ignore_ascii_case(encoding));
    let Some(place) = place else {
        return false;
    };
    let kept: Vec<&str> = names
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != place)
        .map(|(_, name)| name.as_str())
        .collect();
    match HeaderValue::try_from(kept.join(", ")) {
        Ok(value) if !kept.is_empty() => drop(headers.insert(CONTENT_ENCODING, value)),
        _ => drop(headers.remove(CONTENT_ENCODING)),
    }
    true
}

#[cfg(feature = "compression")]
fn allows_gzip(operation: &OperationSpec) -> bool {
    operation.traits.iter().any(
        |t| matches!(t, OperationTrait::RequestCompression(encodings) if encodings.contains(&"gzip")),
    )
}

fn set_length(headers: &mut HeaderMap, length: Option<u64>) {
    match length {
        Some(length) => headers.insert(CONTENT_LENGTH, length.into()),
        None => headers.remove(CONTENT_LENGTH),
    };
}

#[cfg(all(test, feature = "checksums", feature = "compression"))]
mod tests {
    use super::*;
    use crate::operation::{Checksum, ChecksumAlgorithm, Service};
    use crate::schema::prelude;

    static SERVICE: Service =
        Service::new("test#Service", "", "Test", &crate::protocol::REST_JSON_1);
    static GZIP: OperationSpec = OperationSpec::new("Do", &SERVICE, &prelude::UNIT, &prelude::UNIT)
        .with_traits(&[OperationTrait::RequestCompression(&["gzip"])]);
    static PLAIN: OperationSpec =
        OperationSpec::new("Do", &SERVICE, &prelude::UNIT, &prelude::UNIT);
    static SUMMED: OperationSpec =
        OperationSpec::new("Do", &SERVICE, &prelude::UNIT, &prelude::UNIT).with_traits(&[
            OperationTrait::Checksum(
                &Checksum::new(None, &[ChecksumAlgorithm::Crc32], None, &[]).with_required(),
            ),
        ]);

    fn unpacked(
        operation: &OperationSpec,
        headers: &[(&str, &str)],
        body: &[u8],
        limit: u64,
    ) -> Result<http::Request<Bytes>, TransportErrorKind> {
        let mut builder = http::Request::builder();
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let request = builder.body(Bytes::copy_from_slice(body)).unwrap();
        unpack_bytes(operation, request, limit).map_err(|error| error.kind)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut encoder, bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_compressed_body_is_unpacked_up_to_its_limit() {
        let bytes = vec![7; 1 << 20];
        let headers = [("content-encoding", "custom, gzip")];
        let found = unpacked(&GZIP, &headers, &gzip(&bytes), 1 << 20).unwrap();
        assert_eq!(found.body(), &bytes);
        assert_eq!(found.headers()["content-encoding"], "custom");
        assert_eq!(found.headers()["content-length"], "1048576");
        let found = unpacked(&GZIP, &headers, &gzip(&bytes), (1 << 20) - 1);
        assert_eq!(found.unwrap_err(), TransportErrorKind::TooLarge);
        for broken in [&b"no gzip"[..], &gzip(&bytes)[..20]] {
            let found = unpacked(&GZIP, &headers, broken, 1 << 20);
            assert_eq!(found.unwrap_err(), TransportErrorKind::Corrupt);
        }
    }

    #[test]
    fn what_an_operation_does_not_know_stays() {
        let headers = [("content-encoding", "gzip")];
        let found = unpacked(&PLAIN, &headers, b"packed", 10).unwrap();
        assert_eq!(found.body(), "packed");
        assert_eq!(found.headers()["content-encoding"], "gzip");
    }

    const HASH: (&str, &str) = ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    const TRAILER: (&str, &str) = ("x-amz-trailer", "x-amz-checksum-crc32");

    #[test]
    fn chunks_are_joined_and_their_trailer_is_compared() {
        let length = ("x-amz-decoded-content-length", "3");
        let body = |sum: &str| {
            format!(
                "2;chunk-signature=ab\r\nab\r\n1\r\nc\r\n0\r\nx-amz-checksum-crc32:{sum}\r\n\r\n"
            )
        };
        let of =
            |headers: &[(&str, &str)], body: &str| unpacked(&SUMMED, headers, body.as_bytes(), 100);
        // The checksum of `abc`.
        let found = of(&[HASH, TRAILER, length], &body("NSRBwg==")).unwrap();
        assert_eq!(found.body(), "abc");
        let wrong = of(&[HASH, TRAILER, length], &body("NSRBwQ=="));
        assert_eq!(wrong.unwrap_err(), TransportErrorKind::Corrupt);
        let short = ("x-amz-decoded-content-length", "4");
        assert!(of(&[HASH, TRAILER, short], &body("NSRBwg==")).is_err());
        for broken in [
            "",
            "2\r\na",
            "x\r\n",
            "1\r\nab\r\n0\r\n\r\n",
            "0\r\nno\r\n\r\n",
        ] {
            assert!(of(&[HASH, TRAILER], broken).is_err(), "{broken:?}");
        }
        let long = "0".repeat(CHUNK_LINE_AND_MORE);
        assert!(of(&[HASH, TRAILER], &long).is_err());
    }

    const CHUNK_LINE_AND_MORE: usize = crate::limits::CHUNK_LINE + 1;

    #[test]
    fn a_checksum_is_compared_and_missed() {
        let of = |headers: &[(&str, &str)]| unpacked(&SUMMED, headers, b"abc", 100);
        assert!(of(&[("x-amz-checksum-crc32", "NSRBwg==")]).is_ok());
        assert!(of(&[("x-amz-checksum-crc32", "NSRBwQ==")]).is_err());
        assert!(of(&[("content-md5", "kAFQmDzST7DWlj99KOF/cg==")]).is_ok());
        assert!(of(&[("content-md5", "AAAAmDzST7DWlj99KOF/cg==")]).is_err());
        assert!(of(&[]).is_err());
        assert!(unpacked(&PLAIN, &[], b"abc", 100).is_ok());
    }
}
