//! Incremental checksums.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc_fast::CrcAlgorithm;
use sha2::Digest as _;
use xxhash_rust::xxh3::Xxh3;
use xxhash_rust::xxh64::Xxh64;

use crate::operation::ChecksumAlgorithm;

/// A checksum being computed.
pub(super) enum Digest {
    Crc32(crc_fast::Digest),
    Crc64(crc_fast::Digest),
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha256(sha2::Sha256),
    Sha512(sha2::Sha512),
    Xxh64(Xxh64),
    // Its buffer is some hundred bytes.
    Xxh3(Box<Xxh3>),
    Xxh128(Box<Xxh3>),
    Tree(super::tree_hash::TreeHash),
}

impl Digest {
    pub(super) fn of(algorithm: ChecksumAlgorithm) -> Self {
        let crc = crc_fast::Digest::new;
        match algorithm {
            ChecksumAlgorithm::Crc32 => Digest::Crc32(crc(CrcAlgorithm::Crc32IsoHdlc)),
            ChecksumAlgorithm::Crc32c => Digest::Crc32(crc(CrcAlgorithm::Crc32Iscsi)),
            ChecksumAlgorithm::Crc64Nvme => Digest::Crc64(crc(CrcAlgorithm::Crc64Nvme)),
            ChecksumAlgorithm::Sha1 => Digest::Sha1(sha1::Sha1::new()),
            ChecksumAlgorithm::Sha256 => Digest::Sha256(sha2::Sha256::new()),
            ChecksumAlgorithm::Sha512 => Digest::Sha512(sha2::Sha512::new()),
            ChecksumAlgorithm::Md5 => Digest::md5(),
            ChecksumAlgorithm::Xxhash64 => Digest::Xxh64(Xxh64::new(0)),
            ChecksumAlgorithm::Xxhash3 => Digest::Xxh3(Box::default()),
            ChecksumAlgorithm::Xxhash128 => Digest::Xxh128(Box::default()),
        }
    }

    pub(super) fn md5() -> Self {
        Digest::Md5(md5::Md5::new())
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        match self {
            Digest::Crc32(digest) | Digest::Crc64(digest) => digest.update(bytes),
            Digest::Md5(digest) => digest.update(bytes),
            Digest::Sha1(digest) => digest.update(bytes),
            Digest::Sha256(digest) => digest.update(bytes),
            Digest::Sha512(digest) => digest.update(bytes),
            Digest::Xxh64(digest) => digest.update(bytes),
            Digest::Xxh3(digest) | Digest::Xxh128(digest) => digest.update(bytes),
            Digest::Tree(digest) => digest.update(bytes),
        }
    }

    /// The checksum, big-endian.
    pub(super) fn finish(self) -> Vec<u8> {
        match self {
            Digest::Crc32(digest) => {
                // The upper half of a 32-bit CRC is zero.
                let [_, _, _, _, low @ ..] = digest.finalize().to_be_bytes();
                low.to_vec()
            }
            Digest::Crc64(digest) => digest.finalize().to_be_bytes().to_vec(),
            Digest::Md5(digest) => digest.finalize().to_vec(),
            Digest::Sha1(digest) => digest.finalize().to_vec(),
            Digest::Sha256(digest) => digest.finalize().to_vec(),
            Digest::Sha512(digest) => digest.finalize().to_vec(),
            Digest::Xxh64(digest) => digest.digest().to_be_bytes().to_vec(),
            Digest::Xxh3(digest) => digest.digest().to_be_bytes().to_vec(),
            Digest::Xxh128(digest) => digest.digest128().to_be_bytes().to_vec(),
            Digest::Tree(digest) => digest.finish().to_vec(),
        }
    }

    pub(super) fn base64(self) -> String {
        STANDARD.encode(self.finish())
    }

    pub(super) fn hex(self) -> String {
        self.finish().iter().map(|b| format!("{b:02x}")).collect()
    }
}

/// The checksum of bytes in memory, in base64.
pub(super) fn base64_of(algorithm: ChecksumAlgorithm, bytes: &[u8]) -> String {
    let mut digest = Digest::of(algorithm);
    digest.update(bytes);
    digest.base64()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sources: for CRCs, the check values in the CRC catalogue; for hashes, FIPS 180-4 and RFC 1321.
    #[test]
    fn known_values() {
        let hex = |mut digest: Digest, text: &str| {
            digest.update(text.as_bytes());
            digest.hex()
        };
        use ChecksumAlgorithm as A;
        assert_eq!(hex(Digest::of(A::Crc32), "123456789"), "cbf43926");
        assert_eq!(hex(Digest::of(A::Crc32c), "123456789"), "e3069283");
        assert_eq!(
            hex(Digest::of(A::Crc64Nvme), "123456789"),
            "ae8b14860a799888"
        );
        assert_eq!(
            hex(Digest::of(A::Sha1), "abc"),
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        );
        assert_eq!(
            hex(Digest::of(A::Sha256), "abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            hex(Digest::of(A::Sha512), "abc"),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
             2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        );
        // The xxHash project's own values.
        assert_eq!(hex(Digest::of(A::Xxhash64), "abc"), "44bc2cf5ad770999");
        assert_eq!(hex(Digest::of(A::Xxhash3), "abc"), "78af5f94892f3950");
        assert_eq!(
            hex(Digest::of(A::Xxhash128), "abc"),
            "06b05ab6733a618578af5f94892f3950"
        );
        assert_eq!(
            hex(Digest::md5(), "abc"),
            "900150983cd24fb0d6963f7d28e17f72"
        );
    }
}
