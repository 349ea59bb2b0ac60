//! Signs a body piece by piece; each signature covers the previous one.
//!
//! Source: "Signature calculations: transferring payload in multiple chunks", Amazon S3 API
//! reference.

use std::fmt;

use super::key::{Scope, SigningKey, hex, sha256_hex};

/// The state of a sequence of signatures.
#[derive(Clone)]
pub(super) struct Chain {
    pub(super) key: SigningKey,
    pub(super) scope: Scope,
    time: String,
    /// The previous signature, in hexadecimal.
    last: String,
}

impl Chain {
    pub(super) fn new(key: SigningKey, scope: Scope, time: String, signature: String) -> Self {
        Chain {
            key,
            scope,
            time,
            last: signature,
        }
    }

    pub(super) fn next(&mut self, algorithm: &str, time: &str, hashes: &[String]) -> [u8; 32] {
        let (scope, last) = (&self.scope, &self.last);
        let text = format!(
            "{algorithm}\n{time}\n{scope}\n{last}\n{}",
            hashes.join("\n")
        );
        let signature = self.key.sign_bytes(text.as_bytes());
        self.last = hex(&signature);
        signature
    }
}

/// Signs the chunks of an `aws-chunked` body. Each attempt has its own.
#[derive(Clone)]
pub(super) struct ChunkSigner(Chain);

impl ChunkSigner {
    pub(super) fn new(chain: Chain) -> Self {
        ChunkSigner(chain)
    }
}

impl smithgen_runtime::body::ChunkSigner for ChunkSigner {
    fn chunk(&mut self, bytes: &[u8]) -> String {
        let time = self.0.time.clone();
        let hashes = [sha256_hex(b""), sha256_hex(bytes)];
        self.0.next("AWS4-HMAC-SHA256-PAYLOAD", &time, &hashes);
        self.0.last.clone()
    }

    fn trailer(&mut self, lines: &str) -> String {
        let time = self.0.time.clone();
        let hashes = [sha256_hex(lines.as_bytes())];
        self.0.next("AWS4-HMAC-SHA256-TRAILER", &time, &hashes);
        self.0.last.clone()
    }
}

impl fmt::Debug for ChunkSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChunkSigner").finish_non_exhaustive()
    }
}
