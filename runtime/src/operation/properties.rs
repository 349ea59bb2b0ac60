//! What few operations have, where it takes more than a word to say it.

use super::OperationSpec;

/// `aws.protocols#httpChecksum`. Members are indices into the input.
#[derive(Debug, PartialEq, Eq)]
pub struct Checksum {
    /// Whether a request must carry a checksum.
    pub(crate) required: bool,
    /// The member that names the algorithm of the request.
    pub(crate) algorithm_member: Option<usize>,
    /// What that member may name.
    pub(crate) request: &'static [ChecksumAlgorithm],
    /// The member that asks for a checksum of the response.
    pub(crate) mode_member: Option<usize>,
    /// What the response may use.
    pub(crate) response: &'static [ChecksumAlgorithm],
}

/// An algorithm of [`Checksum`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChecksumAlgorithm {
    /// CRC-32 of IEEE 802.3.
    Crc32,
    /// CRC-32 of Castagnoli.
    Crc32c,
    /// CRC-64 of NVMe.
    Crc64Nvme,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
    /// MD5.
    Md5,
    /// XXH64.
    Xxhash64,
    /// XXH3 with 64 bits.
    Xxhash3,
    /// XXH3 with 128 bits.
    Xxhash128,
}

/// A text that stands in for an input member which is unset or empty.
#[derive(Debug, PartialEq, Eq)]
pub struct DefaultText {
    /// Index of the input member.
    pub(crate) member: usize,
    /// The text.
    pub(crate) text: &'static str,
}

/// How an operation depends on another that tells where to call it. Source: Smithy 2.0, "client endpoint discovery".
pub struct Discovery {
    pub(crate) operation: &'static OperationSpec,
    pub(crate) required: bool,
}

impl Discovery {
    /// The operation to ask, and whether this one cannot be called without.
    pub const fn new(operation: &'static OperationSpec, required: bool) -> Self {
        Discovery {
            operation,
            required,
        }
    }

    /// The operation to ask.
    pub fn operation(&self) -> &'static OperationSpec {
        self.operation
    }

    /// Whether the operation cannot be called without.
    pub fn is_required(&self) -> bool {
        self.required
    }
}

impl std::fmt::Debug for Discovery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Discovery")
            .field("operation", &self.operation.name())
            .field("required", &self.required)
            .finish()
    }
}

impl PartialEq for Discovery {
    /// Whether both ask the same operation.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.operation, other.operation) && self.required == other.required
    }
}

impl Eq for Discovery {}

/// Where the buckets of an object store are, when its model has no endpoint rules.
#[derive(Debug, PartialEq, Eq)]
pub struct BucketAddressing {
    pub(crate) bucket: Option<usize>,
    pub(crate) host: &'static str,
    pub(crate) accelerated_host: &'static str,
}

impl Checksum {
    /// The members that name algorithms, and what they may name.
    pub const fn new(
        algorithm_member: Option<usize>,
        request: &'static [ChecksumAlgorithm],
        mode_member: Option<usize>,
        response: &'static [ChecksumAlgorithm],
    ) -> Self {
        Checksum {
            required: false,
            algorithm_member,
            request,
            mode_member,
            response,
        }
    }

    /// A request must carry a checksum.
    pub const fn with_required(mut self) -> Self {
        self.required = true;
        self
    }
}

impl DefaultText {
    /// A text for an input member.
    pub const fn new(member: usize, text: &'static str) -> Self {
        DefaultText { member, text }
    }
}

impl BucketAddressing {
    /// The member with the bucket's name, and the first labels of hosts.
    pub const fn new(
        bucket: Option<usize>,
        host: &'static str,
        accelerated_host: &'static str,
    ) -> Self {
        BucketAddressing {
            bucket,
            host,
            accelerated_host,
        }
    }

    /// Index of the input member with the bucket's name; none where the operation has no bucket.
    pub const fn bucket(&self) -> Option<usize> {
        self.bucket
    }

    /// First label of the service's hosts: `s3` of `s3.eu-west-1.amazonaws.com`.
    pub const fn host(&self) -> &'static str {
        self.host
    }

    /// First label of the host that is near everywhere.
    pub const fn accelerated_host(&self) -> &'static str {
        self.accelerated_host
    }
}
