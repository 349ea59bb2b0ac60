//! Signs the events of a stream. Each is wrapped in a message whose signature covers the previous one.
//!
//! Source: "Event stream encoding: signing", Amazon Transcribe developer guide.

use std::fmt;

use bytes::Bytes;

use super::key::{SigningKey, sha256_hex, timestamp};
use super::stream::Chain;
use smithgen_client::auth::Clock;
use smithgen_runtime::event::{HeaderValue, Message};
use smithgen_runtime::value::DateTime;

/// The signatures of the events of a stream. The last event is empty.
#[derive(Clone)]
pub(super) struct EventChain {
    chain: Chain,
    /// Used to derive the next day's key if the stream lasts that long.
    secret: String,
}

impl EventChain {
    pub(super) fn new(chain: Chain, secret: String) -> Self {
        EventChain { chain, secret }
    }

    /// The signature of the next event, for the header `:chunk-signature` of the enclosing message. That message's
    /// header `:date` has the same time.
    pub(super) fn event(&mut self, time: DateTime, bytes: &[u8]) -> [u8; 32] {
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
        let millis = i64::from(time.subsec_nanos() / 1_000_000);
        let millis = time.secs().saturating_mul(1000).saturating_add(millis);
        header.extend_from_slice(&millis.to_be_bytes());
        let hashes = [sha256_hex(&header), sha256_hex(bytes)];
        self.chain.next("AWS4-HMAC-SHA256-PAYLOAD", &text, &hashes)
    }
}

/// Signs the events of a stream.
#[derive(Clone)]
pub(super) struct EventSigner {
    chain: EventChain,
    clock: Clock,
}

impl EventSigner {
    pub(super) fn new(chain: Chain, secret: String, clock: Clock) -> Self {
        EventSigner {
            chain: EventChain::new(chain, secret),
            clock,
        }
    }
}

impl fmt::Debug for EventSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSigner").finish_non_exhaustive()
    }
}

impl smithgen_runtime::body::EventSigner for EventSigner {
    fn sign(&mut self, frame: &[u8]) -> Result<Bytes, String> {
        let time = DateTime::from_secs((self.clock)().secs());
        let signature = self.chain.event(time, frame).to_vec();
        let message = Message {
            headers: vec![
                (":date".to_owned(), HeaderValue::Timestamp(time)),
                (
                    ":chunk-signature".to_owned(),
                    HeaderValue::Blob(signature.into()),
                ),
            ],
            payload: Bytes::copy_from_slice(frame),
        };
        message.encode().map_err(|error| error.to_string())
    }

    fn last(&mut self) -> Result<Bytes, String> {
        self.sign(b"")
    }
}
