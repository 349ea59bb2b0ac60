//! What a request says of its body once the body is written: that it is compressed, and what it sums up to.
//!
//! Source: Smithy 2.0, `requestCompression` and `httpChecksumRequired`.

use bytes::Bytes;
use http::{HeaderMap, HeaderName};

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
            OperationTrait::RequestCompression(encodings) if encodings.contains(&"gzip") => {
                compress(options, request);
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
    use http::HeaderValue;
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

    use http::HeaderValue;
    use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

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

#[cfg(all(test, feature = "compression", feature = "checksums"))]
mod tests {
    use std::io::Read as _;

    use http::HeaderValue;

    use super::*;
    use crate::operation::Service;
    use crate::schema::prelude;

    static SERVICE: Service = Service {
        id: "test#Service",
        version: "",
        sdk_id: "Test",
        signing_name: "",
        protocol: &crate::protocol::REST_JSON_1,
        endpoint_rules: None,
        xml_namespace: None,
        errors: &[],
    };
    static OPERATION: OperationSpec = OperationSpec {
        name: "Do",
        service: &SERVICE,
        input: &prelude::UNIT,
        output: &prelude::UNIT,
        errors: &[],
        http: None,
        auth: &[],
        host_prefix: None,
        traits: &[
            OperationTrait::RequestCompression(&["gzip"]),
            OperationTrait::ChecksumRequired,
        ],
    };

    fn completed(body: &[u8], headers: &[(&'static str, &str)]) -> http::Request<Bytes> {
        let mut request = http::Request::new(Bytes::copy_from_slice(body));
        for (name, value) in headers {
            request
                .headers_mut()
                .insert(*name, HeaderValue::from_str(value).unwrap());
        }
        complete(&OPERATION, &EncodeOptions::default(), &mut request).unwrap();
        request
    }

    #[test]
    fn large_bodies_are_compressed_and_summed_up_as_sent() {
        let body = vec![b'a'; 10_240];
        let request = completed(&body, &[("content-encoding", "custom")]);
        assert_eq!(request.headers()["content-encoding"], "custom, gzip");
        let length = request.body().len().to_string();
        assert_eq!(request.headers()["content-length"], length.as_str());
        let mut read = Vec::new();
        flate2::read::GzDecoder::new(&request.body()[..])
            .read_to_end(&mut read)
            .unwrap();
        assert_eq!(read, body);
        let again = completed(request.body(), &[]);
        assert_eq!(
            request.headers()["content-md5"],
            again.headers()["content-md5"]
        );
    }

    #[test]
    fn small_bodies_are_left_alone() {
        let request = completed(b"{\"foo\":\"base64 encoded md5 checksum\"}", &[]);
        assert!(!request.headers().contains_key("content-encoding"));
        assert_eq!(request.headers()["content-md5"], "iB0/3YSo7maijL0IGOgA9g==");
    }

    #[test]
    fn a_checksum_of_the_callers_stays() {
        let headers = [("x-amz-checksum-crc32", "AAAAAA==")];
        assert!(
            !completed(b"x", &headers)
                .headers()
                .contains_key("content-md5")
        );
    }
}
