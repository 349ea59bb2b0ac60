//! Signs a body piece by piece: each signature covers the one before.
//!
//! Sources: "Signature calculations: transferring payload in multiple chunks", Amazon S3 API
//! reference; "Event stream encoding: signing", Amazon Transcribe developer guide.

use std::fmt;

use super::key::{Scope, SigningKey, hex, sha256_hex, timestamp};
use crate::value::DateTime;

/// Where a row of signatures has come to.
#[derive(Clone)]
pub(super) struct Chain {
    key: SigningKey,
    scope: Scope,
    time: String,
    /// The last signature, in hexadecimal digits.
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

    fn next(&mut self, algorithm: &str, time: &str, hashes: &[String]) -> [u8; 32] {
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
pub struct ChunkSigner(Chain);

impl ChunkSigner {
    /// Hexadecimal digits of a signature.
    pub const SIGNATURE_LENGTH: usize = 64;

    pub(super) fn new(chain: Chain) -> Self {
        ChunkSigner(chain)
    }

    /// The signature of the next chunk, in hexadecimal digits. The last chunk is empty.
    pub fn chunk(&mut self, bytes: &[u8]) -> String {
        let time = self.0.time.clone();
        let hashes = [sha256_hex(b""), sha256_hex(bytes)];
        self.0.next("AWS4-HMAC-SHA256-PAYLOAD", &time, &hashes);
        self.0.last.clone()
    }

    /// The signature of the trailer, in hexadecimal digits: lines `name:value`, each with `\n`.
    pub fn trailer(&mut self, lines: &str) -> String {
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

/// Signs the events of a stream. The last event is empty.
#[derive(Clone)]
pub struct EventSigner {
    chain: Chain,
    /// For the key of the next day, should the stream last until then.
    secret: String,
}

impl EventSigner {
    pub(super) fn new(chain: Chain, secret: String) -> Self {
        EventSigner { chain, secret }
    }

    /// The signature of the next event, which goes into the header `:chunk-signature` of the message
    /// around it. That message's header `:date` says the same time, in whole seconds.
    pub fn event(&mut self, time: DateTime, bytes: &[u8]) -> [u8; 32] {
        const DATE: &[u8; 5] = b":date";
        const TIMESTAMP: u8 = 8;
        let text = timestamp(time);
        if !self.chain.scope.is_of(&text) {
            self.chain.scope = self.chain.scope.on(&text);
            self.chain.key = SigningKey::derive(&self.secret, &self.chain.scope);
        }
        let mut header = vec![5];
        header.extend_from_slice(DATE);
        header.push(TIMESTAMP);
        header.extend_from_slice(&time.secs().saturating_mul(1000).to_be_bytes());
        let hashes = [sha256_hex(&header), sha256_hex(bytes)];
        self.chain.next("AWS4-HMAC-SHA256-PAYLOAD", &text, &hashes)
    }
}

impl fmt::Debug for EventSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSigner").finish_non_exhaustive()
    }
}
