//! What a request says of its body once the body is written: that it is compressed, and what it sums up to.
//!
//! Source: Smithy 2.0, `requestCompression` and `httpChecksumRequired`.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::codec::failure::{Failure, Result};
use crate::operation::{OperationSpec, OperationTrait};
use crate::protocol::EncodeOptions;

const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");

/// Compresses the body and sums it up, as far as the operation asks for it.
///
/// # Errors
/// When the operation needs a checksum and the runtime is built without them.
pub(crate) fn complete(
    operation: &OperationSpec,
    options: &EncodeOptions<'_>,
    request: &mut http::Request<Bytes>,
) -> Result<()> {
    for property in operation.traits {
        match property {
            OperationTrait::RequestCompression(encodings) => {
                if encodings.contains(&"gzip") {
                    compress(options, request);
                }
            }
            OperationTrait::ChecksumRequired => checksum(request)?,
            _ => {}
        }
    }
    Ok(())
}

/// Whether some other checksum is sent already.
fn has_checksum(headers: &HeaderMap) -> bool {
    let is = |name: &HeaderName| {
        *name == CONTENT_MD5
            || name
                .as_str()
                .strip_prefix("x-amz-checksum-")
                .is_some_and(|rest| rest != "algorithm")
    };
    headers.keys().any(is)
}

#[cfg(feature = "checksums")]
fn checksum(request: &mut http::Request<Bytes>) -> Result<()> {
    use base64::Engine as _;
    use md5::Digest as _;

    if has_checksum(request.headers()) {
        return Ok(());
    }
    let digest = md5::Md5::digest(request.body());
    let text = base64::engine::general_purpose::STANDARD.encode(digest);
    let value = HeaderValue::from_str(&text).map_err(|e| Failure::new(e.to_string()))?;
    request.headers_mut().insert(CONTENT_MD5, value);
    Ok(())
}

#[cfg(not(feature = "checksums"))]
fn checksum(request: &mut http::Request<Bytes>) -> Result<()> {
    match has_checksum(request.headers()) {
        true => Ok(()),
        false => Err(Failure::new(
            "the operation needs a checksum: build smithgen-runtime with the feature `checksums`",
        )),
    }
}

/// Without the feature requests are sent as they are, which every service takes.
#[cfg(not(feature = "compression"))]
fn compress(_: &EncodeOptions<'_>, _: &mut http::Request<Bytes>) {}

#[cfg(feature = "compression")]
fn compress(options: &EncodeOptions<'_>, request: &mut http::Request<Bytes>) {
    use std::io::Write as _;

    let Some(smallest) = options.compress_from else {
        return;
    };
    if request.body().len() < smallest {
        return;
    }
    let level = flate2::Compression::default();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    // Writing to memory cannot fail.
    let (Ok(()), Ok(compressed)) = (encoder.write_all(request.body()), encoder.finish()) else {
        return;
    };
    let headers = request.headers_mut();
    let before = headers
        .get(CONTENT_ENCODING)
        .and_then(|value| value.to_str().ok());
    let encoding = match before {
        Some(before) if !before.is_empty() => format!("{before}, gzip"),
        _ => "gzip".to_owned(),
    };
    if let Ok(value) = HeaderValue::from_str(&encoding) {
        headers.insert(CONTENT_ENCODING, value);
        headers.insert(CONTENT_LENGTH, HeaderValue::from(compressed.len()));
        *request.body_mut() = compressed.into();
    }
}
