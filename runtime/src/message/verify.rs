//! Verifies checksums: of responses, if the service sends them, and of requests.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;

use super::digest::Digest;
use crate::body::{Body, BodyStream, TransportError, TransportErrorKind};
use crate::operation::ChecksumMode;
use crate::operation::{ChecksumAlgorithm, OperationSpec, OperationTrait};
use crate::view::{Ref, Structure};

/// The body, which fails at its end if its checksum does not match.
///
/// Nothing is verified if the response has no checksum that the operation supports, or if that of a multipart
/// object covers only the parts' checksums.
/// the operation knows, or when that of an object in parts covers the parts' checksums.
pub fn verify(operation: &OperationSpec, headers: &HeaderMap, body: Body) -> Body {
    let checksum = operation.traits.iter().find_map(|t| match t {
        OperationTrait::Checksum(checksum) => Some(*checksum),
        _ => None,
    });
    let given = checksum
        .map(|checksum| checksum.response)
        .and_then(|known| given(known, headers).or_else(|| announced(known, headers)));
    let Some((algorithm, expected)) = given else {
        return body;
    };
    Body::stream(Verified {
        body,
        expected: Some((Digest::of(algorithm), expected)),
    })
}

/// What clients send in place of `Content-MD5` where the model names no algorithms.
const USUAL: &[ChecksumAlgorithm] = &[
    ChecksumAlgorithm::Crc32,
    ChecksumAlgorithm::Crc32c,
    ChecksumAlgorithm::Crc64Nvme,
    ChecksumAlgorithm::Sha1,
    ChecksumAlgorithm::Sha256,
];

/// The body of a request, which fails at its end if a checksum of it does not match.
///
/// # Errors
/// The operation needs a checksum, and there is none.
pub(super) fn verify_request(
    operation: &OperationSpec,
    headers: &HeaderMap,
    body: Body,
) -> Result<Body, TransportError> {
    let mut needed = false;
    let mut known: &[ChecksumAlgorithm] = &[];
    for property in operation.traits {
        match property {
            OperationTrait::ChecksumRequired => needed = true,
            OperationTrait::Checksum(checksum) => {
                needed |= checksum.required;
                known = checksum.request;
            }
            _ => {}
        }
    }
    if !needed && known.is_empty() {
        return Ok(body);
    }
    if known.is_empty() {
        known = USUAL;
    }
    let md5 = headers
        .get("content-md5")
        .and_then(|value| value.to_str().ok());
    let md5 = md5.map(|value| (Digest::md5(), Expected::Given(value.to_owned())));
    let flexible = given(known, headers).or_else(|| announced(known, headers));
    let flexible = flexible.map(|(algorithm, expected)| (Digest::of(algorithm), expected));
    if needed && md5.is_none() && flexible.is_none() {
        let reason = "the operation needs a checksum of the body";
        return Err(TransportError::new(TransportErrorKind::Corrupt, "").because(reason));
    }
    let body = [md5, flexible]
        .into_iter()
        .flatten()
        .fold(body, |body, expected| {
            Body::stream(Verified {
                body,
                expected: Some(expected),
            })
        });
    Ok(body)
}

/// Whether the response to this request should be verified.
pub fn is_checksum_wanted(
    operation: &OperationSpec,
    input: &dyn Structure,
    mode: ChecksumMode,
) -> bool {
    operation.traits.iter().any(|t| match t {
        OperationTrait::Checksum(checksum) => checksum.mode_member.is_some_and(|member| {
            let asked = matches!(input.get(member), Ref::Str("ENABLED"));
            asked || mode == ChecksumMode::WhenSupported
        }),
        _ => false,
    })
}

/// Where a body's checksum is.
enum Expected {
    /// In a header before the body.
    Given(String),
    /// In the trailer of this name.
    Announced(&'static str),
}

impl Expected {
    /// Compares the body with its checksum. Trailers may be lost in transit, so a missing one is not an error.
    fn check(&self, digest: Digest, body: &Body) -> Result<(), TransportError> {
        let trailer = |name| body.trailers()?.get(name)?.to_str().ok();
        let value = match self {
            Expected::Given(value) => Some(value.as_str()),
            Expected::Announced(name) => trailer(*name).filter(|value| !is_composite(value)),
        };
        let Some(expected) = value else {
            return Ok(());
        };
        let calculated = digest.base64();
        match calculated == expected {
            true => Ok(()),
            false => Err(
                TransportError::new(TransportErrorKind::Corrupt, "").because(format!(
                    "Expected checksum {expected} did not match calculated checksum: {calculated}"
                )),
            ),
        }
    }
}

/// The checksum in the headers.
fn given(
    known: &[ChecksumAlgorithm],
    headers: &HeaderMap,
) -> Option<(ChecksumAlgorithm, Expected)> {
    known.iter().find_map(|algorithm| {
        let value = headers.get(algorithm.header())?.to_str().ok()?;
        (!is_composite(value)).then(|| (*algorithm, Expected::Given(value.to_owned())))
    })
}

/// The checksum that the headers announce as a trailer.
fn announced(
    known: &[ChecksumAlgorithm],
    headers: &HeaderMap,
) -> Option<(ChecksumAlgorithm, Expected)> {
    let fields = ["trailer", "x-amz-trailer"].map(|name| headers.get_all(name));
    let lines = fields.iter().flat_map(|values| values.iter());
    let texts = lines.filter_map(|line| line.to_str().ok());
    let mut names = texts.flat_map(|line| line.split(',')).map(str::trim);
    names.find_map(|name| {
        let algorithm = known
            .iter()
            .find(|known| known.header().eq_ignore_ascii_case(name))?;
        Some((*algorithm, Expected::Announced(algorithm.header())))
    })
}

/// Whether it is a checksum of checksums, such as `…-3` for three parts.
fn is_composite(value: &str) -> bool {
    value
        .rsplit_once('-')
        .is_some_and(|(_, parts)| !parts.is_empty() && parts.bytes().all(|b| b.is_ascii_digit()))
}

struct Verified {
    body: Body,
    /// `None` after the end.
    expected: Option<(Digest, Expected)>,
}

impl BodyStream for Verified {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let this = &mut *self;
        let piece = std::task::ready!(this.body.poll_piece(context)).transpose()?;
        let Some(piece) = piece else {
            let Some((digest, expected)) = this.expected.take() else {
                return Poll::Ready(None);
            };
            return Poll::Ready(expected.check(digest, &this.body).err().map(Err));
        };
        if let Some((digest, _)) = &mut this.expected {
            digest.update(&piece);
        }
        Poll::Ready(Some(Ok(piece)))
    }

    fn remaining(&self) -> Option<u64> {
        self.body.remaining()
    }

    fn trailers(&self) -> Option<&HeaderMap> {
        self.body.trailers()
    }
}
