//! The signing key for a day, region and service, and the credential scope.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use smithgen_runtime::schema::TimestampFormat;
use smithgen_runtime::value::DateTime;

/// The time format of signatures: `20150830T123600Z`.
pub(super) fn timestamp(time: DateTime) -> String {
    let mut text = DateTime::from_secs(time.secs()).format(TimestampFormat::DateTime);
    text.retain(|c| c != '-' && c != ':');
    text
}

/// The credential scope: `20150830/us-east-1/iam/aws4_request`.
#[derive(Clone)]
pub(super) struct Scope {
    date: String,
    /// `None` for an asymmetric signature.
    region: Option<String>,
    name: String,
}

impl Scope {
    pub(super) fn regional(time: &str, region: &str, name: &str) -> Self {
        Scope {
            region: Some(region.to_owned()),
            ..Scope::global(time, name)
        }
    }

    /// Whether it is for the day of this time.
    #[cfg(feature = "event-streams")]
    pub(super) fn is_of(&self, time: &str) -> bool {
        time.starts_with(&self.date)
    }

    /// The same scope on the day of this time.
    #[cfg(feature = "event-streams")]
    pub(super) fn on(&self, time: &str) -> Self {
        Scope {
            region: self.region.clone(),
            ..Scope::global(time, &self.name)
        }
    }

    pub(super) fn global(time: &str, name: &str) -> Self {
        Scope {
            date: time.split('T').next().unwrap_or_default().to_owned(),
            region: None,
            name: name.to_owned(),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/", self.date)?;
        if let Some(region) = &self.region {
            write!(f, "{region}/")?;
        }
        write!(f, "{}/aws4_request", self.name)
    }
}

/// Signs for a single day, region and service.
#[derive(Clone)]
pub(super) struct SigningKey([u8; 32]);

impl SigningKey {
    pub(super) fn derive(secret: &str, scope: &Scope) -> Self {
        let first = format!("AWS4{secret}");
        let region = scope.region.as_deref().unwrap_or_default();
        let parts = [scope.date.as_str(), region, &scope.name, "aws4_request"];
        let mut key = hmac(first.as_bytes(), parts[0].as_bytes());
        for part in &parts[1..] {
            key = hmac(&key, part.as_bytes());
        }
        SigningKey(key)
    }

    /// The signature of a text, in hexadecimal.
    pub(super) fn sign(&self, text: &[u8]) -> String {
        hex(&self.sign_bytes(text))
    }

    /// Whether this is the signature of a text, in hexadecimal; takes the same time for all that are not.
    pub(super) fn verify(&self, text: &[u8], signature: &str) -> bool {
        same(self.sign(text), signature)
    }

    pub(super) fn sign_bytes(&self, text: &[u8]) -> [u8; 32] {
        hmac(&self.0, text)
    }
}

/// Whether these are the same; takes the same time for all that are not.
pub(super) fn same(expected: impl AsRef<[u8]>, found: impl AsRef<[u8]>) -> bool {
    let (expected, found) = (expected.as_ref(), found.as_ref());
    let differing = expected.iter().zip(found);
    let differing = differing.fold(0, |all, (a, b)| std::hint::black_box(all | (a ^ b)));
    expected.len() == found.len() && differing == 0
}

pub(super) fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    // HMAC accepts keys of any length (RFC 2104).
    #[allow(clippy::expect_used, reason = "the key's length is never wrong")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("keys of any length");
    mac.update(text);
    mac.finalize().into_bytes().into()
}

pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    // Four bits are below 16.
    digits.map(|digit| DIGITS[usize::from(digit)]).collect()
}
