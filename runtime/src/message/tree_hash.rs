//! The tree hash of a body: SHA-256 of each mebibyte, then of each pair of hashes, up to the root.
//!
//! Source: "Computing checksums", Amazon Glacier developer guide.

use sha2::{Digest as _, Sha256};

/// Bytes per leaf.
const LEAF: usize = 1 << 20;

type Hash = [u8; 32];

/// An incremental tree hash.
#[derive(Default)]
pub(super) struct TreeHash {
    leaf: Sha256,
    /// Bytes in the current leaf.
    filled: usize,
    leaves: Vec<Hash>,
}

impl TreeHash {
    pub(super) fn update(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (part, rest) = bytes.split_at(bytes.len().min(LEAF - self.filled));
            self.leaf.update(part);
            self.filled += part.len();
            bytes = rest;
            if self.filled == LEAF {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        let leaf = std::mem::take(&mut self.leaf);
        self.leaves.push(leaf.finalize().into());
        self.filled = 0;
    }

    pub(super) fn finish(mut self) -> Hash {
        if self.filled > 0 || self.leaves.is_empty() {
            self.close();
        }
        let mut level = self.leaves;
        while level.len() > 1 {
            let pairs = level.chunks(2).map(|pair| match pair {
                [left, right] => {
                    let both = Sha256::new().chain_update(left).chain_update(right);
                    both.finalize().into()
                }
                // A hash without a partner moves up unchanged.
                rest => rest.first().copied().unwrap_or_default(),
            });
            level = pairs.collect();
        }
        level.first().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sha(parts: &[&[u8]]) -> Hash {
        let mut hash = Sha256::new();
        parts.iter().for_each(|part| hash.update(part));
        hash.finalize().into()
    }

    fn tree(pieces: &[&[u8]]) -> Hash {
        let mut tree = TreeHash::default();
        pieces.iter().for_each(|piece| tree.update(piece));
        tree.finish()
    }

    #[test]
    fn up_to_a_mebibyte_it_is_the_plain_hash() {
        assert_eq!(tree(&[]), sha(&[]));
        assert_eq!(tree(&[b"hello ", b"world"]), sha(&[b"hello world"]));
        let leaf = vec![1; LEAF];
        assert_eq!(tree(&[&leaf]), sha(&[&leaf]));
    }

    #[test]
    fn pairs_are_hashed_and_the_odd_one_goes_up() {
        let body: Vec<u8> = (0..LEAF * 2 + 5).map(|i| (i % 251) as u8).collect();
        let (a, rest) = body.split_at(LEAF);
        let (b, c) = rest.split_at(LEAF);
        let pair = sha(&[&sha(&[a]), &sha(&[b])]);
        let expected = sha(&[&pair, &sha(&[c])]);
        assert_eq!(tree(&[&body]), expected);
        // The result does not depend on how the body is split.
        let pieces: Vec<&[u8]> = body.chunks(70_001).collect();
        assert_eq!(tree(&pieces), expected);
    }
}
