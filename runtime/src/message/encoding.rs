//! The content encoding of a response: decoded if the client requested it, otherwise rejected.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderValue};

use crate::body::TransportError;
#[cfg(feature = "compression")]
use crate::body::TransportErrorKind;
use crate::error::DecodeError;
use crate::operation::OperationSpec;
use crate::schema::{Kind, Trait};

/// The encodings of a body, the last one applied at the end. Omits `aws-chunked`, which describes how a request was
/// sent, and which some services echo.
fn encodings(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(CONTENT_ENCODING).iter();
    let all = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    all.map(|name| String::from_utf8_lossy(name).trim().to_ascii_lowercase())
        .filter(|name| !matches!(&**name, "" | "identity" | "aws-chunked"))
        .collect()
}

fn is_gzip(name: &str) -> bool {
    matches!(name, "gzip" | "x-gzip")
}

/// Whether the body of a success is the caller's own data, whose encoding is part of what was stored.
fn is_blob(operation: &OperationSpec) -> bool {
    let mut members = operation.output.members.iter();
    members.any(|member| {
        let is_payload = |t: &Trait| matches!(t, Trait::HttpPayload | Trait::Streaming);
        member.traits.iter().any(is_payload)
            && matches!(member.target.kind, Kind::Blob | Kind::String | Kind::Enum)
    })
}

/// Rejects a success whose body is still encoded: this was not requested, and does not match the model.
///
/// # Errors
/// The response has a content encoding.
pub fn refuse(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
) -> Result<(), DecodeError> {
    let found = encodings(response.headers());
    if found.is_empty() || response.body().is_empty() || is_blob(operation) {
        return Ok(());
    }
    Err(DecodeError::new(format!(
        "the body has the content encoding `{}`, which was not asked for or is not known: `Accept-Encoding` \
         must name it, and gzip (feature `compression`) is the only one that is read",
        found.join(", ").escape_debug()
    )))
}

/// Decompresses a gzip body if the request asked for it, up to a maximum size.
///
/// # Errors
/// The body is not valid gzip, or exceeds the maximum.
pub fn take_off(
    request: &HeaderMap,
    response: http::Response<Bytes>,
    limit: u64,
) -> Result<http::Response<Bytes>, TransportError> {
    let found = encodings(response.headers());
    let unpackable = matches!(&*found, [only] if is_gzip(only));
    if !unpackable || response.body().is_empty() || !asks_for_gzip(request) {
        return Ok(response);
    }
    unpack(response, limit)
}

fn asks_for_gzip(request: &HeaderMap) -> bool {
    let values = request.get_all(ACCEPT_ENCODING).iter();
    let mut names = values
        .filter_map(|value: &HeaderValue| value.to_str().ok())
        .flat_map(|value| value.split(','));
    names.any(|name| {
        let (name, weight) = name.split_once(';').unwrap_or((name, "q=1"));
        let refused = weight
            .trim()
            .strip_prefix("q=")
            .and_then(|weight| weight.parse().ok())
            .is_some_and(|weight: f32| weight <= 0.0);
        (is_gzip(&name.trim().to_ascii_lowercase()) || name.trim() == "*") && !refused
    })
}

#[cfg(feature = "compression")]
fn unpack(
    mut response: http::Response<Bytes>,
    limit: u64,
) -> Result<http::Response<Bytes>, TransportError> {
    use std::io::Read as _;

    let mut unpacked = Vec::new();
    let reader = flate2::read::MultiGzDecoder::new(&response.body()[..]);
    // One byte beyond the limit shows that there is more.
    let read = reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut unpacked);
    read.map_err(|error| {
        let reason = format!("its body is not gzip, although it says so: {error}");
        TransportError::new(TransportErrorKind::Closed, "").because(reason)
    })?;
    if u64::try_from(unpacked.len()).unwrap_or(u64::MAX) > limit {
        let reason = format!("unpacked, it has more than the {limit} bytes allowed");
        return Err(TransportError::new(TransportErrorKind::TooLarge, "").because(reason));
    }
    *response.body_mut() = unpacked.into();
    let headers = response.headers_mut();
    headers.remove(CONTENT_ENCODING);
    headers.remove(http::header::CONTENT_LENGTH);
    Ok(response)
}

#[cfg(not(feature = "compression"))]
fn unpack(
    response: http::Response<Bytes>,
    _: u64,
) -> Result<http::Response<Bytes>, TransportError> {
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Service;
    use crate::schema::{Member, Schema, prelude};

    static SERVICE: Service =
        Service::new("test#Service", "", "Test", &crate::protocol::REST_JSON_1);
    static BLOB: Schema = Schema::new(
        "test#Blob",
        Kind::Structure,
        &[Member::annotated(
            "body",
            &prelude::BLOB,
            &[Trait::HttpPayload],
        )],
    );

    fn found(output: &'static Schema, encoding: &'static str) -> Result<(), DecodeError> {
        let operation = OperationSpec::new("Do", &SERVICE, &prelude::UNIT, output);
        let response = http::Response::builder().header(CONTENT_ENCODING, encoding);
        let body = Bytes::from_static(b"\x1f\x8b");
        refuse(
            &operation,
            &response
                .body(body)
                .map_err(|_| DecodeError::new("no response"))?,
        )
    }

    #[test]
    fn what_is_still_packed_is_refused_by_name_unless_it_is_the_callers() {
        for encoding in ["gzip", "br", "identity, zstd"] {
            let error = found(&prelude::UNIT, encoding).unwrap_err();
            assert!(error.reason.contains("content encoding"), "{error}");
            assert!(error.reason.contains("Accept-Encoding"), "{error}");
            assert_eq!(found(&BLOB, encoding), Ok(()));
        }
        for plain in ["identity", "aws-chunked", ""] {
            assert_eq!(found(&prelude::UNIT, plain), Ok(()));
        }
    }
}
