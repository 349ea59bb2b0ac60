//! How a message is written and read, where the model leaves a choice.

use super::ChecksumAlgorithm;
use crate::codec::JsonStyle;

/// How a request is written. `Default` is what clients use.
#[derive(Clone, Copy)]
pub struct EncodeOptions<'a> {
    /// Spacing and escaping of JSON bodies.
    pub json: JsonStyle,
    /// Source of idempotency tokens: a fresh UUID, version 4, at each call.
    pub token: &'a (dyn Fn() -> String + Sync),
    /// The smallest body to compress, in bytes, where the operation lets it be compressed; `None`
    /// compresses nothing. A body that streams is compressed whatever its size.
    pub compress_from: Option<usize>,
    /// When requests carry checksums.
    pub request_checksums: ChecksumMode,
    /// When checksums of responses are asked for and compared.
    pub response_checksums: ChecksumMode,
    /// The algorithm of checksums that no one chose, if the operation has it.
    pub default_checksum: ChecksumAlgorithm,
    /// Whether the checksum of a stream that can be read twice goes in front of it rather than behind.
    pub checksums_ahead: bool,
    /// Whether the hash that signatures cover goes in front of such a stream too, where an operation has checksums.
    pub hashes_ahead: bool,
}

/// From how many bytes on requests are compressed, unless something else is set. Source: Smithy 2.0,
/// `requestCompression`.
pub const COMPRESS_FROM: usize = 10_240;

/// When a checksum that an operation offers is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChecksumMode {
    /// Whenever the operation offers it.
    #[default]
    WhenSupported,
    /// When the operation demands it or the input asks for it.
    WhenRequired,
}

impl Default for EncodeOptions<'_> {
    fn default() -> Self {
        EncodeOptions {
            json: JsonStyle::Compact,
            token: &crate::random::uuid_v4,
            compress_from: Some(COMPRESS_FROM),
            request_checksums: ChecksumMode::default(),
            response_checksums: ChecksumMode::default(),
            default_checksum: ChecksumAlgorithm::Crc32,
            checksums_ahead: false,
            hashes_ahead: false,
        }
    }
}
