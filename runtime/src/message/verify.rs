//! Verifies checksums of responses, if the service sends them.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;

use super::digest::Digest;
use crate::body::{Body, BodyStream, TransportError, TransportErrorKind};
use crate::operation::ChecksumMode;
use crate::operation::{Checksum, ChecksumAlgorithm, OperationSpec, OperationTrait};
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
        .and_then(|checksum| given(checksum, headers).or_else(|| announced(checksum, headers)));
    let Some((algorithm, expected)) = given else {
        return body;
    };
    Body::stream(Verified {
        body,
        expected: Some((Digest::of(algorithm), expected)),
    })
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
fn given(checksum: &Checksum, headers: &HeaderMap) -> Option<(ChecksumAlgorithm, Expected)> {
    checksum.response.iter().find_map(|algorithm| {
        let value = headers.get(algorithm.header())?.to_str().ok()?;
        (!is_composite(value)).then(|| (*algorithm, Expected::Given(value.to_owned())))
    })
}

/// The checksum that the headers announce as a trailer.
fn announced(checksum: &Checksum, headers: &HeaderMap) -> Option<(ChecksumAlgorithm, Expected)> {
    let fields = ["trailer", "x-amz-trailer"].map(|name| headers.get_all(name));
    let lines = fields.iter().flat_map(|values| values.iter());
    let texts = lines.filter_map(|line| line.to_str().ok());
    let mut names = texts.flat_map(|line| line.split(',')).map(str::trim);
    names.find_map(|name| {
        let mut known = checksum.response.iter();
        let algorithm = known.find(|known| known.header().eq_ignore_ascii_case(name))?;
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
