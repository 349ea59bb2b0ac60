//! Checksums of requests: `@httpChecksumRequired`, `aws.protocols#httpChecksum`, tree hashes.
//!
//! A checksum from the caller takes precedence. For a body in memory the checksum is in a header, for a stream in a
//! trailer.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::digest::{self, Digest};
use super::tree_hash::TreeHash;
use super::{Encoded, append_encoding, chunked, invalid, set_length};
use crate::error::InputError;
use crate::operation::{Checksum, ChecksumAlgorithm, OperationSpec, OperationTrait};
use crate::operation::{ChecksumMode, EncodeOptions};
use crate::schema::Trait;
use crate::view::{Ref, Structure};

const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");
const TREE_HASH: HeaderName = HeaderName::from_static("x-amz-sha256-tree-hash");
const TRAILER: HeaderName = HeaderName::from_static("x-amz-trailer");
const DECODED_LENGTH: HeaderName = HeaderName::from_static("x-amz-decoded-content-length");

impl ChecksumAlgorithm {
    /// Its name in models.
    pub fn name(self) -> &'static str {
        match self {
            ChecksumAlgorithm::Crc32 => "CRC32",
            ChecksumAlgorithm::Crc32c => "CRC32C",
            ChecksumAlgorithm::Crc64Nvme => "CRC64NVME",
            ChecksumAlgorithm::Sha1 => "SHA1",
            ChecksumAlgorithm::Sha256 => "SHA256",
            ChecksumAlgorithm::Sha512 => "SHA512",
            ChecksumAlgorithm::Md5 => "MD5",
            ChecksumAlgorithm::Xxhash64 => "XXHASH64",
            ChecksumAlgorithm::Xxhash3 => "XXHASH3",
            ChecksumAlgorithm::Xxhash128 => "XXHASH128",
        }
    }

    /// The header or trailer for its checksums.
    pub fn header(self) -> &'static str {
        match self {
            ChecksumAlgorithm::Crc32 => "x-amz-checksum-crc32",
            ChecksumAlgorithm::Crc32c => "x-amz-checksum-crc32c",
            ChecksumAlgorithm::Crc64Nvme => "x-amz-checksum-crc64nvme",
            ChecksumAlgorithm::Sha1 => "x-amz-checksum-sha1",
            ChecksumAlgorithm::Sha256 => "x-amz-checksum-sha256",
            ChecksumAlgorithm::Sha512 => "x-amz-checksum-sha512",
            ChecksumAlgorithm::Md5 => "x-amz-checksum-md5",
            ChecksumAlgorithm::Xxhash64 => "x-amz-checksum-xxhash64",
            ChecksumAlgorithm::Xxhash3 => "x-amz-checksum-xxhash3",
            ChecksumAlgorithm::Xxhash128 => "x-amz-checksum-xxhash128",
        }
    }

    pub(super) fn base64_length(self) -> usize {
        match self {
            ChecksumAlgorithm::Crc32 | ChecksumAlgorithm::Crc32c => 8,
            ChecksumAlgorithm::Crc64Nvme
            | ChecksumAlgorithm::Xxhash64
            | ChecksumAlgorithm::Xxhash3 => 12,
            ChecksumAlgorithm::Md5 | ChecksumAlgorithm::Xxhash128 => 24,
            ChecksumAlgorithm::Sha1 => 28,
            ChecksumAlgorithm::Sha256 => 44,
            ChecksumAlgorithm::Sha512 => 88,
        }
    }
}

/// A header computed from the whole body.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ahead {
    Md5,
    Sha256,
    Tree,
    /// The header of an algorithm.
    Flexible(ChecksumAlgorithm),
}

impl Ahead {
    pub(super) fn start(self) -> Digest {
        match self {
            Ahead::Md5 => Digest::md5(),
            Ahead::Sha256 => Digest::of(ChecksumAlgorithm::Sha256),
            Ahead::Flexible(algorithm) => Digest::of(algorithm),
            Ahead::Tree => Digest::Tree(TreeHash::default()),
        }
    }

    pub(super) fn set(self, headers: &mut HeaderMap, digest: Digest) {
        let (name, text) = match self {
            Ahead::Md5 => (CONTENT_MD5, digest.base64()),
            Ahead::Sha256 => (CONTENT_SHA256, digest.hex()),
            Ahead::Tree => (TREE_HASH, digest.hex()),
            Ahead::Flexible(algorithm) => {
                (HeaderName::from_static(algorithm.header()), digest.base64())
            }
        };
        put(headers, name, &text);
    }
}

pub(super) fn apply(
    operation: &OperationSpec,
    input: &dyn Structure,
    encoded: &mut Encoded,
    options: &EncodeOptions<'_>,
) -> Result<(), InputError> {
    for property in operation.traits {
        match property {
            OperationTrait::Checksum(checksum) => {
                flexible(checksum, input, encoded, options)?;
            }
            OperationTrait::ChecksumRequired if !has_checksum(encoded.request.headers()) => {
                ahead(encoded, &[Ahead::Md5])?;
            }
            OperationTrait::TreeHash if !encoded.request.headers().contains_key(TREE_HASH) => {
                ahead(encoded, &[Ahead::Sha256, Ahead::Tree])?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Headers computed from the whole body: immediately if it is in memory, otherwise before it is sent.
fn ahead(encoded: &mut Encoded, headers: &[Ahead]) -> Result<(), InputError> {
    match &mut encoded.payload {
        Some(payload) if payload.is_replayable() => payload.ahead.extend_from_slice(headers),
        Some(_) => {
            let reason = "its checksum goes in front of it: it must be readable twice";
            return Err(invalid("", reason));
        }
        None => {
            for header in headers {
                let mut digest = header.start();
                digest.update(encoded.request.body());
                header.set(encoded.request.headers_mut(), digest);
            }
        }
    }
    Ok(())
}

/// Whether the caller or another trait has already set a checksum.
fn has_checksum(headers: &HeaderMap) -> bool {
    headers.keys().any(|name| {
        *name == CONTENT_MD5
            || *name == TRAILER
            || (name.as_str().starts_with("x-amz-checksum-")
                && !matches!(
                    name.as_str(),
                    "x-amz-checksum-mode" | "x-amz-checksum-algorithm" | "x-amz-checksum-type"
                ))
    })
}

fn flexible(
    checksum: &Checksum,
    input: &dyn Structure,
    encoded: &mut Encoded,
    options: &EncodeOptions<'_>,
) -> Result<(), InputError> {
    ask_for_response_checksum(checksum, input, encoded.request.headers_mut(), options);
    if let Some(payload) = encoded.payload.as_mut().filter(|it| it.is_replayable())
        && options.hashes_ahead
    {
        payload.ahead.push(Ahead::Sha256);
    }
    if has_checksum(encoded.request.headers()) {
        return Ok(());
    }
    let Some(algorithm) = chosen(checksum, input, options)? else {
        return Ok(());
    };
    name_algorithm(checksum, input, algorithm, encoded.request.headers_mut());
    let headers = encoded.request.headers_mut();
    let name = HeaderName::from_static(algorithm.header());
    let Some(payload) = &mut encoded.payload else {
        let value = digest::base64_of(algorithm, encoded.request.body());
        put(encoded.request.headers_mut(), name, &value);
        return Ok(());
    };
    if options.checksums_ahead && payload.is_replayable() {
        payload.ahead.push(Ahead::Flexible(algorithm));
        return Ok(());
    }
    payload.trailer = Some(algorithm);
    let length = headers
        .get(http::header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    append_encoding(headers, "aws-chunked");
    put(headers, TRAILER, algorithm.header());
    put(
        headers,
        CONTENT_SHA256,
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    );
    if let Some(length) = length {
        headers.insert(DECODED_LENGTH, HeaderValue::from(length));
    }
    set_length(
        headers,
        length.map(|length| chunked::chunked_length(length, chunked::trailer_length(algorithm))),
    );
    Ok(())
}

/// The algorithm that the caller selected, or else the default if a checksum is needed: the operation requires one,
/// or it supports one and the configuration asks for it.
fn chosen(
    checksum: &Checksum,
    input: &dyn Structure,
    options: &EncodeOptions<'_>,
) -> Result<Option<ChecksumAlgorithm>, InputError> {
    let named = checksum.algorithm_member.map(|member| input.get(member));
    let Some(Ref::Str(name)) = named else {
        let offered = checksum.algorithm_member.is_some()
            && options.request_checksums == ChecksumMode::WhenSupported;
        let due = checksum.required || offered;
        let default = options.default_checksum;
        let supported = checksum.request;
        let has_default = supported.is_empty() || supported.contains(&default);
        let other = supported.first().copied();
        let algorithm = if has_default { Some(default) } else { other };
        return Ok(algorithm.filter(|_| due));
    };
    let supported = checksum.request.iter().copied();
    match supported.into_iter().find(|known| known.name() == name) {
        Some(algorithm) => Ok(Some(algorithm)),
        None => {
            let members = input.schema().members;
            let member = checksum.algorithm_member.and_then(|m| members.get(m));
            let path = member.map_or("", |member| member.name);
            Err(invalid(path, "not a checksum algorithm of this operation"))
        }
    }
}

/// Sets the header for the selected algorithm, if the protocol has one.
fn name_algorithm(
    checksum: &Checksum,
    input: &dyn Structure,
    algorithm: ChecksumAlgorithm,
    headers: &mut HeaderMap,
) {
    if let Some(name) = header_of(input, checksum.algorithm_member) {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(algorithm.name()));
    }
}

fn ask_for_response_checksum(
    checksum: &Checksum,
    input: &dyn Structure,
    headers: &mut HeaderMap,
    options: &EncodeOptions<'_>,
) {
    if options.response_checksums == ChecksumMode::WhenSupported
        && let Some(name) = header_of(input, checksum.mode_member)
    {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static("ENABLED"));
    }
}

/// The header that an input member is bound to.
fn header_of(input: &dyn Structure, member: Option<usize>) -> Option<HeaderName> {
    let member = input.schema().members.get(member?)?;
    member.traits.iter().find_map(|t| match t {
        Trait::HttpHeader(name) => HeaderName::try_from(*name).ok(),
        _ => None,
    })
}

fn put(headers: &mut HeaderMap, name: HeaderName, text: &str) {
    // Digits, letters and signs of base64.
    if let Ok(value) = HeaderValue::from_str(text) {
        headers.insert(name, value);
    }
}
